// @ts-check
// The frames that Python rendered, and which of them a position selects (see frames.py, which has the same rules).

/**
 * @typedef {{ name: string, label: string, kind: string, texts: string[], play: number }} Control
 * @typedef {{ panel: number, controls: number[], hotspots: boolean,
 *   marks: number[], captions: number[], html: number[] }} Layer
 * @typedef {{ hotspot: boolean, values: [control: number, values: number[]][] }} Part
 * @typedef {{ panels: [x: number, y: number, width: number, height: number][], controls: Control[], layers: Layer[],
 *   drawings: (string | number)[][], parts: Part[], texts: string[] }} Frames
 * @typedef {number[]} Position indices into the values of each control
 */

/** Which frame of a layer is shown. @param {Frames} frames @param {Layer} layer @param {Position} position */
export function frameIndex(frames, layer, position) {
  return layer.controls.reduce((index, control) =>
    index * frames.controls[control].texts.length + position[control], 0);
}

/** Whether a part is shown, or a hotspot pressed. @param {Part} part @param {Position} position */
export function isActive(part, position) {
  return part.values.every(([control, values]) => values.includes(position[control]));
}

/** Where a hotspot moves the controls. @param {Part} part @param {Position} position */
export function movedBy(part, position) {
  const next = position.slice();
  for (const [control, [value]] of part.values) next[control] = value;
  return next;
}

/** Each layer's drawing, and the caption as text and as HTML. @param {Frames} frames @param {Position} position */
export function frameAt(frames, position) {
  const indices = frames.layers.map((layer) => frameIndex(frames, layer, position));
  const joined = (/** @type {"captions" | "html"} */ key) => frames.layers
    .map((layer, which) => frames.texts[layer[key][indices[which]]]).filter(Boolean).join(" ");
  return { drawings: frames.layers.map((layer, which) => layer.marks[indices[which]]),
           caption: joined("captions"), html: joined("html") };
}

/** A drawing as SVG, its parts with their numbers. @param {Frames} frames @param {number} drawing */
export function drawingMarkup(frames, drawing) {
  return frames.drawings[drawing].map((piece) => typeof piece === "number" ? ` data-part="${piece}"` : piece).join("");
}

/**
 * The captions that may need most room: the longest ones, since which of two similar ones has more lines is not known.
 * @param {Frames} frames
 */
export function longestCaptions(frames) {
  const layers = frames.layers.map((layer) => [...new Set(layer.html)].map((index) => frames.texts[index])
    .sort((one, other) => other.length - one.length));
  return [0, 1, 2, 3].map((place) => layers.map((captions) => captions[Math.min(place, captions.length - 1)])
    .filter(Boolean).join(" "));
}
