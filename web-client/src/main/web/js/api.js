// The public API, globalThis.tabitat: calls by name become one message each to the program that answers them. While the start program runs,
// the first call has the whole app loaded, which answers it.
//
// A program offers itself with {version, call?, takeReady}: call(method, json, bytes, signal, ends) takes the arguments as
// JSON without signal and onProgress, with a file's bytes beside them; ends(what, json, bytes) is called with "progress", "done" or
// "failed"; takeReady(settle) hands over what settles tabitat.ready, with an error as JSON or nothing.
globalThis.tabitatApi = (() => {
  // The build writes the names of the public methods here, and of those whose first argument is a file.
  const METHODS = "@METHODS@".split(" ");
  const BY_FILE = "@METHODS_BY_FILE@".split(" ");
  const waiting = [];
  let program;

  const isBytes = value => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
  const isFile = value => value instanceof Blob || isBytes(value);

  /** The value without what stays on this side. */
  function plain(value) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    const { signal, onProgress, onToken, ...rest } = value;
    return rest;
  }

  /** Rows of numbers in place of one run of bytes. */
  function withRows(value, bytes) {
    const { count, width } = value.embeddings;
    const all = new Float32Array(bytes);
    value.embeddings = Array.from({ length: count }, (none, row) => Array.from(all.subarray(row * width, (row + 1) * width)));
    return value;
  }

  function result(value, bytes) {
    if (!bytes) return value;
    return value.embeddings ? withRows(value, bytes) : bytes instanceof Blob ? bytes : new Blob([bytes], { type: value.type });
  }

  const asError = value => Object.assign(new Error(value.message), value);

  /** The arguments as JSON; an empty text where they cannot be written so. */
  function written(values) {
    try {
      return JSON.stringify(values);
    } catch (cyclic) {
      return "";
    }
  }

  /** Hands a call to the program, or keeps it until the whole app can take it. */
  function send(...call) {
    if (program.call) {
      program.call(...call);
    } else {
      waiting.push(call);
      cancelWhileWaiting(call);
      globalThis.tabitatApp.load().catch(refuse);
    }
  }

  /** A call that is cancelled before the whole app can take it ends at once. */
  function cancelWhileWaiting(call) {
    const [method, , , signal, ends] = call;
    const cancel = () => {
      const place = waiting.indexOf(call);
      if (place < 0) return;
      waiting.splice(place, 1);
      ends("failed", JSON.stringify({ code: "cancelled", message: "The call was cancelled.", where: method, expected: "to go on", found: "a request to cancel" }), null);
    };
    if (signal?.aborted) cancel();
    else signal?.addEventListener("abort", cancel, { once: true });
  }

  /** The whole app could not be loaded: what waits for it fails. */
  function refuse(error) {
    const found = error.fault ? error.fault.text : String(error);
    const json = JSON.stringify({ code: "unavailable", message: "The whole app could not be loaded. " + found, where: "the app's files", expected: "the files of this build", found });
    for (const call of waiting.splice(0)) call[4]("failed", json, null);
  }

  function invoke(method, first, second) {
    return new Promise((resolve, reject) => {
      const byFile = BY_FILE.includes(method);
      const bySource = /^(inspect|add)Model$/.test(method);
      const options = (typeof first === "string" || byFile || bySource ? second : first) || {};
      const signal = options.signal instanceof AbortSignal ? options.signal : null;
      const ends = (what, json, bytes) => {
        const value = JSON.parse(json);
        if (what === "progress") {
          if (typeof options.onProgress === "function") options.onProgress(value);
          if (typeof options.onToken === "function" && value.text !== undefined) options.onToken({ text: value.text, tokens: value.tokens });
        } else if (what === "done") {
          resolve(result(value, bytes));
        } else {
          reject(asError(value));
        }
      };
      if (byFile) {
        const given = plain(second) || {};
        if (method === "documents.add") {
          if (given.name === undefined && first && typeof first.name === "string") given.name = first.name;
          if (given.type === undefined && first && typeof first.type === "string" && first.type !== "") given.type = first.type;
        }
        send(method, JSON.stringify([given]), isFile(first) ? first : null, signal, ends);
        return;
      }
      if (bySource && Array.isArray(first?.files)) {
        // One Blob of all files, which copies nothing: the worker reads parts of it.
        const files = first.files.map(file => ({ path: String(file.webkitRelativePath || file.name || ""), bytes: file.size || 0 }));
        send(method, written([{ files }, plain(second)]), new Blob(first.files.filter(isFile)), signal, ends);
        return;
      }
      if (bySource) {
        send(method, written([plain(first), plain(second)]), null, signal, ends);
        return;
      }
      if (method === "importAdapter") {
        const { weights, config, ...rest } = plain(first) || {};
        Promise.resolve(config instanceof Blob ? config.text().then(JSON.parse) : config).catch(() => null)
          .then(read => send(method, JSON.stringify([{ ...rest, config: read }]), isFile(weights) ? weights : null, signal, ends));
        return;
      }
      const beside = first && typeof first === "object" ? ["examples", "dataset"].find(name => isFile(first[name])) : undefined;
      if (beside) {
        const { [beside]: file, ...rest } = plain(first);
        send(method, JSON.stringify([rest]), file, signal, ends);
        return;
      }
      send(method, written(typeof first === "string" ? [first, plain(second)] : [plain(first)]), null, signal, ends);
    });
  }

  let settleReady;

  /** Puts the API on the page the first time; later programs take the place of the one before. */
  function offer(next) {
    program = next;
    if (!globalThis.tabitat) {
      const api = { version: next.version, ready: new Promise((resolve, reject) => { settleReady = json => json ? reject(asError(JSON.parse(json))) : resolve(); }) };
      api.ready.catch(() => {});
      const groups = {};
      for (const method of METHODS) {
        const [name, group] = method.split(".").reverse();
        const place = group === undefined ? api : groups[group] ??= api[group] = {};
        place[name] = (first, second) => invoke(method, first, second);
      }
      Object.values(groups).forEach(Object.freeze);
      globalThis.tabitat = Object.freeze(api);
    }
    next.takeReady(settleReady);
    if (next.call) for (const call of waiting.splice(0)) next.call(...call);
  }

  return { offer };
})();
