// Starts the whole app: on the page, where start.js asks for it, and in its workers, whose names say their roles. All run one binary,
// which the page compiles.
const files = globalThis.tabitatFiles;
const runtime = TeaVM;
const script = globalThis.document?.currentScript.src;
const ROLES = { "tabitat engine": "engine", "tabitat lab": "lab", "tabitat documents": "documents" };

if (typeof document === "undefined") {
  globalThis.tabitatKernelThread = files.at("@js/kernel-thread.js@");
  globalThis.tabitatPdf = files.at("@js/documents-pdf.js@");
  files.runWorker(runtime, ROLES[globalThis.name]);
} else {
  /** The styles of the other screens; without them those can be read all the same, so they are not waited for longer than this. */
  const STYLES_MS = 5000;
  function loadStyles() {
    const element = document.createElement("link");
    element.rel = "stylesheet";
    element.href = files.at("@css/screens.css@");
    return new Promise(resolve => {
      element.onload = element.onerror = resolve;
      setTimeout(resolve, STYLES_MS);
      document.head.append(element);
    });
  }

  globalThis.tabitatAppStart = async parsed => {
    const compiled = files.compile("@app.wasm@");
    const styled = loadStyles();
    globalThis.tabitatWorker = name => files.startWorker(script, name, compiled);
    const engine = globalThis.tabitatWorker("tabitat engine");
    compiled.catch(() => engine.terminate());
    globalThis.tabitatEngine = engine;
    const [module] = await Promise.all([compiled, parsed, styled]);
    await files.runSoon(runtime, module, "page");
  };
}
