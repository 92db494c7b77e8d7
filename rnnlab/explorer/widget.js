// @ts-check
// The explorer in the browser: its controls and hotspots select one of the frames that Python rendered (see widget.py).
// `render` is called by anywidget for a live view, and by `hydrate` on a page without a kernel.
import { makeControls, makePlayer } from "./controls.js";
import { drawingMarkup, frameAt, isActive, longestCaptions, movedBy } from "./frames.js";
import { SUPPRESS_SHORTCUTS, SVG, makePanel, node, patch } from "./panel.js";

/** @typedef {import("./frames.js").Frames} Frames */
/** @typedef {import("./frames.js").Position} Position */
/**
 * @typedef {{ get(key: string): any, set(key: string, value: unknown): void, save_changes(): void,
 *   on(event: string, listener: () => void): void, off(event: string, listener: () => void): void }} Model
 */

let views = 0;

/**
 * The caption as it is typed, for a screen reader; and with real subscripts, in the room that the longest one takes.
 * @param {string} id
 * @param {string[]} longest
 */
function makeCaption(id, longest) {
  const spoken = node("p", { class: "rnnlab-caption", id, "aria-live": "polite" });
  const shown = node("span");
  const place = node("p", { class: "rnnlab-shown-caption", "aria-hidden": "true" });
  place.innerHTML = longest.map((html) => `<span class="rnnlab-longest">${html}</span>`).join("");
  place.append(shown);

  /** @param {string} text @param {string} html */
  function show(text, html) {
    if (spoken.textContent === text) return;
    spoken.textContent = text;
    shown.innerHTML = html;
  }

  /** A screen reader cannot keep up while a control plays; the last caption is announced. @param {boolean} plays */
  function announce(plays) {
    spoken.setAttribute("aria-live", plays ? "off" : "polite");
    if (plays) return;
    const text = spoken.textContent;
    spoken.textContent = "";
    spoken.textContent = text;
  }

  return { spoken, place, show, announce };
}

/**
 * The picture: its panels, their layers, and what the parts in them have to do with the controls.
 * @param {Frames} frames
 * @param {string} captionId
 */
function makePicture({ panels: boxes, layers }, captionId) {
  const groups = layers.map(() => document.createElementNS(SVG, "g"));
  const panels = boxes.map((box, panel) => makePanel(box, groups.filter((_, layer) => layers[layer].panel === panel)));
  const element = node("div", { class: "rnnlab-picture", [SUPPRESS_SHORTCUTS]: "true" },
                       ...panels.map((panel) => panel.place));
  /** @type {number[]} */
  const drawn = [];

  const hasHotspots = boxes.map((_, panel) => layers.some((layer) => layer.panel === panel && layer.hotspots));
  const imagePanel = hasHotspots.includes(true) ? -1 : 0; // one panel has the caption as its alternative text
  panels.forEach(({ svg }, index) => {
    if (!hasHotspots[index] && index !== imagePanel) return svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("role", hasHotspots[index] ? "group" : "img");
    svg.setAttribute("aria-labelledby", captionId);
  });

  /** @type {(part: Element) => number} */
  const numberOf = (part) => Number(part.getAttribute("data-part"));
  const hotspots = () => /** @type {SVGElement[]} */ ([...element.querySelectorAll(".target")]);

  /** @param {Frames} frames @param {number[]} drawings */
  function drawLayers(frames, drawings) {
    drawings.forEach((drawing, index) => {
      if (drawn[index] === drawing) return;
      drawn[index] = drawing;
      const next = document.createElementNS(SVG, "g");
      next.innerHTML = drawingMarkup(frames, drawing);
      patch(groups[index], next);
      const hidden = hasHotspots[layers[index].panel] && !groups[index].querySelector(".target");
      if (hidden) groups[index].setAttribute("aria-hidden", "true");
      else groups[index].removeAttribute("aria-hidden");
    });
  }

  /** @param {Frames} frames @param {Position} position */
  function markParts(frames, position) {
    for (const part of element.querySelectorAll("[data-part]")) {
      const controlled = frames.parts[numberOf(part)], active = isActive(controlled, position);
      if (controlled.hotspot) {
        part.setAttribute("aria-pressed", String(active));
        part.setAttribute(SUPPRESS_SHORTCUTS, "true");
      } else part.setAttribute("display", active ? "inline" : "none");
    }
  }

  /** @param {Frames} frames @param {Position} position @param {number[]} drawings */
  function show(frames, position, drawings) {
    const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const focused = hotspots().find((hotspot) => hotspot === root.activeElement), number = focused && numberOf(focused);
    drawLayers(frames, drawings);
    markParts(frames, position);
    if (focused && !(focused.isConnected && numberOf(focused) === number))
      hotspots().find((hotspot) => numberOf(hotspot) === number)?.focus();
    panels.forEach((panel) => panel.reveal());
  }

  // JupyterLab keeps every key event, and an event keeps all elements around its target: leave them empty.
  function close() {
    panels.forEach((panel) => panel.disconnect());
    for (const part of [element, ...panels.flatMap(({ place, svg }) => [place, svg]), ...groups]) part.replaceChildren();
  }

  return { element, show, close };
}

