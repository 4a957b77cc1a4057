// List or map on a phone, both on a wide screen. The map and its libraries are fetched only when it
// is shown, after the list has been painted.
const view = document.getElementById("results-view");
const box = document.getElementById("map-box");
const map = document.getElementById("map");
const toggle = document.getElementById("view-toggle");
const trouble = document.getElementById("map-trouble");
const wide = matchMedia("(min-width: 60rem)");
let isMapChosen = false;
let listScroll = 0;
let loading = null;

function fetched(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

const addresses = (text) => text.split(" ").filter(Boolean);

async function load() {
  try {
    await Promise.all(addresses(map.dataset.styles).map((href) => fetched("link", { rel: "stylesheet", href })));
    for (const src of addresses(map.dataset.scripts)) await fetched("script", { src });
  } catch {
    trouble.hidden = false;
    map.hidden = true;
  }
}

function show() {
  const isMapShown = wide.matches || isMapChosen;
  view.dataset.view = wide.matches ? "both" : isMapChosen ? "map" : "list";
  toggle.textContent = isMapChosen ? toggle.dataset.list : toggle.dataset.map;
  toggle.hidden = wide.matches;
  box.hidden = !isMapShown;
  if (!isMapShown) return;
  loading ??= load();
  loading.then(() => dispatchEvent(new Event("resize"))); // Leaflet measures its box anew
}

// Into the bar at the bottom of the screen, where a thumb reaches it from anywhere in the list.
document.querySelector(".exit").prepend(toggle);
toggle.addEventListener("click", () => {
  if (!isMapChosen) listScroll = scrollY;
  isMapChosen = !isMapChosen;
  show();
  if (isMapChosen) box.scrollIntoView({ block: "start" });
  else scrollTo({ top: listScroll });
});
wide.addEventListener("change", show);
requestAnimationFrame(() => setTimeout(show)); // after the first painting
