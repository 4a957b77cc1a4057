// What the search form can do with script only: ask the device for its point, and offer words
// while somebody types. The point goes into hidden fields of a form that is posted, never into a URL.
const PATIENCE_MS = 15000;
const FRESH_MS = 30000;
const PAUSE_MS = 200;
const DECIMALS = 3; // about 100 m, what the search keeps: what is not sent can't leak
const form = document.querySelector("form.search");

function offerLocation(button, status) {
  const say = (what) => (status.textContent = status.dataset[what] ?? "");
  // Codes of GeolocationPositionError: 1 denied, 2 unavailable, 3 timeout.
  const failed = (error) => {
    button.disabled = false;
    say({ 1: "denied", 3: "timeout" }[error.code] ?? "unavailable");
  };
  const found = ({ coords }) => {
    const fill = (name, value) => (form.elements.namedItem(name).value = value);
    fill("lat", coords.latitude.toFixed(DECIMALS));
    fill("lon", coords.longitude.toFixed(DECIMALS));
    fill("accuracy_m", String(Math.round(coords.accuracy)));
    // The place box says so too: a place left as it was shown keeps its point.
    fill("near", status.dataset.here);
    fill("near_shown", status.dataset.here);
    form.requestSubmit();
  };
  // Whoever types an address afterwards means that one: nothing of the device may go with it.
  form.elements.namedItem("near").addEventListener("input", () => {
    form.elements.namedItem("accuracy_m").value = "";
  });
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    say("asking");
    navigator.geolocation.getCurrentPosition(found, failed, {
      enableHighAccuracy: true,
      timeout: PATIENCE_MS,
      maximumAge: FRESH_MS,
    });
  });
}

function offerWords(box) {
  const list = document.createElement("datalist");
  list.id = "words";
  box.after(list);
  box.setAttribute("list", list.id);
  let waiting = 0;
  let asked = new AbortController();
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    asked.abort();
    const text = box.value.trim();
    if (text.length < 2) return list.replaceChildren();
    asked = new AbortController();
    waiting = setTimeout(() => suggest(text, list, asked.signal), PAUSE_MS);
  });
}

async function suggest(text, list, signal) {
  try {
    const answer = await fetch(`/api/suggest?q=${encodeURIComponent(text)}`, { signal });
    if (!answer.ok) return;
    const { suggestions } = await answer.json();
    list.replaceChildren(...suggestions.map(({ text: words }) => new Option(words, words)));
  } catch {
    // No network, or something newer was typed: the box is a plain box then.
  }
}

const button = document.getElementById("use-location");
if (button && navigator.geolocation) offerLocation(button, document.getElementById("location-status"));
const words = document.getElementById("f-q");
if (words) offerWords(words);
