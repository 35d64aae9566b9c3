// A notebook whose metadata hold {"pmcourse": {"starts": true}} runs when it is opened, with its code folded away.
//
// Only the cells that the course laid into this folder (pmcourse.kit.trust): a stranger's must not run by being opened.
// Only where its widgets are not there: after a reload the kernel still has them. The first error stops it, and is said.
//
// A prebuilt extension of JupyterLab, written as a bundler would: a container that hands out one module.
(() => {
  const MARK = "pmcourse";
  const WIDGET = "application/vnd.jupyter.widget-view+json";
  const STYLE = `
    .pmcourse-folded .jp-pmcourse-given > .jp-Cell-inputWrapper { display: none; }
    .jp-pmcourse-code { margin: 0 4px; }`;
  const STRANGE =
    "It comes from elsewhere, so it does not start by itself. To start it: menu Run, Run All Cells.";
  const CHANGED =
    "Cells that were added or changed did not run by themselves. To run them too: menu Run, Run All Cells.";
  const STOPPED = "It stopped at a cell with an error, which says why. When it is mended: menu Run, Run All Cells.";
  const RESTARTED = "Its kernel was started anew, so nothing that it shows works any more. To go on: menu Run, Run All Cells.";
  const ELSEWHERE = "It was started in another window, which has its widgets now. To go on here: reload this page.";
  const LATE = "It did not start. To start it: menu Run, Run All Cells.";
  const INSTALLED_FIRST = '__import__("sys").path.sort(key=lambda place: place == "")';
  const LOST = "Error displaying widget: model not found";
  const CHOICE = ".pmc-kit select, .pmc-kit input[type=radio]";
  let scope;

  // A key pressed in a choice belongs to it: JupyterLab takes an arrow there for a move to the next cell.
  function keepKeys(event) {
    if (!event.ctrlKey && !event.metaKey && event.target.closest?.(CHOICE)) event.stopPropagation();
  }

  // Escape in what a cell shows leads to the cell, as it does from a cell's text: arrows and Enter lead on from there, such
  // as to a letter, which the Tab key passes by. In a board it puts a card back.
  function toCell(event, panel) {
    if (event.key !== "Escape" || event.target.closest?.(".pmc-board") || !panel || !isMarked(panel)) return;
    const shown = event.target.closest?.(".jp-OutputArea-output");
    const at = shown ? panel.content.widgets.findIndex((cell) => cell.node.contains(shown)) : -1;
    if (at < 0) return;
    panel.content.deselectAll();
    panel.content.activeCellIndex = at;
    panel.content.mode = "command";
    panel.content.widgets[at].node.focus();
  }

  // A double click opens a text, such as the place of a letter. JupyterLab leaves the keys to its commands then, and what is
  // typed would add cells, or delete them.
  function toText(event, panel) {
    const opened = event.target.closest?.(".jp-MarkdownCell");
    if (!opened || !panel || !isMarked(panel)) return;
    setTimeout(() => { // when JupyterLab has opened it
      if (panel.content.activeCell?.node === opened && !panel.content.activeCell.rendered) panel.content.mode = "edit";
    });
  }

  // Who runs a lesson's cells in another window takes its widgets over; here they are gone.
  function sayWhoElseRuns(app, panel, NotebookActions) {
    let told = false;
    panel.sessionContext.iopubMessage.connect((_, { header, parent_header, content }) => {
      const kernel = panel.sessionContext.session?.kernel;
      if (told || header.msg_type !== "execute_input" || !kernel || parent_header.session === kernel.clientId) return;
      if (!codeCells(panel).some((cell) => cell.model.sharedModel.getSource() === content.code)) return;
      told = true;
      void sayUntilItRuns(app, panel, ELSEWHERE, NotebookActions).then(() => (told = false));
    });
  }

  const module = async (name) => {
    const versions = scope[name];
    const factory = await versions[Object.keys(versions)[0]].get();
    return factory();
  };

  const codeCells = (panel) => panel.content.widgets.filter((cell) => cell.model.type === "code");
  const isMarked = (panel) => panel.content.model.getMetadata(MARK)?.starts === true;
  const started = (kernel) => `${MARK}-started-${kernel}`;

  // Whether the kernel ran this notebook from this tab before, and still holds all that is in sight. What was not saved
  // before it was closed or reloaded shows widgets of an older run, or of before a restart: nothing would come of them.
  async function isThere(panel, kernel) {
    if (!sessionStorage.getItem(started(kernel.id))) return false;
    const outputs = codeCells(panel).flatMap((cell) => cell.model.outputs.toJSON());
    const shown = outputs.map((output) => output.data?.[WIDGET]?.model_id).filter(Boolean);
    if (shown.length === 0) return false;
    const { content } = await kernel.requestCommInfo({ target_name: "jupyter.widget" });
    return shown.every((id) => id in (content.comms ?? {}));
  }

  // On a busy machine JupyterLab may draw an output before it has fetched the kernel's widgets, and says then, and for
  // good, that there is none. Such an output is drawn again until it is shown.
  async function drawAgain(panel) {
    for (let seconds = 0; seconds < 60 && !panel.isDisposed; seconds++) {
      codeCells(panel)
        .filter((cell) => cell.outputArea?.node.textContent.includes(LOST))
        .forEach(({ model }) => model.outputs.fromJSON(model.outputs.toJSON()));
      await new Promise((done) => setTimeout(done, 1000));
    }
  }

  // JupyterLab may have a kernel hear of widgets in a second thread, after the first message or so. A lesson's widgets
  // and cells work on the same things: two threads would change them at once, or draw what is no longer so. JupyterLab
  // sets what its settings say when it has read them, on a busy machine after this: what is set here stays.
  function inOneThread({ sessionContext }) {
    const set = (kernel) => {
      if (!kernel) return;
      kernel.commsOverSubshells = "disabled";
      Object.defineProperty(kernel, "commsOverSubshells", { get: () => "disabled", set() {}, configurable: true });
    };
    set(sessionContext.session?.kernel);
    sessionContext.kernelChanged.connect((_, { newValue }) => set(newValue));
  }

  // While a kernel has not taken a widget's change in, a browser holds the next ones back, but no press and no cell: they
  // would be answered for what stood there before. What is held back is sent before them.
  const heldBack = new Set();
  function sendHeldBack() {
    for (const model of heldBack) {
      if (!model._msg_buffer) continue; // it was sent meanwhile
      model.rememberLastUpdateFor(model.send_sync_message(model._msg_buffer, model._msg_buffer_callbacks));
      model._msg_buffer = model._msg_buffer_callbacks = null;
    }
    heldBack.clear();
  }

  async function keepOrder(NotebookActions) {
    const { WidgetModel } = await module("@jupyter-widgets/base");
    const { sync, send } = WidgetModel.prototype;
    WidgetModel.prototype.sync = function (...change) {
      sync.apply(this, change);
      if (this._msg_buffer) heldBack.add(this);
    };
    WidgetModel.prototype.send = function (...press) {
      sendHeldBack();
      send.apply(this, press);
    };
    NotebookActions.executionScheduled.connect(sendHeldBack);
  }

  // The cells that the course laid into this folder, as the kernel finds them known. The folder itself may be a
  // stranger's: its modules come after those that are installed, or one of them could answer in their place.
  async function ours(panel) {
    const written = codeCells(panel).filter((cell) => cell.model.sharedModel.getSource().trim());
    const sources = JSON.stringify(JSON.stringify(written.map((cell) => cell.model.sharedModel.getSource())));
    const asked = panel.sessionContext.session.kernel.requestExecute({
      code: INSTALLED_FIRST,
      silent: true,
      store_history: false,
      user_expressions: { given: `__import__("pmcourse.kit.trust", fromlist=["given"]).given(${sources})` },
    });
    const { content } = await asked.done;
    const known = content.user_expressions?.given?.data?.["text/plain"]?.replaceAll("'", "") ?? "";
    return { cells: written.filter((_, at) => known[at] === "1"), all: written.length };
  }

  // A run that a restart cut off has none, and nothing is to be said of it.
  function hasError(panel) {
    return codeCells(panel).some((cell) => cell.model.outputs.toJSON().some((output) => output.output_type === "error"));
  }

  function fold(panel) {
    codeCells(panel).forEach((cell) => cell.addClass("jp-pmcourse-given")); // what the learner adds stays in sight
    panel.addClass("pmcourse-folded");
  }

  // The button that shows the code, and folds it again.
  function codeButton(panel, ToolbarButton) {
    const button = new ToolbarButton({
      label: "Code",
      tooltip: "Show or hide the code of this lesson",
      className: "jp-pmcourse-code",
      pressed: false,
      onClick: () => {
        button.pressed = !panel.toggleClass("pmcourse-folded");
      },
    });
    panel.toolbar.insertItem(10, "pmcourse-code", button);
  }

  // What became of it can be read on the page: "starting", then "started", "stopped" or "left" alone.
  async function start(app, panel, NotebookActions, ToolbarButton) {
    await panel.context.ready;
    if (!isMarked(panel)) return;
    inOneThread(panel);
    const became = (state) => (panel.node.dataset.pmcourse = state);
    became("starting");
    await panel.revealed;
    fold(panel);
    codeButton(panel, ToolbarButton);
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (/restarting$/.test(status)) void sayUntilItRuns(app, panel, RESTARTED, NotebookActions);
    });
    sayWhoElseRuns(app, panel, NotebookActions);
    await panel.sessionContext.ready;
    const kernel = panel.sessionContext.session?.kernel;
    if (!kernel) return became("left");
    if (await isThere(panel, kernel)) {
      void drawAgain(panel);
      return became("left");
    }
    const { cells, all } = await ours(panel);
    if (cells.length === 0) {
      became("left");
      if (all > 0) sayUntilItRuns(app, panel, STRANGE, NotebookActions);
      return;
    }
    if (cells.length < all) say(app, panel, CHANGED);
    sessionStorage.setItem(started(kernel.id), "yes");
    const top = panel.content.node.querySelector(".jp-WindowedPanel-outer")?.scrollTop ?? 0;
    const running = NotebookActions.runCells(panel.content, cells, panel.sessionContext);
    panel.content.activeCellIndex = 0;
    if (top === 0) void panel.content.scrollToItem(0);
    const done = await running;
    became(done ? "started" : "stopped");
    if (hasError(panel)) {
      say(app, panel, STOPPED);
    }
  }

  // Who has no source/ makes no assignments: the panel for that is the instructor's.
  async function hideInstructors(app) {
    const { content } = await app.serviceManager.contents.get("", { content: true });
    if (content.some(({ name, type }) => name === "source" && type === "directory")) return;
    for (const widget of [...app.shell.widgets("right")]) {
      if (widget.id.startsWith("nbgrader-create")) widget.dispose();
    }
  }

  // What is said of a notebook goes when it is closed, or many that were opened would leave a pile.
  async function say(app, panel, words) {
    const given = { message: `${panel.title.label}: ${words}`, type: "warning", options: { autoClose: false } };
    const id = await app.commands.execute("apputils:notify", given);
    const unsay = () => void app.commands.execute("apputils:dismiss-notification", { id });
    panel.disposed.connect(unsay);
    if (panel.isDisposed) unsay();
    return unsay;
  }

  // Resolves when it runs.
  async function sayUntilItRuns(app, panel, words, NotebookActions) {
    const unsay = await say(app, panel, words);
    await new Promise((done) => {
      const ran = (_, { notebook }) => {
        if (notebook !== panel.content) return;
        NotebookActions.executionScheduled.disconnect(ran);
        done();
      };
      NotebookActions.executionScheduled.connect(ran);
    });
    unsay();
  }

  async function extension() {
    const { INotebookTracker, NotebookActions } = await module("@jupyterlab/notebook");
    const { ToolbarButton } = await module("@jupyterlab/ui-components");
    const plugin = {
      id: "pmcourse-start:plugin",
      description: "Runs a course's notebook when it is opened.",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (app, tracker) => {
        const style = document.createElement("style");
        style.textContent = STYLE;
        document.head.append(style);
        window.addEventListener("keydown", keepKeys, true);
        window.addEventListener("keydown", (event) => toCell(event, tracker.currentWidget), true);
        window.addEventListener("dblclick", (event) => toText(event, tracker.currentWidget), true);
        const begin = (panel) =>
          start(app, panel, NotebookActions, ToolbarButton).catch((error) => {
            console.error(error); // such as a kernel that was restarted, or ended, before it could answer
            if (panel.isDisposed) return;
            panel.node.dataset.pmcourse = "left";
            sayUntilItRuns(app, panel, LATE, NotebookActions);
          });
        void app.restored.then(() => hideInstructors(app));
        keepOrder(NotebookActions).catch((error) => console.error(error)); // a lesson starts without it, too
        tracker.forEach(begin);
        tracker.widgetAdded.connect((_, panel) => void begin(panel));
      },
    };
    return { __esModule: true, default: plugin };
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["pmcourse-start"] = {
    init: (shared) => {
      scope = shared;
    },
    get: async () => {
      const made = await extension();
      return () => made;
    },
  };
})();
