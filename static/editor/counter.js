// Says how much room is left, as GOV.UK's character count does for a text box: once three quarters are used.
import { said } from "../said.js";
import { Plugin } from "../vendor/prosemirror.js";

const REST = 500;
const QUIET_UNTIL = 0.75;

export function counter(frame) {
  const group = frame.closest("[data-maxlength]");
  const { dataset } = frame.nextElementSibling;
  const limits = [
    { most: Number(group?.dataset.maxlength || Infinity), what: "character", count: (text) => text.length },
    { most: Number(dataset.maxLines || Infinity), what: "line", count: (text) => text.split("\n").length },
  ];
  const message = place(group, frame);
  let timer;
  const say = ({ doc }) => {
    const text = doc.textBetween(0, doc.content.size, "\n", "\n");
    const rooms = limits.map(({ most, what, count }) => room(most, what, count(text))).filter(Boolean);
    message.textContent = rooms.map(({ text: each }) => each).join(". ");
    message.classList.toggle("app-over-limit", rooms.some(({ over }) => over));
  };
  return new Plugin({
    view: (view) => {
      say(view.state);
      const later = () => {
        clearTimeout(timer);
        timer = setTimeout(() => say(view.state), REST);
      };
      return { update: (_, before) => before.doc !== view.state.doc && later() };
    },
  });
}

function room(most, what, used) {
  if (used < most * QUIET_UNTIL) return null;
  const left = Math.abs(most - used);
  const over = used > most;
  const words = `You have {count} ${what}${left === 1 ? "" : "s"} ${over ? "too many" : "remaining"}`;
  return { text: said(words, { count: left.toLocaleString("en-GB") }), over };
}

// In the place of GOV.UK's count, which is of a text box.
function place(group, frame) {
  group?.removeAttribute("data-module");
  for (const limit of group?.querySelectorAll(".govuk-character-count__message") ?? []) limit.hidden = true;
  const message = document.createElement("div");
  message.className = "govuk-hint app-editor__room";
  message.setAttribute("role", "status");
  frame.after(message);
  return message;
}
