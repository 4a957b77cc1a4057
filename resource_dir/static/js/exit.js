// Quick exit: the link works by itself; with script this page is also dropped from the history,
// emptied at once, and Escape pressed twice within a second leaves too.
const WITHIN_MS = 1000;
const link = document.getElementById("quick-exit");
let lastEscape = -Infinity;

function leave() {
  document.body.hidden = true; // the next page may take seconds to arrive
  document.title = " ";
  location.replace(link.href);
}

link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// In the capturing phase: a dialog or a popup that closes on Escape must not swallow it.
addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - lastEscape <= WITHIN_MS) leave();
    lastEscape = event.timeStamp;
  },
  true,
);
