// Keeps typed words: warns before a page with unsaved words is left, saves drafts on the server as they are typed, and
// never sends a form where nobody answers. Words are never put into the browser's own storage.
//
// A form with data-autosave is posted in the background (posting.js), and a line beside it says what came of that
// (save_status.js). A change within data-keep-now is saved at once, and so is what is there when Ctrl+S is pressed. Of
// each save the form is told by an event of the name "kept", whose detail is what the server answered, and whether
// more was changed meanwhile.
import { contents, isReachable, newBody, postInBackground } from "./posting.js";
import { saveStatus } from "./save_status.js";

const QUIET = 5000; // ms without a key, and what was typed is saved
const AT_THE_LATEST = 15000; // ms after the first change, if the typing never stops
const LONGEST_WAIT = 60000; // ms before it is tried again, after 2, 4, 8 ... seconds

export function keepWords(form) {
  const autosaves = form.matches("[data-autosave]");
  const status = saveStatus(form);
  // A page that came back with errors holds words that the server did not take.
  const refused = document.querySelector(".govuk-error-summary, [data-resubmit]") !== null;
  const isNew = refused || form.matches("[data-unsaved]"); // or words that somebody brought forward
  let kept = isNew ? null : contents(form); // what the server has, as far as this page knows
  let changed = isNew; // something was typed that no save has taken up
  let changedAt = null; // when the first of it was
  let unanswered = null; // what was sent, and nobody knows whether it is stored
  let saving = null; // the save under way
  let failures = 0; // one after another
  let because = null; // what the server said of the last of them, if it was the server
  let timer = null;
  let held = null; // the button that was pressed, until somebody answers
  let sent = null; // whether that goes out now ("going") or has gone ("gone")

  const isUnsaved = () => unanswered !== null || (changed && contents(form) !== kept);

  // At each key: whatever it does, it does in no time.
  function note() {
    changed = true;
    changedAt ??= Date.now();
    if (!autosaves || saving || failures || held) return; // whichever is under way looks again when it is done
    status.notYet();
    goIn(Math.min(QUIET, changedAt + AT_THE_LATEST - Date.now()));
  }

  function goIn(wait) {
    clearTimeout(timer);
    timer = setTimeout(go, wait);
  }

  function go(leaving = false) {
    clearTimeout(timer);
    if (held) sendHeld();
    else if (autosaves) save(leaving);
  }

  function save(leaving) {
    saving ??= attempt(leaving).finally(() => (saving = null));
    return saving;
  }

  async function attempt(leaving) {
    if (!unanswered && !(changed && takeUp())) return;
    status.saving();
    const outcome = await postInBackground(form, unanswered.body, leaving);
    if (outcome.answer) wasKept(outcome.answer);
    else wasNotKept(outcome);
  }

  // Whether there is anything new to send. What was sent and not answered is sent again as it was, before anything newer:
  // if the server has it after all, it would take newer words on the same version for another person's.
  function takeUp() {
    const words = contents(form);
    changed = false;
    changedAt = null;
    if (words === kept) status.settled();
    else unanswered = { words, body: newBody(form) };
    return unanswered !== null;
  }

  function wasKept(answer) {
    // What is half typed is not there yet: it goes with the next save, and no page is left without a word about it.
    const all = !answer.left_out;
    kept = all ? unanswered.words : null;
    unanswered = null;
    failures = 0;
    because = null;
    if (form.elements.version) form.elements.version.value = answer.version;
    status.saved(answer.left_out);
    form.dispatchEvent(new CustomEvent("kept", { detail: { ...answer, more: changed } }));
    if (changed) lookAgain();
    changed ||= !all;
  }

  function wasNotKept({ message, again, isTheirs }) {
    status.failed(message);
    because = isTheirs ? message : null;
    if (again) return tryAgain();
    // The server has seen these words and refuses them: it is asked again when they are others.
    unanswered = null;
    failures = 0;
    if (changed) lookAgain();
    changed = true;
  }

  // After the save under way, which is not over until this has run.
  function lookAgain() {
    saving.then(() => changed && note());
  }

  function tryAgain() {
    failures += 1;
    goIn(Math.min(1000 * 2 ** failures, LONGEST_WAIT));
  }

  // A button that is pressed is sent when somebody is there to answer: the browser's own error page would have no words.
  async function sendHeld() {
    if (sent) return;
    sent = "asking";
    // The version on the page is old until the save under way, and one that nobody answered, are done.
    await saving;
    if (unanswered) await save();
    if (unanswered || !(await isReachable())) return hold();
    sent = "going";
    form.requestSubmit(held.button);
  }

  function hold() {
    sent = null;
    status.held(because);
    tryAgain();
  }

  form.addEventListener("submit", (event) => {
    if (sent === "going") {
      sent = "gone";
      return clearTimeout(timer);
    }
    event.preventDefault();
    if (sent === "gone") return; // a double click
    held = { button: event.submitter };
    go();
  });

  form.addEventListener("input", note);
  form.addEventListener("change", note);

  if (autosaves) {
    form.addEventListener("change", (event) => {
      if (event.target.closest("[data-keep-now]")) saveNow();
    });
    document.addEventListener("visibilitychange", () => go(document.visibilityState === "hidden"));
    document.addEventListener("keydown", (event) => {
      if (!isSaveKey(event)) return;
      event.preventDefault();
      saveNow();
    });
  }
  window.addEventListener("online", () => {
    if (failures) go();
  });

  async function saveNow() {
    await saving;
    go();
  }

  window.addEventListener("beforeunload", (event) => {
    if (sent !== "gone" && isUnsaved()) event.preventDefault();
  });
  // The page may be shown again from the browser's history after it was sent.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) held = sent = null;
  });

  if (isNew && autosaves) note();
}

function isSaveKey(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s";
}
