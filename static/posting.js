// Posts a form in the background, with the header X-Autosave, and tells what came of it. The server answers
// {"version": n, ...}, or an error status with {"message": "...", "again": whether the same may be taken another time}.

import { said } from "./said.js";

const PATIENCE = 30000; // ms
// Browsers refuse a request that outlives its page when it carries more than 64 kB.
const LARGEST_FAREWELL = 60000;

const OFFLINE = said("Not saved: you are offline");
const UNREACHABLE = said("Not saved: the tracker cannot be reached. Trying again");
const NO_SENSE = said("Not saved: the tracker does not answer as it should. Trying again");
const REFUSED = said("Not saved: the tracker did not take it");
const MOVED = said("Not saved: this was put on the record, or moved, while you were writing. Copy your words from here");

// What the person has typed or chosen: not the version, which the server gives, nor files, which are sent only by hand.
export function contents(form) {
  return new URLSearchParams(typed(form).filter(([name]) => !["version", "csrfmiddlewaretoken"].includes(name))).toString();
}

export function newBody(form) {
  return new URLSearchParams(typed(form));
}

function typed(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

// Signing in again, in another tab, makes the token on this page old; the cookie has the one that counts.
export function refreshToken(form) {
  const token = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (token && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token;
}

// {answer} where it was kept; else {message, again, isTheirs}, the last where the server itself said so. Only our own
// answer to this very request counts as kept: a page to sign in, a page of a proxy or a redirect says nothing of the
// words.
export async function postInBackground(form, body, leaving) {
  refreshToken(form);
  if (form.elements.csrfmiddlewaretoken) body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    return await read(await fetch(form.getAttribute("action") || location.href, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1", Accept: "application/json" },
      redirect: "manual",
      keepalive: leaving && body.toString().length < LARGEST_FAREWELL,
      signal: AbortSignal.timeout(PATIENCE),
    }));
  } catch {
    return { message: navigator.onLine ? UNREACHABLE : OFFLINE, again: true };
  }
}

async function read(response) {
  if (response.type === "opaqueredirect") return { message: MOVED, again: false };
  const isOurs = response.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isOurs ? await response.json() : {};
  if (response.ok && answer.version !== undefined) return { answer };
  if (answer.message) return { message: answer.message, again: answer.again === true, isTheirs: true };
  // Whatever stands between us and the server, it was not the server that said this.
  const again = response.ok || response.status >= 500 || [403, 408, 429].includes(response.status);
  return { message: again ? NO_SENSE : `${REFUSED} (${response.status})`, again };
}

// Whether the server answers: it is asked for the head of this very script.
export async function isReachable() {
  if (!navigator.onLine) return false;
  try {
    const how = { method: "HEAD", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) };
    return (await fetch(import.meta.url, how)).ok;
  } catch {
    return false;
  }
}
