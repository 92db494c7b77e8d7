// The page around the lessons, a prebuilt extension of JupyterLab in plain JavaScript: there is nothing to build.

const LEADS = { look: /^Look first\./, predict: /^Predict\./ };
const ANSWERS = {
  correct: /^(✔ Exercise|You predicted it)/,
  partly: /^◐ Exercise/,
  "not-yet": /^(✘ Exercise|You predicted )/,
  open: /^(○ Exercise|You have not predicted yet)/,
};

/** Mark an element as the note that its text begins as, for the stylesheet. */
function mark(element, notes, text) {
  const found = Object.entries(notes).find(([, opening]) => opening.test(text));
  if (found) element.dataset.rnnlabNote = found[0];
  else delete element.dataset.rnnlabNote;
}

/** Let the Markdown of a notebook, in cells and in outputs, be drawn with its notes marked. */
function markNotesOf(rendermime) {
  const markdown = rendermime.getFactory("text/markdown");
  const createRenderer = (options) => {
    const renderer = markdown.createRenderer(options), render = renderer.render.bind(renderer);
    renderer.render = async (model) => {
      await render(model);
      const paragraphs = renderer.node.querySelectorAll(":scope > p");
      for (const paragraph of paragraphs) mark(paragraph, LEADS, paragraph.textContent);
      mark(renderer.node, ANSWERS, paragraphs[0]?.textContent ?? "");
    };
    return renderer;
  };
  rendermime.addFactory({ ...markdown, createRenderer });
}

/** A folded output shows the beginning of its Markdown: let it be the words alone. */
function readFoldedOutputs(factory) {
  const create = factory.createCodeCell.bind(factory);
  factory.createCodeCell = (options) => {
    const cell = create(options), kind = Object.getPrototypeOf(cell), source = kind.getOutputPlaceholderText;
    if (source.rnnlab) return cell;
    kind.getOutputPlaceholderText = function () {
      const html = source.call(this)?.replace(/\\([\\`*_[\]#|~])|\*\*|`/g, "$1");
      return html && new DOMParser().parseFromString(html, "text/html").body.textContent;
    };
    kind.getOutputPlaceholderText.rnnlab = true;
    return cell;
  };
}

/** JupyterLab notes the kernel's version in a notebook that was only opened: that leaves nothing to save. */
function stayClean(model) {
  model.metadataChanged.connect((_, { key, oldValue, newValue }) => {
    const ofKernel = key === "language_info" || (key === "kernelspec" && oldValue?.name === newValue?.name);
    if (ofKernel && !model.dirty) queueMicrotask(() => { model.dirty = false; });
  });
}

/** Fold the left bar, once in each tab of the browser: then it is as its reader leaves it. */
async function foldLeftBar(app) {
  await app.restored;
  if (!sessionStorage.getItem("rnnlab:folded")) app.shell.collapseLeft?.();
  sessionStorage.setItem("rnnlab:folded", "yes");
}

/** On a phone the bars of tabs at both sides would take a fifth of the width; the menu View has what they have. */
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
  activate: (app) => {
    foldLeftBar(app);
    hideTabsWhileNarrow(app);
    app.docRegistry.addWidgetExtension("Notebook", {
      createNew(panel, { model }) {
        markNotesOf(panel.content.rendermime);
        readFoldedOutputs(panel.content.contentFactory);
        stayClean(model);
      },
    });
  },
};

document.head.append(Object.assign(document.createElement("link"),
  { rel: "stylesheet", href: new URL("page.css", document.currentScript.src) }));
(window._JUPYTERLAB ??= {}).rnnlab = { init() {}, get: async () => () => ({ __esModule: true, default: plugin }) };
