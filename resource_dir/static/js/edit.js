// Keeps what is typed as a draft: two seconds after the last key, and on leaving the page.

const form = document.getElementById("edit");
const state = document.getElementById("draft-state");
const PAUSE = 2000;
let timer;
let isTyped = false;

const body = () => new URLSearchParams(new FormData(form));

async function keep() {
  clearTimeout(timer);
  if (!isTyped) return;
  isTyped = false;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: body() });
    state.textContent = answer.ok ? form.dataset.kept : form.dataset.notKept;
  } catch {
    state.textContent = form.dataset.notKept;
    isTyped = true; // the next key, or leaving, tries again
  }
}

form?.addEventListener("input", () => {
  isTyped = true;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
});

form?.addEventListener("submit", () => {
  isTyped = false; // what is sent needs no draft
  clearTimeout(timer);
});

addEventListener("pagehide", () => {
  if (isTyped) navigator.sendBeacon(form.dataset.draft, body());
});

document.getElementById("errors")?.focus();
