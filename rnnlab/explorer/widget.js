// The reader's half of an explorer: it turns the pages that Python drew (see explorer.py).
// `render` is called by anywidget for a live view, and by `revive` on a page without a kernel.

const SVG = "http://www.w3.org/2000/svg";
// JupyterLab takes arrow keys for itself unless the focused element, not one around it, says otherwise.
const OWN_KEYS = "data-lm-suppress-shortcuts";
let views = 0;

function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function render({ model, el }) {
  let book = model.get("book");
  if (!book) return; // closed before it was shown
  const view = `rnnlab-${Date.now().toString(36)}-${views++}`;
  const caption = node("p", { class: "rnnlab-caption", id: `${view}-caption`, "aria-live": "polite" });
  const svg = document.createElementNS(SVG, "svg");
  const groups = book.layers.map(() => document.createElementNS(SVG, "g"));
  const panel = node("div", { class: "rnnlab-controls" });
  const picture = node("div", { class: "rnnlab-picture", [OWN_KEYS]: "true" }, svg);
  const root = node("div", { class: "rnnlab-explorer", role: "group", "aria-label": "Explorer" }, panel, picture, caption);
  const [width, height] = book.size;
  const shown = book.layers.map(() => null);
  let position = [];
  let playing = null;

  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.style.maxWidth = `${width}px`;
  svg.style.minWidth = `${Math.round(0.72 * width)}px`; // below this a narrow page scrolls, so that text stays legible
  svg.append(...groups);

  const live = book.pool.some((marks) => marks.includes('class="target"'));
  svg.setAttribute("role", live ? "group" : "img");
  svg.setAttribute("aria-labelledby", caption.id);

  const inputs = book.controls.map((control, index) => {
    const id = `${view}-${index}`;
    const label = node("label", { for: id }, control.label);
    const output = node("output", { for: id });
    const box = node("div", { class: "rnnlab-control" });
    let input, set;
    if (control.kind === "choice") {
      input = node("select", { id }, ...control.texts.map((text) => node("option", {}, text)));
      set = (at) => { input.selectedIndex = at; };
      input.addEventListener("input", () => turn(index, input.selectedIndex, true));
      box.append(label, input);
    } else if (control.kind === "toggle") {
      input = node("input", { id, type: "checkbox" });
      set = (at) => { input.checked = at === 1; };
      input.addEventListener("input", () => turn(index, input.checked ? 1 : 0, true));
      box.append(input, label);
    } else {
      input = node("input", { id, type: "range", min: 0, max: control.texts.length - 1, step: 1 });
      set = (at) => {
        input.value = at;
        input.setAttribute("aria-valuetext", control.texts[at]);
        output.textContent = control.texts[at];
      };
      input.addEventListener("input", () => { stop(); turn(index, Number(input.value), true); });
      box.append(label, input, output);
    }
    if (control.play && control.texts.length > 1) box.append(playButton(control, index));
    for (const part of box.querySelectorAll("input, select, button")) part.setAttribute(OWN_KEYS, "true");
    panel.append(box);
    return { set };
  });

  function playButton(control, index) {
    const button = node("button", { type: "button", "aria-pressed": "false", "aria-label": `Play ${control.label}` });
    const last = control.texts.length - 1;
    const ended = () => {
      button.textContent = "▶ Play";
      button.setAttribute("aria-pressed", "false");
    };
    const tick = () => {
      if (!root.isConnected || position[index] >= last) return stop();
      turn(index, position[index] + 1, true);
      if (position[index] >= last) stop();
    };
    button.addEventListener("click", () => {
      if (playing && playing.button === button) return stop();
      stop();
      if (position[index] >= last) turn(index, 0, true);
      // Where the reader asks for less motion, pages turn at half the pace and none turns at once.
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      caption.setAttribute("aria-live", "off"); // a voice cannot follow; the last sentence is announced
      button.textContent = "⏸ Pause";
      button.setAttribute("aria-pressed", "true");
      playing = { button, ended, timer: setInterval(tick, 1000 * control.play * (calm ? 2 : 1)) };
      if (!calm) tick();
    });
    ended();
    return button;
  }

  function stop() {
    if (!playing) return;
    clearInterval(playing.timer);
    playing.ended();
    playing = null;
    caption.setAttribute("aria-live", "polite");
    const sentence = caption.textContent;
    caption.textContent = "";
    caption.textContent = sentence;
  }

  function turn(index, at, tell) {
    if (position[index] === at) return;
    const next = position.slice();
    next[index] = at;
    show(next);
    if (!tell) return;
    model.set("position", next);
    model.save_changes();
  }

  function show(next) {
    position = next;
    const focused = root.getRootNode().activeElement;
    const held = focused && svg.contains(focused) ? focused.dataset : null;
    const sentences = [];
    book.layers.forEach((layer, which) => {
      let frame = 0;
      for (const control of layer.controls) frame = frame * book.controls[control].texts.length + position[control];
      if (shown[which] !== layer.marks[frame]) {
        shown[which] = layer.marks[frame];
        groups[which].innerHTML = book.pool[shown[which]];
        if (live && !groups[which].querySelector(".target")) groups[which].setAttribute("aria-hidden", "true");
        else groups[which].removeAttribute("aria-hidden");
      }
      sentences.push(book.pool[layer.captions[frame]]);
    });
    const texts = new Map(book.controls.map((control, index) => [control.name, control.texts[position[index]]]));
    for (const part of svg.querySelectorAll("[data-shown]")) {
      const visible = part.dataset.in.split("|").includes(texts.get(part.dataset.shown));
      part.setAttribute("display", visible ? "inline" : "none");
    }
    for (const button of svg.querySelectorAll(".target")) {
      button.setAttribute(OWN_KEYS, "true");
      button.setAttribute("aria-pressed", String(texts.get(button.dataset.control) === button.dataset.value));
    }
    if (held && !focused.isConnected) {
      const again = [...svg.querySelectorAll(".target")].find(
        (button) => button.dataset.control === held.control && button.dataset.value === held.value);
      if (again) again.focus();
    }
    inputs.forEach((input, index) => input.set(position[index]));
    const sentence = sentences.filter(Boolean).join(" ");
    if (caption.textContent !== sentence) caption.textContent = sentence;
  }

  function aim(event) {
    const button = event.target.closest && event.target.closest(".target");
    if (!button) return;
    const pressed = event.type === "click" || event.type === "keydown";
    if (!pressed && button.getAttribute("tabindex") === "-1") return;
    if (event.type === "keydown") {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
    }
    const index = book.controls.findIndex((control) => control.name === button.dataset.control);
    const at = index < 0 ? -1 : book.controls[index].texts.indexOf(button.dataset.value);
    if (at < 0) return;
    stop();
    turn(index, at, true);
  }

  // Listeners stand on elements of this view alone: they go when it goes.
  for (const type of ["pointerover", "focusin", "click", "keydown"]) svg.addEventListener(type, aim);
  const follow = () => show(model.get("position"));
  model.on("change:position", follow);
  show(model.get("position"));
  el.replaceChildren(root);

  // A picture that scrolls sideways must be within reach of the keyboard.
  const fit = () => {
    const scrolls = picture.scrollWidth > picture.clientWidth + 1;
    if (scrolls) {
      picture.setAttribute("tabindex", "0");
      picture.setAttribute("role", "group");
      picture.setAttribute("aria-label", "Picture, scrolls sideways");
    } else for (const name of ["tabindex", "role", "aria-label"]) picture.removeAttribute(name);
  };
  const watch = new ResizeObserver(fit);
  watch.observe(picture);

  return () => {
    stop();
    watch.disconnect();
    model.off("change:position", follow);
    root.remove();
    // JupyterLab holds every key event ever, and an event all that stands around its target: there, leave nothing.
    for (const part of [root, panel, picture, svg, ...groups]) part.replaceChildren();
    book = null;
  };
}

// JupyterLab holds a closed model until the page is loaded again. The frames are its weight: they go, once from its
// attributes and once from those before. A view that stays, for its kernel was restarted, has its own hold of them.
function initialize({ model }) {
  return () => [1, 2].forEach(() => model.set("book", null));
}

// On a page without a kernel: bring every explorer to life that is not alive yet.
export function revive(page) {
  for (const place of page.querySelectorAll(".rnnlab-static:not([data-alive])")) {
    place.dataset.alive = "true";
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
