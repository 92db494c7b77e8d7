// @ts-check
// The controls of an explorer: native inputs with their labels, and the buttons that play them.
import { SUPPRESS_SHORTCUTS, node } from "./panel.js";

/** @typedef {import("./frames.js").Control} Control */
/** @typedef {{ parts: HTMLElement[], input: HTMLElement, value: () => number, set: (value: number) => void }} Field */

/** @type {Record<string, (control: Control, id: string, label: HTMLElement) => Field>} */
const FIELDS = {
  choice(control, id, label) {
    const input = node("select", { id }, ...control.texts.map((text) => node("option", {}, text)));
    return { parts: [label, input], input, value: () => input.selectedIndex,
             set: (value) => { input.selectedIndex = value; } };
  },
  toggle(_control, id, label) {
    const input = node("input", { id, type: "checkbox" });
    return { parts: [input, label], input, value: () => Number(input.checked),
             set: (value) => { input.checked = value === 1; } };
  },
  slider(control, id, label) {
    const input = node("input", { id, type: "range", min: 0, max: control.texts.length - 1, step: 1 });
    const output = node("output", { for: id });
    return { parts: [label, input, output], input, value: () => Number(input.value),
             set: (value) => {
               input.value = String(value);
               input.setAttribute("aria-valuetext", control.texts[value]);
               output.textContent = control.texts[value];
             } };
  },
};

/**
 * The bar of all controls.
 * @param {Control[]} controls
 * @param {string} view what the ids of this view begin with
 * @param {(index: number, value: number) => void} select
 * @param {ReturnType<typeof makePlayer>} player
 */
export function makeControls(controls, view, select, player) {
  const bar = node("div", { class: "rnnlab-controls" });
  const fields = controls.map((control, index) => {
    const id = `${view}-${index}`;
    const field = FIELDS[control.kind](control, id, node("label", { for: id }, control.label));
    field.input.addEventListener("input", () => {
      if (control.kind === "slider") player.stop();
      select(index, field.value());
    });
    const box = node("div", { class: `rnnlab-control rnnlab-${control.kind}` }, ...field.parts);
    if (control.play && control.texts.length > 1) box.append(player.button(control, index));
    for (const part of box.querySelectorAll("input, select, button")) part.setAttribute(SUPPRESS_SHORTCUTS, "true");
    bar.append(box);
    return field;
  });
  alignColumns(bar, controls);
  const show = (/** @type {number[]} */ position) => fields.forEach((field, index) => field.set(position[index]));
  return { bar, show };
}

/**
 * Columns that are as wide as their longest entry, so that labels, sliders and values stand below each other.
 * @param {HTMLElement} bar
 * @param {Control[]} controls
 */
function alignColumns(bar, controls) {
  const widest = (/** @type {string[]} */ texts) => Math.max(0, ...texts.map((text) => text.length));
  bar.style.setProperty("--label", `${0.53 * widest(controls.map((control) => control.label)) + 1.95}em`);
  bar.style.setProperty("--value", `${widest(controls.filter((control) => control.kind === "slider")
    .flatMap((control) => control.texts)) + 0.5}ch`);
  bar.classList.toggle("rnnlab-plays", controls.some((control) => control.play));
}

/** Drawn, since fonts have no sign for a pause, or a coloured one. @param {string} outline */
function icon(outline) {
  const place = node("span");
  place.innerHTML = `<svg class="rnnlab-icon" viewBox="0 0 12 12" aria-hidden="true"><path d="${outline}"/></svg>`;
  return place;
}

/**
 * What plays the controls, one at a time.
 * @param {HTMLElement} root
 * @param {() => number[]} position the present one
 * @param {(index: number, value: number) => void} select
 * @param {(plays: boolean) => void} announce called when it begins and when it stops
 */
export function makePlayer(root, position, select, announce) {
  /** @type {{ button: HTMLElement, timer: number } | null} */
  let playing = null;

  /** @param {HTMLElement} button @param {boolean} plays */
  function label(button, plays) {
    button.replaceChildren(icon(plays ? "M2 1h3v10H2ZM7 1h3v10H7Z" : "M2 1 11 6 2 11Z"),
                           node("span", {}, plays ? "Pause" : "Play"));
    button.setAttribute("aria-pressed", String(plays));
  }

  function stop() {
    if (!playing) return;
    clearInterval(playing.timer);
    label(playing.button, false);
    playing = null;
    announce(false);
  }

  /** @param {Control} control @param {number} index */
  function button(control, index) {
    const element = node("button", { type: "button", "aria-label": `Play ${control.label}` });
    const last = control.texts.length - 1;
    const tick = () => {
      if (!root.isConnected || position()[index] >= last) return stop();
      select(index, position()[index] + 1);
      if (position()[index] >= last) stop();
    };
    element.addEventListener("click", () => {
      const pauses = playing?.button === element;
      stop();
      if (pauses) return;
      if (position()[index] >= last) select(index, 0);
      // Where the reader asks for less motion, frames change at half the pace and none changes at once.
      const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
      announce(true);
      label(element, true);
      playing = { button: element, timer: setInterval(tick, 1000 * control.play * (reducedMotion ? 2 : 1)) };
      if (!reducedMotion) tick();
    });
    label(element, false);
    return element;
  }

  return { stop, button };
}
