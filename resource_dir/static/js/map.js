// The map of the cards on this page. Loaded by view.js after Leaflet; all it knows stands in data
// attributes. A card without a point (withheld, or not known) has no pin: the list names its area.
(() => {
  const L = window.L;
  const box = document.getElementById("map");
  const said = box.dataset;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isNight = matchMedia("(prefers-color-scheme: dark)").matches;
  const CLOSEST = 19;
  const WHOLE_TOWN = 13; // a single pin needs its surroundings to be found
  const PIN_PX = 48;
  const CLUSTER_PX = 44;
  const WIDEST_POPUP_PX = 280;
  const SIGNS = { good: "✓", soon: "!", bad: "✕", unknown: "?" };

  const element = (tag, className, text = "") =>
    Object.assign(document.createElement(tag), { className, textContent: text });
  const nativeZoom = Number(said.maxZoom);
  const place = said.lat && said.lon ? L.latLng(Number(said.lat), Number(said.lon)) : null;

  // ---- what lies below the pins ---------------------------------------------------------------

  // Leaflet empties a tile with a data: picture, which our policy forbids; taking the address away
  // stops the request as well.
  const Tiles = L.TileLayer.extend({
    _abortLoading() {
      for (const [key, { el: tile, coords }] of Object.entries(this._tiles)) {
        if (coords.z === this._tileZoom || tile.complete) continue;
        tile.onload = tile.onerror = () => {};
        tile.removeAttribute("src");
        tile.remove();
        delete this._tiles[key];
      }
    },
    _removeTile(key) {
      this._tiles[key]?.el.removeAttribute("src");
      return L.GridLayer.prototype._removeTile.call(this, key);
    },
  });

  // pmtiles' own Leaflet layer shows pictures through blob: addresses; painting them needs none.
  const Pictures = L.GridLayer.extend({
    createTile({ x, y, z }, done) {
      const canvas = document.createElement("canvas");
      this.archive ??= new window.pmtiles.PMTiles(said.url);
      this.archive
        .getZxy(z, x, y)
        .then((found) => found && createImageBitmap(new Blob([found.data])))
        .then((picture) => {
          if (picture) paint(canvas, picture);
          done(null, canvas);
        })
        .catch((error) => done(error, canvas));
      return canvas;
    },
  });

  function paint(canvas, picture) {
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
  }

  const zooms = { maxNativeZoom: nativeZoom, maxZoom: CLOSEST };
  const GROUNDS = {
    tiles: () => new Tiles(said.url, { ...zooms, className: "pictures" }),
    raster: () => new Pictures({ ...zooms, className: "pictures" }),
    vector: () =>
      window.protomapsL.leafletLayer({
        url: said.url,
        flavor: isNight ? "dark" : "light",
        lang: document.documentElement.lang,
        maxDataZoom: nativeZoom,
        attribution: "",
      }),
    counties: () => counties(L.layerGroup()),
  };

  function counties(layer) {
    const { lat, lng } = map.getCenter();
    fetch(`${said.url}?lat=${lat.toFixed(1)}&lon=${lng.toFixed(1)}`)
      .then((answer) => answer.json())
      .then((lines) => {
        layer.addLayer(L.geoJSON(lines, { interactive: false, style: { className: "county", fill: false } }));
        for (const { properties } of lines.features) layer.addLayer(countyName(properties));
      })
      .catch(() => {}); // pins on an empty ground still say where they lie to each other
    return layer;
  }

  function countyName({ name, lat, lon }) {
    const html = element("span", "", name);
    return L.marker([lat, lon], {
      icon: L.divIcon({ className: "county-name", html, iconSize: null }),
      interactive: false,
      keyboard: false,
    });
  }

  // ---- pins -------------------------------------------------------------------------------------

  const pins = L.markerClusterGroup({
    showCoverageOnHover: false,
    maxClusterRadius: CLUSTER_PX,
    animate: !isCalm,
    iconCreateFunction: (cluster) => {
      const html = element("span", "", String(cluster.getChildCount()));
      html.append(element("span", "heard", ` ${said.cluster}`));
      return L.divIcon({ className: "cluster", html, iconSize: [PIN_PX, PIN_PX] });
    },
  });
  const pinOf = new Map(); // card -> its marker

  function addPin(card) {
    const { kind, name, lat, lon } = card.dataset;
    const state = card.querySelector(".lines li")?.textContent.trim() ?? "";
    const html = element("span", `pin ${kind}`, SIGNS[kind] ?? SIGNS.unknown);
    const title = state ? `${name}: ${state}` : name;
    const marker = L.marker([Number(lat), Number(lon)], {
      icon: L.divIcon({ className: "pin-box", html, iconSize: [PIN_PX, PIN_PX] }),
      title,
      riseOnHover: true,
    });
    // The icon is made anew whenever it comes out of a cluster; its sign alone would be its name.
    marker.on("add", () => marker.getElement().setAttribute("aria-label", title));
    marker.bindPopup(() => popup(card, state), { maxWidth: Math.min(WIDEST_POPUP_PX, map.getSize().x - PIN_PX) });
    marker.on("popupopen", () => opened(card, marker));
    marker.on("popupclose", () => card.classList.remove("on"));
    pinOf.set(card, marker);
    pins.addLayer(marker);
  }

  function popup(card, state) {
    const content = element("div", "");
    const name = element("p", "popup-name");
    const link = card.querySelector("a.name").cloneNode(true);
    name.append(link);
    content.append(name, element("p", card.dataset.kind, state));
    const call = card.querySelector("a.call");
    if (call) content.append(call.cloneNode(true));
    return content;
  }

  function opened(card, marker) {
    card.classList.add("on");
    if (card.checkVisibility()) card.scrollIntoView({ block: "nearest" });
    const close = marker.getPopup().getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", said.close);
    // Whoever came by keyboard goes on by keyboard: into the popup, and back to the pin.
    if (marker.getElement() === document.activeElement) {
      marker.getPopup().getElement().querySelector("a.name").focus({ preventScroll: true });
    }
  }

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const marker = [...pinOf.values()].find((one) => one.isPopupOpen());
    marker?.closePopup();
    marker?.getElement()?.focus({ preventScroll: true });
  });

  // The pin of a card, or the cluster that holds it; neither is drawn while it is off the screen.
  function highlight(card, isOn) {
    const marker = pinOf.get(card);
    if (marker) pins.getVisibleParent(marker)?.getElement?.()?.classList.toggle("on", isOn);
  }

  function watch(card) {
    for (const type of ["focusin", "pointerenter"]) card.addEventListener(type, () => highlight(card, true));
    for (const type of ["focusout", "pointerleave"]) card.addEventListener(type, () => highlight(card, false));
  }

  // ---- put together -----------------------------------------------------------------------------

  const map = L.map(box, {
    attributionControl: false, // the page names its sources below the map
    zoomControl: false,
    maxZoom: CLOSEST,
    zoomAnimation: !isCalm,
    fadeAnimation: !isCalm,
    markerZoomAnimation: !isCalm,
    inertia: !isCalm,
  });
  // Near the thumb, and not over a popup, which opens above its pin.
  L.control.zoom({ position: "bottomright", zoomInTitle: said.zoomIn, zoomOutTitle: said.zoomOut }).addTo(map);

  for (const card of document.querySelectorAll("#results-view .card[data-lat]")) {
    addPin(card);
    watch(card);
  }
  const bounds = L.latLngBounds([...pinOf.values()].map((marker) => marker.getLatLng()));
  if (place) {
    bounds.extend(place);
    const accuracy = Number(said.accuracyM);
    if (accuracy) L.circle(place, { radius: accuracy, interactive: false, className: "accuracy" }).addTo(map);
    const dot = element("span", "", "");
    L.marker(place, {
      icon: L.divIcon({ className: "here", html: dot, iconSize: [18, 18] }),
      interactive: false,
      keyboard: false,
      title: said.here,
    }).addTo(map);
  }
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.1), { maxZoom: WHOLE_TOWN, animate: false });
  else map.setView([39.8, -98.6], 4); // the middle of the country: nothing here has a point
  map.addLayer(pins);
  map.addLayer(GROUNDS[said.kind]());
  box.dispatchEvent(new CustomEvent("map-ready", { detail: { map, L, pinPx: PIN_PX } })); // for pin.js
})();
