// Gives each text box for words its editor. It runs before app.js, which reads what the forms hold.
import { edit } from "./editor.js";

for (const textarea of document.querySelectorAll("textarea[data-words]")) edit(textarea);
