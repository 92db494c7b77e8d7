// @ts-check
// The page around the lessons, a prebuilt extension of JupyterLab in plain JavaScript: there is nothing to build.

const LEADS = { look: /^Look first\./, predict: /^Predict\./ };
const ANSWERS = {
  correct: /^(✔ Exercise|You predicted it)/,
  partly: /^◐ Exercise/,
  "not-yet": /^(✘ Exercise|You predicted )/,
  open: /^(○ Exercise|You have not predicted yet)/,
};

/** @typedef {any} Lab an object of JupyterLab, whose types are not here */

/**
 * Mark an element as the note that its text begins as, for the stylesheet.
 * @param {HTMLElement} element
 * @param {Record<string, RegExp>} notes
 * @param {string} text
 */
function mark(element, notes, text) {
  const found = Object.entries(notes).find(([, opening]) => opening.test(text));
  if (found) element.dataset.rnnlabNote = found[0];
  else delete element.dataset.rnnlabNote;
}

/** Let the Markdown of a notebook, in cells and in outputs, be drawn with its notes marked. @param {Lab} rendermime */
function markNotesOf(rendermime) {
  const markdown = rendermime.getFactory("text/markdown");
  const createRenderer = (/** @type {Lab} */ options) => {
    const renderer = markdown.createRenderer(options), render = renderer.render.bind(renderer);
    renderer.render = async (/** @type {Lab} */ model) => {
      await render(model);
      /** @type {NodeListOf<HTMLElement>} */
      const paragraphs = renderer.node.querySelectorAll(":scope > p");
      for (const paragraph of paragraphs) mark(paragraph, LEADS, paragraph.textContent);
      mark(renderer.node, ANSWERS, paragraphs[0]?.textContent ?? "");
    };
    return renderer;
  };
  rendermime.addFactory({ ...markdown, createRenderer });
}

/** A folded output shows the beginning of its Markdown: let it be the words alone. @param {Lab} factory */
function readFoldedOutputs(factory) {
  const create = factory.createCodeCell.bind(factory);
  factory.createCodeCell = (/** @type {Lab} */ options) => {
    const cell = create(options), kind = Object.getPrototypeOf(cell), source = kind.getOutputPlaceholderText;
    if (source.rnnlab) return cell;
    kind.getOutputPlaceholderText = /** @this {Lab} */ function () {
      const html = source.call(this)?.replace(/\\([\\`*_[\]#|~])|\*\*|`/g, "$1");
      return html && new DOMParser().parseFromString(html, "text/html").body.textContent;
    };
    kind.getOutputPlaceholderText.rnnlab = true;
    return cell;
  };
}

/**
 * JupyterLab notes the kernel's version in a notebook that was only opened: that leaves nothing to save.
 * @param {Lab} model
 */
function stayClean(model) {
  model.metadataChanged.connect((/** @type {Lab} */ _, /** @type {Lab} */ { key, oldValue, newValue }) => {
    const ofKernel = key === "language_info" || (key === "kernelspec" && oldValue?.name === newValue?.name);
    if (ofKernel && !model.dirty) queueMicrotask(() => { model.dirty = false; });
  });
}

/** Fold the left bar, once in each tab of the browser: then it is as its reader leaves it. @param {Lab} app */
async function foldLeftBar(app) {
  await app.restored;
  if (!sessionStorage.getItem("rnnlab:folded")) app.shell.collapseLeft?.();
  sessionStorage.setItem("rnnlab:folded", "yes");
}

/**
 * On a phone the bars of tabs at both sides would take a fifth of the width; the menu View has what they have.
 * @param {Lab} app
 */
async function hideTabsWhileNarrow(app) {
  await app.restored;
  const narrow = matchMedia("(max-width: 600px)");
  const fit = () => ["left", "right"].forEach((side) => {
    if (app.shell.isSideTabBarVisible?.(side) === narrow.matches) app.shell.toggleSideTabBarVisibility(side);
  });
  if (narrow.matches) fit();
  narrow.addEventListener("change", fit);
}

const plugin = {
  id: "rnnlab:page",
  description: "The page around the lessons.",
  autoStart: true,
  activate: (/** @type {Lab} */ app) => {
    foldLeftBar(app);
    hideTabsWhileNarrow(app);
    app.docRegistry.addWidgetExtension("Notebook", {
      createNew(/** @type {Lab} */ panel, /** @type {Lab} */ { model }) {
        markNotesOf(panel.content.rendermime);
        readFoldedOutputs(panel.content.contentFactory);
        stayClean(model);
      },
    });
  },
};

document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet",
  href: String(new URL("page.css", /** @type {HTMLScriptElement} */ (document.currentScript).src)) }));
(/** @type {Lab} */ (globalThis)._JUPYTERLAB ??= {}).rnnlab = {
  init() {}, get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })) };
