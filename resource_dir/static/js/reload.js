// Load a page that tells of something going on anew every half minute, while somebody looks at it
// and has begun nothing on it. Without this script a link does the same.

const EVERY_MS = 30_000;
let isTouched = false;

document.addEventListener("input", () => {
  isTouched = true;
});
document.addEventListener("submit", () => {
  isTouched = true;
});

function isBusy() {
  return isTouched || document.hidden || document.querySelector("details[open], :focus-visible");
}

setInterval(() => {
  if (!isBusy()) window.location.reload();
}, EVERY_MS);
