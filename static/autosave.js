// Keeps typed words: warns before a page with unsaved words is left, and saves drafts on the server as they are typed.
// A form with data-autosave is posted in the background with the header X-Autosave; the server answers {"version": n}
// and perhaps a "warning" about what was saved, or an error status with {"message": "..."}. Words are never put into the
// browser's own storage.
// A change within data-keep-now is saved at once, and the form is told of each save by an event of the name "kept".

const QUIET = 5000;
// Browsers refuse a request that outlives its page when it carries more than 64 kB.
const LARGEST_FAREWELL = 60000;
const LOST = "Not saved: you are offline or signed out. Keep this page open.";

export function keepWords(form) {
  const autosaves = form.matches("[data-autosave]");
  const status = document.querySelector("[data-autosave-status]");
  const warning = document.querySelector("[data-autosave-warning]");
  // A page that came back with errors holds words that the server did not take.
  let saved = document.querySelector(".govuk-error-summary, [data-resubmit]") ? null : contents(form);
  let timer = null;
  let saving = null;
  let submitting = false;

  const unsaved = () => contents(form) !== saved;

  async function save(leaving = false) {
    clearTimeout(timer);
    while (saving) await saving;
    if (submitting || !unsaved()) return;
    saving = post(leaving);
    await saving;
    saving = null;
  }

  async function post(leaving) {
    const sent = contents(form);
    const answer = await send(form, leaving && sent.length < LARGEST_FAREWELL);
    if (answer.version !== undefined) {
      saved = sent;
      if (form.elements.version) form.elements.version.value = answer.version;
      form.dispatchEvent(new Event("kept"));
      if (warning) {
        warning.textContent = answer.warning || "";
        warning.classList.toggle("govuk-inset-text", Boolean(answer.warning));
      }
    }
    if (status) status.textContent = answer.message;
  }

  if (autosaves) {
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => save(), QUIET);
    });
    form.addEventListener("change", (event) => {
      if (event.target.closest("[data-keep-now]")) save();
    });
    document.addEventListener("visibilitychange", () => save(document.visibilityState === "hidden"));
    window.addEventListener("online", () => save());
  }

  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (submitting) return event.preventDefault();
    submitting = true;
    if (!saving) return;
    // The version on the page is old until the save under way has answered.
    event.preventDefault();
    await saving;
    submitting = false;
    form.requestSubmit(event.submitter);
  });

  window.addEventListener("beforeunload", (event) => {
    if (!submitting && unsaved()) event.preventDefault();
  });
  // The page may be shown again from the browser's history after it was sent.
  window.addEventListener("pageshow", () => (submitting = false));
}

// What the person has typed or chosen: not the version, which the server gives, nor files, which are sent only by hand.
function contents(form) {
  return new URLSearchParams(typed(form).filter(([name]) => !["version", "csrfmiddlewaretoken"].includes(name))).toString();
}

function typed(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

// Signing in again, in another tab, makes the token on this page old; the cookie has the one that counts.
export function refreshToken(form) {
  const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (token && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token;
}

async function send(form, keepalive) {
  refreshToken(form);
  try {
    const response = await fetch(form.getAttribute("action") || location.href, {
      method: "POST",
      body: new URLSearchParams(typed(form)),
      headers: { "X-Autosave": "1", Accept: "application/json" },
      redirect: "error",
      keepalive,
    });
    const answer = await response.json();
    if (!response.ok) return { message: answer.message || LOST };
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    return { version: answer.version, warning: answer.warning, message: `Saved at ${time}` };
  } catch {
    return { message: LOST };
  }
}
