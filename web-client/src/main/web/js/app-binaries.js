// How the app's own scripts and binaries are loaded: each download is given up when it brings nothing for a while. The build puts this after
// app-files.js into every script that starts a binary.
Object.assign(globalThis.tabitatFiles, (() => {
  const { at, nameOf, find, answerFault, contentFault, isHtmlType, asError, fault, violations, fetchWatched, stalledError } = globalThis.tabitatFiles;

  /** A module with one empty struct type: only engines with garbage collection take it. */
  const GC_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0]);

  /** Loads a script into the browser's cache, as a script element cannot tell whether bytes still come. @throws an error with a fault */
  async function prefetch(url) {
    let response;
    try {
      response = await fetchWatched(url);
      const wrong = answerFault(response, url);
      if (wrong) throw asError(wrong);
      await response.arrayBuffer();
    } catch (error) {
      throw stalledError(error, response)
        || asError(await find(url) || fault("silent", "The script " + nameOf(url) + " came incomplete, and whole when it was asked for again. Try again."));
    }
  }

  /** The answer that holds a binary, as the type that browsers compile while it arrives, whatever the server calls it. */
  async function fetchBinary(url) {
    let response;
    try {
      response = await fetchWatched(url);
    } catch (unanswered) {
      throw stalledError(unanswered) || asError(await find(url) || fault("silent", String(unanswered)));
    }
    const wrong = answerFault(response, url) || (isHtmlType(response) ? contentFault(response, url) : undefined);
    if (wrong) throw asError(wrong);
    if (response.headers.get("content-type") === "application/wasm") return response;
    return Object.assign(new Response(response.body, { headers: { "Content-Type": "application/wasm" } }), { tabitatSignal: response.tabitatSignal });
  }

  /** Why a binary did not start. */
  async function binaryFault(url, error) {
    if (error?.fault) return error.fault;
    const text = String(error);
    if (typeof WebAssembly === "undefined" || !WebAssembly.validate(GC_MODULE)) {
      return fault("old-browser", "This browser has no WebAssembly with garbage collection, which the app needs: use a Chromium, Firefox or Safari of 2025 or newer.");
    }
    if (/content security policy|unsafe-eval/i.test(text) || violations.some(one => one.blocked === "wasm-eval")) {
      return fault("policy", "The page's security policy forbids WebAssembly. Whoever runs this site must send the policy of the app's own host, with 'wasm-unsafe-eval' in script-src.");
    }
    if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError || error instanceof TypeError) {
      const wrong = await find(url);
      if (wrong) return wrong;
    }
    if (error instanceof WebAssembly.CompileError) {
      const compiles = await fetch(url).then(whole => whole.arrayBuffer()).then(bytes => WebAssembly.compile(bytes, { builtins: ["js-string"] })).then(() => true, () => false);
      if (compiles) return fault("silent", "The file " + nameOf(url) + " came incomplete or damaged, and came whole when it was asked for again. Load the page again.");
      return fault("old-browser", "This browser's WebAssembly does not take the app (" + text + "): use a Chromium, Firefox or Safari of 2025 or newer.");
    }
    return fault("failed", "The app failed while it started: " + text + ".");
  }

  /** Compiles a binary while it arrives; rejects with an error whose message says why it could not be, and whose fault is that. */
  async function compile(path) {
    const url = at(path);
    let response;
    try {
      response = await fetchBinary(url);
      return await WebAssembly.compileStreaming(response, { builtins: ["js-string"] });
    } catch (error) {
      const stalled = stalledError(error, response);
      if (stalled) throw stalled;
      throw Object.assign(asError(await binaryFault(url, error)), { cause: error });
    }
  }

  /** Starts the Java program of a compiled binary. @param runtime TeaVM's, as the script of this binary has it */
  async function run(runtime, module, role) {
    const program = await runtime.wasmGC.load(module);
    program.exports.main([role]);
  }

  /**
   * Starts a worker with a binary that is compiled already or being compiled; whoever compiles it says why it cannot be. What the worker
   * says before there is a listener is kept.
   */
  function startWorker(path, name, compiled) {
    const script = at(path);
    const worker = new Worker(script, { name });
    worker.tabitatScript = script;
    worker.tabitatEarly = [];
    worker.onmessage = event => worker.tabitatEarly.push(event);
    worker.onerror = event => { worker.tabitatBroken = workerFault(script, event); };
    compiled.then(module => worker.postMessage({ module }), () => {});
    return worker;
  }

  /** In a worker: starts the program with the binary when that comes, and keeps all other messages until Java listens. */
  function runWorker(runtime, role) {
    globalThis.tabitatEarly = [];
    globalThis.onmessage = event => {
      if (event.data.module) {
        run(runtime, event.data.module, role).catch(error => setTimeout(() => { throw error; }));
      } else {
        globalThis.tabitatEarly.push(event);
      }
    };
  }

  /** Starts the program in a task of its own, so that instantiating it and drawing the page do not add up; by a message, since hidden tabs delay timers. */
  function runSoon(runtime, module, role) {
    return new Promise((resolve, reject) => {
      const line = new MessageChannel();
      line.port1.onmessage = () => {
        line.port1.close();
        run(runtime, module, role).then(resolve, reject);
      };
      line.port2.postMessage(0);
    });
  }

  /** Why a worker did not start, as a sentence. An error event without a message means that its script did not load. */
  async function workerFault(url, event) {
    const message = event?.message;
    if (message) return message.replace(/^Uncaught (Error: )?/, "");
    const wrong = await find(url).catch(() => undefined);
    return wrong ? wrong.text : "The script " + nameOf(url) + " did not load; the browser does not say why.";
  }

  return { prefetch, fetchBinary, compile, runSoon, startWorker, runWorker, workerFault };
})());
