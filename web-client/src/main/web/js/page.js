const files = globalThis.tabitatFiles;
document.documentElement.dataset.started = "yes";
// Whoever has signed in again is at the app's own address from now on.
if (location.search === "?sign-in") history.replaceState(history.state, "", location.pathname + location.hash);
globalThis.tabitatLab = files.at("@js/lab.js@");
globalThis.tabitatDocuments = files.at("@js/documents.js@");
// Starts the app on the page. The engine starts beside it, not after it; what it says before Java listens is kept.
const engine = globalThis.tabitatEngine = new Worker(files.at("@js/engine.js@"), { name: "tabitat engine" });
engine.tabitatScript = files.at("@js/engine.js@");
engine.tabitatEarly = [];
engine.onmessage = event => engine.tabitatEarly.push(event);
engine.onerror = event => { engine.tabitatBroken = files.workerFault(engine.tabitatScript, event); };

// The skip link moves the focus only: the address names screens, and the content is none.
document.addEventListener("click", event => {
  if (event.target.closest?.("a.skip")) {
    event.preventDefault();
    document.getElementById("main").focus();
  }
});

// The service worker's endpoint asks here; the engine answers as it would the page's own scripts.
async function serve({ method, params }, line) {
  const stop = new AbortController();
  line.onmessage = event => { if (event.data === "cancel") stop.abort(); };
  try {
    line.postMessage({ value: method === "version" ? tabitat.version : await tabitat[method]({ ...params, signal: stop.signal }) });
  } catch (e) {
    line.postMessage({ error: { code: e.code, message: e.message, expected: e.expected, found: e.found, where: e.where } });
  }
}
navigator.serviceWorker?.addEventListener("message", event => {
  const ask = event.data && event.data.ask;
  if (ask === "endpoint?" && globalThis.tabitat) event.ports[0].postMessage(true);
  if (ask === "endpoint") serve(event.data, event.ports[0]);
});
navigator.serviceWorker?.startMessages();

const parsed = document.readyState === "loading"
  ? new Promise(resolve => document.addEventListener("DOMContentLoaded", resolve, { once: true }))
  : undefined;
Promise.all([files.start("@app.wasm@"), parsed])
  // Java starts in a task of its own, so that instantiating the binary and drawing the page do not add up. By a message: hidden tabs hold timers back.
  .then(([app]) => new Promise(resolve => {
    const line = new MessageChannel();
    line.port1.onmessage = () => { line.port1.close(); resolve(app); };
    line.port2.postMessage(0);
  }))
  .then(app => app.exports.main(["page"]))
  .catch(error => {
    console.error(error);
    Promise.resolve(parsed).then(() => files.show(error.fault || files.fault("failed", "The app failed while it started: " + error + ".")));
  });
