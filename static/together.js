// What is done to many together, letters or bodies: one press selects what it names, and the page says how many are selected.

const boxes = [...document.querySelectorAll("input[name=letters], input[name=body]")];
const told = document.querySelector("[data-selected]");
const tell = () => (told.textContent = `${boxes.filter((box) => box.checked).length} of ${boxes.length} selected`);

if (told) {
  for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
for (const button of document.querySelectorAll("[data-select]")) {
  button.addEventListener("click", () => {
    const named = button.dataset.select.split(" ");
    for (const box of boxes) box.checked ||= named.includes(box.value);
    tell();
  });
}
