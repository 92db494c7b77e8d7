// A text box whose text Python draws (see text_box.py). The picture changes when the reader presses Enter or leaves it.

const SVG = "http://www.w3.org/2000/svg";
let boxes = 0;

function render({ model, el }) {
  const view = `rnnlab-text-${Date.now().toString(36)}-${boxes++}`;
  const root = document.createElement("div");
  root.className = "rnnlab-explorer";
  root.innerHTML = `<div class="rnnlab-controls"><div class="rnnlab-control"><label></label><input type="text" size="36"
    autocomplete="off" spellcheck="false" autocapitalize="none" data-lm-suppress-shortcuts="true"></div></div>
    <div class="rnnlab-picture" data-lm-suppress-shortcuts="true"></div><p class="rnnlab-caption" aria-live="polite"></p>`;
  const [label, input, picture, caption] = ["label", "input", ".rnnlab-picture", ".rnnlab-caption"].map(
    (selector) => root.querySelector(selector));
  label.textContent = model.get("label");
  label.htmlFor = input.id = view;
  caption.id = `${view}-caption`;
  input.value = model.get("text");

  function show() {
    const [width, height] = model.get("size");
    picture.replaceChildren();
    if (model.get("marks")) {
      const svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-labelledby", caption.id);
      svg.style.maxWidth = `${width}px`;
      svg.style.minWidth = `${Math.round(0.72 * width)}px`;
      svg.innerHTML = model.get("marks");
      picture.append(svg);
    }
    // A narrow page scrolls the picture: then the keyboard has to reach it.
    if (picture.scrollWidth > picture.clientWidth) picture.tabIndex = 0;
    else picture.removeAttribute("tabindex");
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
  el.append(root);
  show();
  return () => model.off("change:marks change:caption change:size", show);
}

export default { render };
