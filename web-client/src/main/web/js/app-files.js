// The app's own files: where they lie, how a binary is loaded, and why one cannot be used. The build puts this into the service
// worker, into start-check.js and into every script that starts a binary. A fault is {cause, text}; causes are "missing", "sign-in",
// "network-sign-in", "status", "html", "changed", "type", "headers", "policy", "silent", "stalled", "old-browser", "storage" and "failed".
globalThis.tabitatFiles ??= (() => {
  // A page may lie below any path, and workers lie in its folder "assets". A password in the page's address is not passed on: fetch refuses it.
  const folder = new URL(typeof document === "undefined" && /\/assets\/[^/]+$/.test(location.pathname) ? ".." : ".", location.href);
  folder.username = folder.password = "";
  const base = folder.href;
  const at = path => new URL(path, base).href;
  const nameOf = url => url.startsWith(base) ? url.slice(base.length).split(/[?#]/)[0] || "index.html" : url;

  const RELOAD = " Load the page again; if that does not help, tell whoever runs this site.";
  const SCRIPT_TYPES = /^(text|application)\/(x-)?(java|ecma)script *(;|$)/i;
  /** How long a download may bring no byte before it is given up. */
  const STALL_MS = 30000;
  const EMBEDDER = "cross-origin-embedder-policy";
  /** A module with one empty struct type: only engines with garbage collection take it. */
  const GC_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 3, 1, 0x5f, 0]);

  const violations = [];
  (typeof document === "undefined" ? globalThis : document).addEventListener("securitypolicyviolation",
    event => violations.push({ directive: event.effectiveDirective, blocked: String(event.blockedURI) }));

  const fault = (cause, text) => ({ cause, text });
  const asError = found => Object.assign(new Error(found.text), { fault: found });

  function policyFault(url) {
    const found = violations.find(one => one.blocked === url);
    return found && fault("policy", "The page's security policy blocks " + nameOf(url) + " by its directive " + found.directive + ". Whoever runs this site must send the policy of the app's own host.");
  }

  /** Why an answer cannot be the file; undefined where its status is good. */
  function answerFault(response, url) {
    const name = nameOf(url);
    const status = response.status;
    if (response.headers.has("tabitat-fault")) return fault("changed", response.headers.get("tabitat-fault"));
    if (response.type === "opaqueredirect" || status >= 300 && status < 400) {
      return fault("sign-in", "The server redirects " + name + " to another address, as sign-in pages do: your session at this site may have ended, or a sign-in page of the network may be in the way. Sign in again.");
    }
    if (status === 401 || status === 403 || status === 407) return fault("sign-in", "The server gives " + name + " only to people who have signed in (status " + status + "). Sign in again.");
    if (status === 511) return fault("network-sign-in", "A sign-in page of the network may be in the way (status 511 for " + name + "). Open any web page, sign in to the network, then load this page again.");
    if (status === 404 || status === 410) return fault("missing", "The app's file " + name + " was not found at " + url + " (status " + status + "). Whoever runs this site must serve all of the app's files in the folder of its page.");
    if (!response.ok) return fault("status", "The server answered with status " + status + " where the file " + name + " was expected." + RELOAD);
    return undefined;
  }

  const isHtmlType = response => /^text\/html/i.test(response.headers.get("content-type") || "");

  function contentFault(response, url) {
    const name = nameOf(url);
    if (isHtmlType(response) && /\.(?!html)\w+$/.test(name)) {
      return fault("html", "An HTML page came instead of " + name + ": a sign-in page may be in the way, or this server answers every address with a page. Sign in again, or tell whoever runs this site.");
    }
    return fault("changed", "The file " + name + " is not the one that this app was built with: something on the way changes it (a proxy, a virus scanner or an extension), or the server has files of another version." + RELOAD);
  }

  async function sha256(bytes) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Whether these are the bytes that the file's name promises; a file without a digest in its name, or a page that may not compute one, says nothing. */
  async function isNamed(url, bytes) {
    const name = /-([0-9a-f]{12})\.\w+$/.exec(nameOf(url));
    return !name || !globalThis.crypto?.subtle || (await sha256(bytes)).startsWith(name[1]);
  }

  /** Aborts a request that brings nothing for STALL_MS. */
  function progressWatch(url) {
    const abort = new AbortController();
    let bytes = 0;
    let timer;
    const watch = {
      signal: abort.signal,
      stop: () => clearTimeout(timer),
      progress(more) {
        bytes += more;
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(asError(fault("stalled", "The download of " + nameOf(url) + " has stalled: the server sent nothing for "
          + STALL_MS / 1000 + " seconds, after " + bytes.toLocaleString("en") + " bytes. The network may be interrupted. Try again."))), STALL_MS);
      },
    };
    watch.progress(0);
    return watch;
  }

  /** Reads a body to its end, and gives up when it brings nothing for STALL_MS. */
  async function readAll(body, watch) {
    try {
      const reader = body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) watch.progress(part.value.byteLength);
    } finally {
      watch.stop();
    }
  }

  /** The server's answer, given up when it brings nothing for STALL_MS; the body is read beside whoever reads it, which keeps what browsers do with answers as they came. */
  async function fetchWatched(url, options) {
    const watch = progressWatch(url);
    let response;
    try {
      response = await fetch(url, { ...options, signal: watch.signal });
    } catch (error) {
      watch.stop();
      throw watch.signal.reason || error;
    }
    watch.progress(0);
    if (response.body) readAll(response.clone().body, watch).catch(() => {});
    else watch.stop();
    response.tabitatSignal = watch.signal;
    return response;
  }

  /** Loads a script into the browser's cache, as a script element cannot tell whether bytes still come. @throws an error with a fault */
  async function prefetch(url) {
    let response;
    try {
      response = await fetchWatched(url);
      await response.arrayBuffer();
    } catch (error) {
      throw stalledError(error, response)
        || asError(await find(url) || fault("silent", "The script " + nameOf(url) + " came incomplete, and whole when it was asked for again. Try again."));
    }
  }

  /** The error of a download that was given up; undefined when this is another one. */
  const stalledError = (error, response) => error?.fault ? error : response?.tabitatSignal.reason?.fault && response.tabitatSignal.reason;

  async function embedderPolicy(url) {
    const response = await fetchWatched(url, { cache: "no-store" }).catch(() => undefined);
    return response?.headers.get(EMBEDDER) || "";
  }

  /** Asks the server for a file and says what is wrong with it; undefined where nothing is. */
  async function find(url) {
    const name = nameOf(url);
    const silent = fault("silent", "The server did not answer when it was asked for " + name + ": the network may be interrupted." + RELOAD);
    let response, bytes;
    try {
      response = await fetchWatched(url, { cache: "no-store", redirect: "manual" });
      const wrong = answerFault(response, url);
      if (wrong) return wrong;
      bytes = await response.arrayBuffer();
    } catch (unanswered) {
      return policyFault(url) || stalledError(unanswered, response)?.fault || silent;
    }
    if (!await isNamed(url, bytes) || isHtmlType(response) && !name.endsWith(".html")) return contentFault(response, url);
    if (!name.endsWith(".js")) return undefined;
    const type = response.headers.get("content-type") || "";
    if (!SCRIPT_TYPES.test(type)) {
      return fault("type", "The server sends " + name + (type ? " as " + type : " without a media type") + "; browsers run a script only when it is sent as text/javascript. Whoever runs this site must change that.");
    }
    if (!response.headers.get(EMBEDDER) && await embedderPolicy(base)) {
      return fault("headers", "The server sends " + name + " without the header Cross-Origin-Embedder-Policy, which the page has: browsers do not start such a worker. Whoever runs this site must send Cross-Origin-Embedder-Policy: require-corp with every file.");
    }
    return policyFault(url);
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

  /** Says on the page why the app did not start. */
  function show({ cause, text }) {
    document.documentElement.dataset.failed = cause;
    const box = document.querySelector(".needs-start");
    box.querySelector("strong").textContent = "The app could not start.";
    box.querySelector("span").textContent = text + " Nothing was sent or changed.";
    const link = box.querySelector("a");
    link.href = at(cause === "sign-in" || cause === "html" ? "./?sign-in" : "./");
    link.textContent = cause === "sign-in" || cause === "html" ? "Sign in again" : "Load this page again";
  }

  return { base, at, find, answerFault, contentFault, asError, fault, sha256, isNamed, prefetch, fetchBinary, compile, runSoon, startWorker, runWorker, workerFault, show };
})();
