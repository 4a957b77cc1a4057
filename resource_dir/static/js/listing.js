// Copy, share and print on a listing's page. Each button is hidden until this runs and can do it.

const said = document.querySelector("[data-said]");

/** Show the buttons that match, and do something when one is pressed. */
function offer(selector, press) {
  for (const button of document.querySelectorAll(selector)) {
    button.hidden = false;
    button.addEventListener("click", () => press(button));
  }
}

/** Mark the text where it can't be copied: the reader's own menu then copies it. */
function mark(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(button) {
  const element = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
  } catch {
    mark(element);
    return;
  }
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  button.textContent = said.dataset.said;
  said.textContent = said.dataset.said;
  setTimeout(() => {
    button.textContent = label;
    said.textContent = "";
  }, 3000);
}

async function share({ dataset }) {
  try {
    await navigator.share({
      title: dataset.shareTitle,
      text: dataset.shareText,
      url: dataset.shareUrl,
    });
  } catch {
    // Closed without a choice: nothing to tell.
  }
}

if (navigator.clipboard) offer("[data-copy]", copy);
if (navigator.share) offer("[data-share-url]", share);
offer("[data-print]", () => window.print());