/**
 * The number of the hotspot that an event is for.
 * @param {Event} event
 */
function hotspotOf(event) {
  const hotspot = event.target instanceof Element ? event.target.closest(".target") : null;
  if (!hotspot) return null;
  const clicked = event.type === "click" || event.type === "keydown";
  const dragged = event instanceof PointerEvent && event.type === "pointerover" && event.buttons === 1;
  if (!clicked && !dragged && hotspot.getAttribute("tabindex") === "-1") return null;
  if (event instanceof KeyboardEvent) {
    if (event.key !== "Enter" && event.key !== " ") return null;
    event.preventDefault();
  }
  return Number(hotspot.getAttribute("data-part"));
}

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el }) {
  /** @type {Frames} */
  let frames = model.get("frames");
  if (!frames) return undefined; // closed before it was shown
  const view = `rnnlab-${Date.now().toString(36)}-${views++}`;
  /** @type {Position} */
  let position = [];

  const root = node("div", { class: "rnnlab-explorer", role: "group", "aria-label": "Explorer" });
  const caption = makeCaption(`${view}-caption`, longestCaptions(frames));
  const picture = makePicture(frames, `${view}-caption`);
  const player = makePlayer(root, () => position, select, caption.announce);
  const controls = makeControls(frames.controls, view, select, player);
  root.append(controls.bar, picture.element, caption.spoken, caption.place);

  /** @param {number} index @param {number} value */
  function select(index, value) {
    move(position.map((present, which) => which === index ? value : present));
  }

  /** @param {Position} next */
  function move(next) {
    if (next.every((value, index) => value === position[index])) return;
    show(next);
    model.set("position", next);
    model.save_changes();
  }

  /** @param {Position} next */
  function show(next) {
    position = next;
    const { drawings, caption: text, html } = frameAt(frames, position);
    picture.show(frames, position, drawings);
    controls.show(position);
    caption.show(text, html);
  }

  /** @param {Event} event */
  function onHotspot(event) {
    const hotspot = hotspotOf(event);
    if (hotspot === null) return;
    player.stop();
    move(movedBy(frames.parts[hotspot], position));
  }

  // All listeners are on elements of this view, so they are removed with it. None is on an svg: Chromium makes an svg
  // that listens for the focus a stop of the Tab key.
  for (const type of ["pointerover", "focusin", "click", "keydown"]) picture.element.addEventListener(type, onHotspot);
  const onPosition = () => show(model.get("position"));
  model.on("change:position", onPosition);
  onPosition();
  el.replaceChildren(root);

  return () => {
    player.stop();
    model.off("change:position", onPosition);
    root.remove();
    picture.close();
    for (const part of [root, controls.bar, caption.place]) part.replaceChildren();
    frames = /** @type {any} */ (null); // what JupyterLab keeps of this view keeps no frames
  };
}

/**
 * JupyterLab holds a closed model until the page is loaded again. Most of its memory is the frames: they are removed,
 * once from its attributes and once from its previous ones. A view that stays after a restart of the kernel keeps its
 * own reference to them.
 * @param {{ model: Model }} view
 */
function initialize({ model }) {
  return () => [1, 2].forEach(() => model.set("frames", null));
}

/** On a page without a kernel: start every explorer that is not started yet. @param {Document} page */
export function hydrate(page) {
  for (const place of page.querySelectorAll(".rnnlab-static:not([data-hydrated])")) {
    place.setAttribute("data-hydrated", "true");
    const state = JSON.parse(place.querySelector("script")?.textContent ?? "");
    const model = { get: (/** @type {string} */ key) => state[key],
                    set: (/** @type {string} */ key, /** @type {unknown} */ value) => { state[key] = value; },
                    save_changes() {}, on() {}, off() {} };
    const el = node("div");
    render({ model, el });
    place.querySelectorAll("img, p").forEach((part) => part.remove());
    place.append(el);
  }
}

export default { initialize, render };
