// The broker's keyboard. Every key does what a visible control does too, and none acts while
// somebody types, with Ctrl, Alt or Meta held, or when single keys are switched off (WCAG 2.1.4).
const OFF = "single-keys-off"; // in localStorage: a choice about this browser, nothing of a call
const dialog = document.getElementById("keys");
const open = document.getElementById("keys-open");
const off = document.getElementById("keys-off");

// A browser that refuses storage only forgets the choice.
function stored() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function store(isOff) {
  try {
    if (isOff) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // see above
  }
}

document.getElementById("keys-fold").hidden = true;
open.hidden = false;
open.addEventListener("click", () => dialog.showModal());
document.getElementById("keys-close").addEventListener("click", () => dialog.close());
off.checked = stored();
off.addEventListener("change", () => store(off.checked));

const cards = () => [...document.querySelectorAll(".card")].filter((card) => card.checkVisibility());
const cardOf = (element) => element.closest(".card");

function isTyping(element) {
  return element.isContentEditable || element.matches("input, textarea, select");
}

function step(by) {
  const all = cards();
  const at = all.indexOf(cardOf(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  const name = all[next]?.querySelector("a.name");
  if (!name) return false;
  name.focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" }); // its call button too, not its name only
  return true;
}

function toWords() {
  const box = document.getElementById("f-q");
  if (!box) return follow(document.querySelector("a.home"));
  box.focus();
  box.select();
  return true;
}

// Of the card that has the focus; on the page of one listing, of that listing.
function noteCall() {
  return follow((cardOf(document.activeElement) ?? document.querySelector(".listing"))?.querySelector("a.note"));
}

function follow(link) {
  link?.click();
  return Boolean(link);
}

function help() {
  dialog.showModal();
  return true;
}

const ACTIONS = {
  "/": toWords,
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  j: () => step(1),
  k: () => step(-1),
  c: noteCall,
  "?": help,
};

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (off.checked || dialog.open || isTyping(event.target) || event.target.closest("#map")) return;
  if (ACTIONS[event.key]?.()) event.preventDefault();
});
