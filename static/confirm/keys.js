// Keys of the page on which a letter is confirmed. Each has a button, and they can be turned off: some speak to their
// browser, and a single letter may be any word of theirs.

const OFF = "confirm-keys-off";
const AMBIGUOUS = 700; // ms until "1" is taken for 1 where there is a 10
const KINDS = { a: "response", g: "general", q: "quotation", o: "quoted", h: "furniture" };

export function useKeys(placing) {
  const dialog = document.getElementById("keys");
  const numbers = [...placing.bar.querySelectorAll("[data-place]")].map((button) => button.dataset.place);
  const typed = new Typed(numbers, (number) => placing.place(number));
  const toggle = document.getElementById("use-keys");
  toggle.checked = localStorage.getItem(OFF) === null;
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-show-keys]")) dialog.showModal();
  });

  // Whoever has the hand on the mouse means the passage under it, unless a sentence is chosen; whoever moved by keys,
  // the one with the focus. A page that scrolls moves under a mouse that lies still.
  let pointed = null;
  let mouse = ""; // where it is on the screen
  document.addEventListener("pointermove", ({ target, screenX, screenY }) => {
    if (mouse !== `${screenX} ${screenY}`) pointed = target.closest?.(".app-passage");
    mouse = `${screenX} ${screenY}`;
  });
  document.addEventListener("focusin", () => (pointed = null));
  const meant = () => {
    if (pointed?.isConnected && pointed !== placing.current && !placing.chosen.stretch()) placing.take(pointed);
  };

  const walk = (by) => {
    pointed = null;
    placing.step(by);
  };
  const sentence = (by, extend) => {
    meant();
    placing.chosen.step(placing.words, by, extend);
  };
  const acts = { j: () => walk(1), n: () => walk(1), k: () => walk(-1), p: () => walk(-1), "?": () => dialog.showModal() };
  acts["+"] = () => placing.join();
  acts.Escape = () => placing.chosen.clear();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !toggle.checked || dialog.open || isTyping(event.target)) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && event.target.closest(".app-passage") && !event.target.matches("input")) {
      event.preventDefault();
      return sentence(by, event.shiftKey);
    }
    if (event.key in KINDS || event.key === "+" || typed.begins(event.key)) meant();
    if (typed.take(event.key)) event.preventDefault();
    else if (event.key in KINDS) placing.place(KINDS[event.key]);
    else if (event.key in acts) {
      if (event.key === "?") event.preventDefault();
      acts[event.key]();
    }
  });
}

const isTyping = (target) => target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

// Numbers as they are typed, one after another: "1", "3a", "10". What can only be one number is taken at once.
class Typed {
  constructor(numbers, found) {
    this.numbers = numbers.filter((number) => /^\d/.test(number));
    this.found = found;
    this.so_far = "";
  }

  begins(key) {
    return this.numbers.some((number) => number.startsWith(this.so_far + key) || number.startsWith(key));
  }

  // Whether the key was part of a number.
  take(key) {
    clearTimeout(this.timer);
    const longer = this.so_far + key;
    const could = this.numbers.filter((number) => number.startsWith(longer));
    if (!could.length || key.length > 1) {
      const ended = this.end();
      return key === "Enter" ? ended : this.begins(key) && key.length === 1 ? this.take(key) : false;
    }
    this.so_far = longer;
    if (could.length === 1 && could[0] === longer) this.end();
    else this.timer = setTimeout(() => this.end(), AMBIGUOUS);
    return true;
  }

  // Takes what was typed, if it is a number; whether it was.
  end() {
    const number = this.so_far;
    this.so_far = "";
    const is = this.numbers.includes(number);
    if (is) this.found(number);
    return is;
  }
}
