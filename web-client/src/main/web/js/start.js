// Starts the page: the small program of a first visit where only the start screen is wanted and the whole app is not kept in this browser
// yet, else the whole app. In a worker it starts that program's engine.
const files = globalThis.tabitatFiles;
const runtime = TeaVM;
const script = globalThis.document?.currentScript.src;

function startPage() {
  document.documentElement.dataset.started = "yes";
  // Whoever has signed in again is at the app's own address from now on.
  if (location.search === "?sign-in") history.replaceState(history.state, "", location.pathname + location.hash);

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
    : Promise.resolve();
  const asFault = error => error.fault || files.fault("failed", "The app failed while it started: " + error + ".");

  let loading;
  globalThis.tabitatApp = {
    /** Loads the whole app and starts it on the page; rejects with an error that has a fault, and tries again when it is called again. */
    load() {
      return loading ??= loadApp().catch(error => {
        loading = undefined;
        throw error;
      });
    },
  };

  /** How long a script that has been received may take to run. */
  const SCRIPT_MS = 30000;

  async function loadApp() {
    const url = files.at("@js/app.js@");
    await files.prefetch(url);
    await new Promise((resolve, reject) => {
      const element = document.createElement("script");
      const late = setTimeout(() => {
        element.remove();
        reject(files.asError(files.fault("stalled", "The browser has received the script " + url + " and has not run it for " + SCRIPT_MS / 1000 + " seconds. Try again.")));
      }, SCRIPT_MS);
      element.src = url;
      element.onload = () => {
        clearTimeout(late);
        resolve();
      };
      element.onerror = async () => {
        clearTimeout(late);
        element.remove();
        reject(files.asError(await files.find(url) || files.fault("silent", "The script " + url + " did not load; the browser does not say why.")));
      };
      document.head.append(element);
    });
    await globalThis.tabitatAppStart(parsed);
  }

  async function startSmall() {
    const compiled = files.compile("@start.wasm@");
    globalThis.tabitatEngine = files.startWorker(script, "tabitat start", compiled);
    const [module] = await Promise.all([compiled, parsed]);
    await files.runSoon(runtime, module, "page");
  }

  /** Whether the whole app is kept in this browser; an answer that takes long counts as no. */
  async function isAppKept() {
    if (!navigator.serviceWorker?.controller) return false;
    const late = new Promise(resolve => setTimeout(resolve, 500));
    return Boolean(await Promise.race([caches.match(files.at("@app.wasm@"), { ignoreVary: true }).catch(() => undefined), late]));
  }

  async function begin() {
    const isStart = ["", "#start", "#main"].includes(location.hash);
    await (isStart && !await isAppKept() ? startSmall() : globalThis.tabitatApp.load());
  }
  begin().catch(error => {
    console.error(error);
    parsed.then(() => files.show(asFault(error)));
  });
}

if (typeof document === "undefined") files.runWorker(runtime, "engine");
else startPage();
