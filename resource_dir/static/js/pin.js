// A pin that is dragged to the door: it writes the point into the field, which works without it.
const box = document.getElementById("map");
const field = document.getElementById("point");
const hint = document.getElementById("pin-hint");
const DECIMALS = 6;
const CLOSE = 16; // where houses can be told apart

function fetched(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

const addresses = (text) => text.split(" ").filter(Boolean);

function typed() {
  const [lat, lon] = field.value.split(",").map((part) => part.trim());
  const isPoint = lat && lon && Math.abs(Number(lat)) <= 90 && Math.abs(Number(lon)) <= 180;
  return isPoint ? [Number(lat), Number(lon)] : null;
}

function write({ lat, lng }) {
  field.value = `${lat.toFixed(DECIMALS)}, ${lng.toFixed(DECIMALS)}`;
  field.dispatchEvent(new Event("input", { bubbles: true })); // so that the draft is kept
}

function start({ map, L, pinPx }) {
  const html = Object.assign(document.createElement("span"), { className: "pin unknown", textContent: "●" });
  const icon = L.divIcon({ className: "pin-box", html, iconSize: [pinPx, pinPx] });
  const pin = L.marker(typed() ?? map.getCenter(), { icon, draggable: true, title: box.dataset.pin });
  pin.on("add", () => pin.getElement().setAttribute("aria-label", box.dataset.pin));
  pin.on("dragend", () => write(pin.getLatLng().wrap()));
  map.on("click", ({ latlng }) => {
    pin.setLatLng(latlng).addTo(map);
    write(latlng.wrap());
  });
  field.addEventListener("change", () => {
    const point = typed();
    if (point) map.panTo(pin.setLatLng(point).addTo(map).getLatLng());
  });
  if (!typed()) return; // a tap sets it: a pin that stands in the middle of the country is no place
  pin.addTo(map);
  map.setView(pin.getLatLng(), Math.min(CLOSE, map.getMaxZoom()), { animate: false });
}

box.addEventListener("map-ready", (event) => start(event.detail));
box.hidden = false;
hint.hidden = false;
try {
  await Promise.all(addresses(box.dataset.styles).map((href) => fetched("link", { rel: "stylesheet", href })));
  for (const src of addresses(box.dataset.scripts)) await fetched("script", { src });
} catch {
  box.hidden = true;
  hint.hidden = true;
}
