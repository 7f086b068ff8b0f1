// The app's own files: where they lie, and why one cannot be used. The build puts this into the service worker, into start-check.js and,
// with app-binaries.js after it, into every script that starts a binary. A fault is {cause, text}; causes are "missing", "sign-in",
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
  /** How long it may take to find out what is wrong with a file. */
  const FIND_MS = 60000;
  const EMBEDDER = "cross-origin-embedder-policy";
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

  /**
   * The server's answer, given up when it brings nothing for STALL_MS; the body is read beside whoever reads it, which keeps what browsers do
   * with answers as they came. A service worker between passes on only what it has whole: there it is the one that gives up.
   */
  async function fetchWatched(url, options) {
    if (navigator.serviceWorker?.controller) return fetch(url, options);
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

  /** The error of a download that was given up; undefined when this is another one. */
  const stalledError = (error, response) => error?.fault ? error : response?.tabitatSignal?.reason?.fault && response.tabitatSignal.reason;

  async function embedderPolicy(url) {
    const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(FIND_MS) }).catch(() => undefined);
    return response?.headers.get(EMBEDDER) || "";
  }

  /** Asks the server for a file and says what is wrong with it; undefined where nothing is. */
  async function find(url) {
    const name = nameOf(url);
    const silent = fault("silent", "The server did not answer when it was asked for " + name + ": the network may be interrupted." + RELOAD);
    let response, bytes;
    try {
      response = await fetch(url, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(FIND_MS) });
      const wrong = answerFault(response, url);
      if (wrong) return wrong;
      bytes = await response.arrayBuffer();
    } catch (unanswered) {
      return policyFault(url) || silent;
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

  return { base, at, nameOf, find, answerFault, contentFault, isHtmlType, asError, fault, violations, sha256, isNamed, fetchWatched, stalledError, show };
})();
