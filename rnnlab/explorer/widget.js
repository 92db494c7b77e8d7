// The explorer in the browser: its controls and hotspots select one of the frames that Python rendered (see widget.py).
// `render` is called by anywidget for a live view, and by `hydrate` on a page without a kernel.

// JupyterLab takes arrow keys for itself unless the focused element, not one around it, says otherwise.
const SUPPRESS_SHORTCUTS = "data-lm-suppress-shortcuts";
let views = 0;

// Drawn, since fonts have no sign for a pause, or a coloured one.
function icon(outline) {
  const place = node("span");
  place.innerHTML = `<svg class="rnnlab-icon" viewBox="0 0 12 12" aria-hidden="true"><path d="${outline}"/></svg>`;
  return place;
}

// The captions that may need most room: the longest ones, since which of two similar ones has more lines is not known.
function longestCaptions(frames) {
  const layers = frames.layers.map((layer) => [...new Set(layer.html)].map((index) => frames.pool[index])
    .sort((one, other) => other.length - one.length));
  return [0, 1, 2, 3].map((place) => layers.map((captions) => captions[Math.min(place, captions.length - 1)])
    .filter(Boolean).join(" "));
}

function render({ model, el }) {
  let frames = model.get("frames");
  if (!frames) return; // closed before it was shown
  const view = `rnnlab-${Date.now().toString(36)}-${views++}`;
  // The caption as it is typed, for a screen reader; and with real subscripts, in the room that the longest one takes.
  const caption = node("p", { class: "rnnlab-caption", id: `${view}-caption`, "aria-live": "polite" });
  const shown = node("span");
  const shownCaption = node("p", { class: "rnnlab-shown-caption", "aria-hidden": "true" });
  shownCaption.innerHTML = longestCaptions(frames).map((html) => `<span class="rnnlab-longest">${html}</span>`).join("");
  shownCaption.append(shown);
  const groups = frames.layers.map(() => document.createElementNS(SVG, "g"));
  const panels = frames.panels.map((box, index) => makePanel(box, groups.filter((_, layer) =>
    frames.layers[layer].panel === index)));
  const bar = node("div", { class: "rnnlab-controls" });
  const picture = node("div", { class: "rnnlab-picture", [SUPPRESS_SHORTCUTS]: "true" },
    ...panels.map((panel) => panel.place));
  const root = node("div", { class: "rnnlab-explorer", role: "group", "aria-label": "Explorer" },
    bar, picture, caption, shownCaption);
  const currentMarks = frames.layers.map(() => null);
  let position = [];
  let playing = null;

  const isHotspot = (index) => frames.pool[index].includes('class="target"');
  const hotspotsOf = frames.panels.map((_, index) => frames.layers.some((layer) =>
    layer.panel === index && layer.marks.some(isHotspot)));
  const imagePanel = hotspotsOf.includes(true) ? -1 : 0; // one panel has the caption as its alternative text
  panels.forEach(({ svg }, index) => {
    if (hotspotsOf[index]) svg.setAttribute("role", "group");
    else if (index === imagePanel) svg.setAttribute("role", "img");
    else return void svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("aria-labelledby", caption.id);
  });

  // Columns that are as wide as their longest entry, so that labels, sliders and values stand below each other.
  const widest = (texts) => Math.max(0, ...texts.map((text) => text.length));
  bar.style.setProperty("--label", `${0.53 * widest(frames.controls.map((control) => control.label)) + 1.95}em`);
  bar.style.setProperty("--value", `${widest(frames.controls.filter((control) => control.kind === "slider")
    .flatMap((control) => control.texts)) + 0.5}ch`);
  bar.classList.toggle("rnnlab-plays", frames.controls.some((control) => control.play));

  const inputs = frames.controls.map((control, index) => {
    const id = `${view}-${index}`;
    const label = node("label", { for: id }, control.label);
    const output = node("output", { for: id });
    const box = node("div", { class: `rnnlab-control rnnlab-${control.kind}` });
    let input, set;
    if (control.kind === "choice") {
      input = node("select", { id }, ...control.texts.map((text) => node("option", {}, text)));
      set = (valueIndex) => { input.selectedIndex = valueIndex; };
      input.addEventListener("input", () => select(index, input.selectedIndex));
      box.append(label, input);
    } else if (control.kind === "toggle") {
      input = node("input", { id, type: "checkbox" });
      set = (valueIndex) => { input.checked = valueIndex === 1; };
      input.addEventListener("input", () => select(index, input.checked ? 1 : 0));
      box.append(input, label);
    } else {
      input = node("input", { id, type: "range", min: 0, max: control.texts.length - 1, step: 1 });
      set = (valueIndex) => {
        input.value = valueIndex;
        input.setAttribute("aria-valuetext", control.texts[valueIndex]);
        output.textContent = control.texts[valueIndex];
      };
      input.addEventListener("input", () => { stop(); select(index, Number(input.value)); });
      box.append(label, input, output);
    }
    if (control.play && control.texts.length > 1) box.append(playButton(control, index));
    for (const part of box.querySelectorAll("input, select, button")) part.setAttribute(SUPPRESS_SHORTCUTS, "true");
    bar.append(box);
    return { set };
  });

  function playButton(control, index) {
    const button = node("button", { type: "button", "aria-pressed": "false", "aria-label": `Play ${control.label}` });
    const last = control.texts.length - 1;
    const showStopped = () => {
      button.replaceChildren(icon("M2 1 11 6 2 11Z"), node("span", {}, "Play"));
      button.setAttribute("aria-pressed", "false");
    };
    const tick = () => {
      if (!root.isConnected || position[index] >= last) return stop();
      select(index, position[index] + 1);
      if (position[index] >= last) stop();
    };
    button.addEventListener("click", () => {
      if (playing && playing.button === button) return stop();
      stop();
      if (position[index] >= last) select(index, 0);
      // Where the reader asks for less motion, frames change at half the pace and none changes at once.
      const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
      caption.setAttribute("aria-live", "off"); // a screen reader cannot keep up; the last caption is announced
      button.replaceChildren(icon("M2 1h3v10H2ZM7 1h3v10H7Z"), node("span", {}, "Pause"));
      button.setAttribute("aria-pressed", "true");
      playing = { button, showStopped, timer: setInterval(tick, 1000 * control.play * (reducedMotion ? 2 : 1)) };
      if (!reducedMotion) tick();
    });
    showStopped();
    return button;
  }

  function stop() {
    if (!playing) return;
    clearInterval(playing.timer);
    playing.showStopped();
    playing = null;
    caption.setAttribute("aria-live", "polite");
    const text = caption.textContent;
    caption.textContent = "";
    caption.textContent = text;
  }

  const select = (index, valueIndex) => move([[index, valueIndex]]);

  function move(pairs) {
    const next = position.slice();
    for (const [index, valueIndex] of pairs) next[index] = valueIndex;
    if (next.every((valueIndex, index) => valueIndex === position[index])) return;
    show(next);
    model.set("position", next);
    model.save_changes();
  }

  // Where a hotspot moves the controls that it names: pairs of a control's index and the index of its value.
  function moves(hotspot) {
    const values = hotspot.dataset.value.split("|");
    return hotspot.dataset.control.split("|").map((name, place) => {
      const index = frames.controls.findIndex((control) => control.name === name);
      return [index, index < 0 ? -1 : frames.controls[index].texts.indexOf(values[place])];
    });
  }

  function show(next) {
    position = next;
    const focused = root.getRootNode().activeElement;
    const focusedHotspot = focused && picture.contains(focused) ? { ...focused.dataset } : {};
    const captions = [], html = [];
    frames.layers.forEach((layer, index) => {
      let frame = 0;
      for (const control of layer.controls) frame = frame * frames.controls[control].texts.length + position[control];
      if (currentMarks[index] !== layer.marks[frame]) {
        currentMarks[index] = layer.marks[frame];
        const next = document.createElementNS(SVG, "g");
        next.innerHTML = frames.pool[currentMarks[index]];
        patch(groups[index], next);
        if (hotspotsOf[layer.panel] && !groups[index].querySelector(".target")) groups[index].setAttribute("aria-hidden", "true");
        else groups[index].removeAttribute("aria-hidden");
      }
      captions.push(frames.pool[layer.captions[frame]]);
      html.push(frames.pool[layer.html[frame]]);
    });
    const texts = new Map(frames.controls.map((control, index) => [control.name, control.texts[position[index]]]));
    for (const part of picture.querySelectorAll("[data-shown]")) {
      const visible = part.dataset.in.split("|").includes(texts.get(part.dataset.shown));
      part.setAttribute("display", visible ? "inline" : "none");
    }
    for (const button of picture.querySelectorAll(".target")) {
      button.setAttribute(SUPPRESS_SHORTCUTS, "true");
      button.setAttribute("aria-pressed", String(moves(button).every(([index, value]) => position[index] === value)));
    }
    const isFocused = ({ dataset }) => dataset.control === focusedHotspot.control
      && dataset.value === focusedHotspot.value;
    if (focusedHotspot.control && !(focused.isConnected && isFocused(focused))) {
      const successor = [...picture.querySelectorAll(".target")].find(isFocused);
      if (successor) successor.focus();
    }
    panels.forEach((panel) => panel.reveal());
    inputs.forEach((input, index) => input.set(position[index]));
    const text = captions.filter(Boolean).join(" ");
    if (caption.textContent === text) return;
    caption.textContent = text;
    shown.innerHTML = html.filter(Boolean).join(" ");
  }

  function onHotspot(event) {
    const button = event.target.closest && event.target.closest(".target");
    if (!button) return;
    const clicked = event.type === "click" || event.type === "keydown";
    const dragged = event.type === "pointerover" && event.buttons === 1;
    if (!clicked && !dragged && button.getAttribute("tabindex") === "-1") return;
    if (event.type === "keydown") {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
    }
    stop();
    move(moves(button));
  }

  // All listeners are on elements of this view, so they are removed with it. None is on an svg: Chromium makes an svg
  // that listens for the focus a stop of the Tab key.
  for (const type of ["pointerover", "focusin", "click", "keydown"]) picture.addEventListener(type, onHotspot);
  const onPosition = () => show(model.get("position"));
  model.on("change:position", onPosition);
  show(model.get("position"));
  el.replaceChildren(root);

  return () => {
    stop();
    panels.forEach((panel) => panel.disconnect());
    model.off("change:position", onPosition);
    root.remove();
    // JupyterLab keeps every key event, and an event keeps all elements around its target: leave them empty.
    for (const part of [root, bar, picture, shownCaption, ...panels.flatMap((panel) => [panel.place, panel.svg]), ...groups])
      part.replaceChildren();
    frames = null;
  };
}

// JupyterLab holds a closed model until the page is loaded again. Most of its memory is the frames: they are removed,
// once from its attributes and once from its previous ones. A view that stays after a restart of the kernel keeps its
// own reference to them.
function initialize({ model }) {
  return () => [1, 2].forEach(() => model.set("frames", null));
}

// On a page without a kernel: start every explorer that is not started yet.
export function hydrate(page) {
  for (const place of page.querySelectorAll(".rnnlab-static:not([data-hydrated])")) {
    place.dataset.hydrated = "true";
    const state = JSON.parse(place.querySelector("script").textContent);
    const model = { get: (key) => state[key], set: (key, value) => { state[key] = value; },
                    save_changes() {}, on() {}, off() {} };
    const el = document.createElement("div");
    render({ model, el });
    place.querySelectorAll("img, p").forEach((part) => part.remove());
    place.append(el);
  }
}

export default { initialize, render };
