// The passage that is worked on: which it is, its bar of buttons, and what placing it does to its boxes. Every change
// goes through the boxes of the page or, where passages are parted, through two hidden fields; autosave.js keeps it.
import { Chosen, pointAt } from "./sentences.js";

const KINDS = ["response", "general", "quotation", "quoted", "furniture"];

export class Placing {
  constructor(form) {
    this.form = form;
    this.chosen = new Chosen(() => this.showSentence());
    this.bar = document.getElementById("placing").content.firstElementChild.cloneNode(true);
    this.told = document.getElementById("placed");
    this.waiting = null; // what to do once passages are counted anew; no list while they are not being parted
    this.acted = false;
    this.listen();
    this.take(this.passages[0], false);
  }

  get passages() {
    return [...document.querySelectorAll(".app-passage")];
  }

  listen() {
    this.form.addEventListener("click", (event) => this.pressed(event));
    // What is pressed must not move from under the mouse: the bar follows once the press is over.
    let pressing = false;
    const follow = () => {
      const passage = document.activeElement.closest(".app-passage");
      if (passage && passage !== this.current && !pressing) this.take(passage, false);
    };
    this.form.addEventListener("focusin", follow);
    document.addEventListener("pointerdown", () => (pressing = true));
    for (const over of ["pointerup", "pointercancel"]) {
      document.addEventListener(over, () => setTimeout(() => {
        pressing = false;
        follow();
      }));
    }
    let takeUp = null; // what was clicked, until it is chosen
    const settle = () => {
      takeUp?.();
      takeUp = null;
    };
    this.form.addEventListener("pointerup", (event) => {
      const words = event.target.closest("[data-letters]");
      if (!words || event.target.closest("a, button")) return;
      const point = pointAt(event.clientX, event.clientY); // before the bar moves, and with it what stands below
      this.take(words.closest(".app-passage"), false);
      this.current.focus({ preventScroll: true });
      // The browser has set its own selection only once this event is over. A key may come before the timer.
      takeUp = () => this.chosen.takeUp(words, point);
      setTimeout(settle);
    });
    for (const next of ["keydown", "pointerdown"]) document.addEventListener(next, settle, true);
    this.form.addEventListener("change", () => this.showState());
    this.bar.addEventListener("keydown", (event) => this.walk(event));
  }

  // The passage that keys and buttons act on from now.
  take(passage, focus = true) {
    if (!passage) return;
    if (this.current !== passage) this.chosen.clear();
    for (const each of this.passages) {
      each.classList.toggle("app-passage--current", each === passage);
      each.tabIndex = each === passage ? 0 : -1;
    }
    this.current = passage;
    passage.classList.add("app-passage--whole");
    passage.querySelector("[data-toolbar]").append(this.bar);
    this.showState();
    if (!focus) return;
    passage.focus({ preventScroll: true });
    passage.scrollIntoView({ block: "nearest" });
  }

  step(by) {
    const all = this.passages;
    this.take(all[Math.min(Math.max(all.indexOf(this.current) + by, 0), all.length - 1)]);
  }

  // Where a passage belongs: "4" is an answer to recommendation 4, or no longer; "general" and the like are kinds.
  place(what) {
    if (this.isBusy(() => this.place(what))) return;
    const stretch = this.chosen.stretch();
    if (stretch) return this.part("cut", `${this.index}:${stretch.join(":")}`, what);
    const kind = this.boxOf("kind");
    if (KINDS.includes(what)) kind.value = what;
    else {
      const box = this.boxOf("recommendations", what);
      box.checked = !box.checked;
      if (box.checked && kind.value !== "quotation") kind.value = "response";
    }
    this.acted = true;
    kind.dispatchEvent(new Event("input", { bubbles: true }));
    kind.dispatchEvent(new Event("change", { bubbles: true }));
  }

  join() {
    if (this.isBusy(() => this.join()) || this.current === this.passages.at(-1)) return;
    this.part("join", this.index);
  }

