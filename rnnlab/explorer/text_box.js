// @ts-check
// A text box whose text Python draws (see text_box.py). The picture changes when the reader presses Enter or leaves it.
import { SUPPRESS_SHORTCUTS, SVG, makePanel, node } from "./panel.js";

/** @typedef {import("./widget.js").Model} Model */

let boxes = 0;

/** @param {{ model: Model, el: HTMLElement }} view */
function render({ model, el }) {
  const view = `rnnlab-text-${Date.now().toString(36)}-${boxes++}`;
  const input = node("input", { id: view, type: "text", size: 36, autocomplete: "off", spellcheck: "false",
                                autocapitalize: "none", [SUPPRESS_SHORTCUTS]: "true" });
  input.value = model.get("text");
  const picture = node("div", { class: "rnnlab-picture", [SUPPRESS_SHORTCUTS]: "true" });
  const caption = node("p", { class: "rnnlab-caption", id: `${view}-caption`, "aria-live": "polite" });
  const control = node("div", { class: "rnnlab-control" }, node("label", { for: view }, model.get("label")), input);
  /** @type {ReturnType<typeof makePanel> | undefined} */
  let panel;

  function show() {
    panel?.disconnect();
    panel = undefined;
    picture.replaceChildren();
    if (model.get("marks")) {
      const marks = document.createElementNS(SVG, "g");
      marks.innerHTML = model.get("marks");
      const [width, height] = model.get("size");
      panel = makePanel([0, 0, width, height], [marks]);
      panel.svg.setAttribute("role", "img");
      panel.svg.setAttribute("aria-labelledby", caption.id);
      picture.append(panel.place);
    }
    caption.textContent = model.get("caption");
  }

  function send() {
    model.set("text", input.value);
    model.save_changes();
  }

  input.addEventListener("change", send);
  input.addEventListener("keydown", (event) => { // JupyterLab keeps Enter from becoming a change
    if (event.key === "Enter") send();
  });
  model.on("change:marks change:caption change:size", show);
  const bar = node("div", { class: "rnnlab-controls" }, control);
  el.append(node("div", { class: "rnnlab-explorer" }, bar, picture, caption));
  show();
  return () => {
    panel?.disconnect();
    model.off("change:marks change:caption change:size", show);
  };
}

export default { render };
