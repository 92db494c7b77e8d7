// A text box whose text Python draws (see text_box.py). The picture changes when the reader presses Enter or leaves it.

let boxes = 0;

function render({ model, el }) {
  const view = `rnnlab-text-${Date.now().toString(36)}-${boxes++}`;
  const root = node("div", { class: "rnnlab-explorer" });
  root.innerHTML = `<div class="rnnlab-controls"><div class="rnnlab-control"><label></label><input type="text" size="36"
    autocomplete="off" spellcheck="false" autocapitalize="none" data-lm-suppress-shortcuts="true"></div></div>
    <div class="rnnlab-picture" data-lm-suppress-shortcuts="true"></div><p class="rnnlab-caption" aria-live="polite"></p>`;
  const [label, input, picture, caption] = ["label", "input", ".rnnlab-picture", ".rnnlab-caption"].map(
    (selector) => root.querySelector(selector));
  label.textContent = model.get("label");
  label.htmlFor = input.id = view;
  caption.id = `${view}-caption`;
  input.value = model.get("text");
  let panel = null;

  function show() {
    panel?.disconnect();
    panel = null;
    picture.replaceChildren();
    if (model.get("marks")) {
      const marks = document.createElementNS(SVG, "g");
      marks.innerHTML = model.get("marks");
      panel = makePanel([0, 0, ...model.get("size")], [marks]);
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
  el.append(root);
  show();
  return () => {
    panel?.disconnect();
    model.off("change:marks change:caption change:size", show);
  };
}

export default { render };