  // Saves with this asked for. Until the new passages are here, nothing is done to the old ones.
  part(verb, where, to = "") {
    this.waiting = [];
    document.getElementById("passages").inert = true;
    this.asked = Object.entries({ [verb]: where, cut_to: to }).map(([name, value]) => {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      document.getElementById("overview").closest("form").append(field);
      return field;
    });
    const boxes = document.querySelector(".app-passage__boxes select");
    boxes.dispatchEvent(new Event("change", { bubbles: true }));
  }

  parted(at, whole) {
    this.showWhole(whole, at);
    for (const field of this.asked ?? []) field.remove();
    this.chosen.clear();
    this.take(this.passages[at]);
    this.acted = true;
    this.tell();
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const act of waiting) act();
  }

  // Which passages are shown whole, and whether all are.
  get whole() {
    return { all: this.allWhole, each: this.passages.map((each) => each.classList.contains("app-passage--whole")) };
  }

  // Shows the same ones whole after they were counted anew at this one.
  showWhole({ all, each }, at) {
    const more = this.passages.length - each.length;
    this.allWhole = all;
    this.passages.forEach((passage, place) => {
      const before = place <= at ? place : Math.max(place - more, at);
      passage.classList.toggle("app-passage--whole", each[before] ?? false);
    });
  }

  get allWhole() {
    return document.getElementById("passages").classList.contains("app-passages--whole");
  }

  set allWhole(all) {
    document.getElementById("passages").classList.toggle("app-passages--whole", all);
    document.querySelector("[data-all-whole]").setAttribute("aria-pressed", String(all));
  }

  isBusy(act) {
    this.waiting?.push(act);
    return this.waiting !== null;
  }

  get index() {
    return this.current.id.split("-")[1];
  }

  boxOf(name, value) {
    const boxes = this.current.querySelectorAll(`[name="passage-${this.index}-${name}"]`);
    return [...boxes].find((box) => value === undefined || box.value === value);
  }

  // Says where the passage belongs now, to whoever cannot see it.
  tell() {
    this.showState();
    if (!this.acted) return;
    this.acted = false;
    const said = this.current.querySelector(".app-passage__said").textContent;
    this.told.textContent = `Passage ${Number(this.index) + 1}: ${said}`;
  }

  showSentence() {
    this.bar.classList.toggle("app-placing--sentence", this.chosen.stretch() !== null);
    if (this.chosen.text) this.told.textContent = `Chosen: ${this.chosen.text}`;
  }

  showState() {
    const kind = this.boxOf("kind")?.value;
    for (const button of this.bar.querySelectorAll("[data-place]")) {
      const place = button.dataset.place;
      const pressed = KINDS.includes(place) ? place === kind : (this.boxOf("recommendations", place)?.checked ?? false);
      button.setAttribute("aria-pressed", String(pressed));
    }
    this.bar.setAttribute("aria-label", `Place passage ${Number(this.index) + 1}`);
    for (const [place, button] of this.buttons.entries()) button.tabIndex = place === (this.at ?? 0) ? 0 : -1;
  }

  get buttons() {
    return [...this.bar.querySelectorAll("button")];
  }

  // Within the bar the arrows go from button to button; Tab leaves it.
  walk(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const all = this.buttons;
    this.at = (all.indexOf(document.activeElement) + by + all.length) % all.length;
    this.showState();
    all[this.at].focus();
  }

  pressed(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { place, sentence } = button.dataset;
    if (place) this.place(place);
    else if (sentence) this.chosen.step(this.words, Number(sentence), false);
    else if (button.matches("[data-join]")) this.join();
    else if (button.matches("[data-whole]")) this.take(button.closest(".app-passage"));
    else if (button.matches("[data-all-whole]")) this.allWhole = !this.allWhole;
    else if (["split", "join"].includes(button.name)) {
      event.preventDefault();
      if (this.isBusy(() => button.click())) return;
      this.part(button.name, button.value);
    }
  }

  get words() {
    return this.current.querySelector("[data-letters]");
  }
}
