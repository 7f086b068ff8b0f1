// Stands in for setTimeout and clearTimeout inside TeaVM's runtime script, which starts and resumes every Java thread with them. Without a
// delay a task comes by a message: timers wait 4 ms once they are nested, and up to a minute in hidden tabs. Real delays stay timers.
const runtimeTasks = (() => {
  const waiting = new Map();
  const line = new MessageChannel();
  let last = 0;
  line.port1.onmessage = event => {
    const task = waiting.get(event.data);
    if (waiting.delete(event.data)) task();
  };
  return {
    start(task, delay) {
      if (delay > 0) return globalThis.setTimeout(task, delay);
      // Negative, so that it is no timer's number.
      last = last === -0x7fffffff ? -1 : last - 1;
      waiting.set(last, task);
      line.port2.postMessage(last);
      return last;
    },
    cancel(id) {
      if (id < 0) waiting.delete(id); else globalThis.clearTimeout(id);
    },
  };
})();

// Stands in for WebAssembly inside TeaVM's runtime script: a binary that is compiled already is taken as it is.
const runtimeWasm = Object.create(WebAssembly, {
  compile: { value: async (source, options) => source instanceof WebAssembly.Module ? source : WebAssembly.compile(source, options) },
});

// Stands in for Function inside TeaVM's runtime script, so that the app runs without 'unsafe-eval'. The runtime makes
// functions from two kinds of text: its own fixed templates, answered here by closures, and the bodies that the compiled
// binary hands over when it starts, which the build has written into the table `bodies`.
function strictFunction(...args) {
  const body = args.pop();
  const names = args;
  const unknown = () => new Error("A function that the build did not foresee: (" + names + ") " + body);
  const path = text => {
    let value = globalThis;
    for (const part of text.split(".")) {
      if (value === globalThis && !(part in globalThis)) throw new ReferenceError(part + " is not defined");
      value = value[part];
    }
    return value;
  };
  const guarded = (make, rethrow) => function(...values) {
    try { return make(this, values); } catch (e) { rethrow(e); }
  };

  if (names.length === 0 && /^return [\w$.]+;$/.test(body)) {
    const name = body.slice(7, -1);
    return () => path(name);
  }
  if (names.length === 1 && names[0] === "value" && body.endsWith(" = value;")) {
    const parts = body.slice(0, -9).split(".");
    const last = parts.pop();
    return value => { (parts.length ? path(parts.join(".")) : globalThis)[last] = value; };
  }
  if (names[0] === "wrapCallFromJavaToJs" && names[names.length - 1] === "body") {
    return (wrap, ...rest) => {
      const text = rest.pop();
      const found = bodies[rest.join(",") + "|" + text];
      if (!found) throw new Error("A body that the build did not find: (" + rest + ") " + text);
      return found.bind(undefined, wrap);
    };
  }
  if (names[0] === "rethrowJavaAsJs") {
    const head = /^return function\(([^)]*)\)/.exec(body);
    if (!head) throw unknown();
    const count = head[1] === "" ? 0 : head[1].split(",").length;
    const spread = head[1].includes("...");
    const method = body.includes("fn(this");
    return (rethrow, fn) => {
      if (!method && !spread) {
        switch (count) {
          case 0: return function() { try { return fn(); } catch (e) { rethrow(e); } };
          case 1: return function(a) { try { return fn(a); } catch (e) { rethrow(e); } };
          case 2: return function(a, b) { try { return fn(a, b); } catch (e) { rethrow(e); } };
        }
      }
      return guarded((self, values) => {
        const passed = spread ? [...values.slice(0, count - 1), values.slice(count - 1)] : values.slice(0, count);
        while (passed.length < count) passed.push(undefined);
        return method ? fn(self, ...passed) : fn(...passed);
      }, rethrow);
    };
  }
  if (names[0] === "constructor" && body.startsWith("return function ")) {
    return constructor => function(marker, javaObject) { return constructor.call(this, marker, javaObject); };
  }
  if (names[0] === "rethrowJsAsJava" && names[1] === "fn") {
    switch (names.length - 2) {
      case 0: return (rethrow, fn) => { try { return fn(); } catch (e) { rethrow(e); } };
      case 1: return (rethrow, fn, a) => { try { return fn(a); } catch (e) { rethrow(e); } };
      case 2: return (rethrow, fn, a, b) => { try { return fn(a, b); } catch (e) { rethrow(e); } };
      default: return (rethrow, fn, ...values) => { try { return fn(...values); } catch (e) { rethrow(e); } };
    }
  }
  if (names[0] === "rethrowJsAsJava" && names[1] === "getGlobalName") {
    switch (names.length - 4) {
      case 0: return (rethrow, global, object, method) => {
        try { return object !== null ? object[method]() : global(method)(); } catch (e) { rethrow(e); }
      };
      case 1: return (rethrow, global, object, method, a) => {
        try { return object !== null ? object[method](a) : global(method)(a); } catch (e) { rethrow(e); }
      };
      case 2: return (rethrow, global, object, method, a, b) => {
        try { return object !== null ? object[method](a, b) : global(method)(a, b); } catch (e) { rethrow(e); }
      };
      default: return (rethrow, global, object, method, ...values) => {
        try { return object !== null ? object[method](...values) : global(method)(...values); } catch (e) { rethrow(e); }
      };
    }
  }
  if (names[0] === "rethrowJsAsJava" && names[1] === "constructor") {
    return (rethrow, constructor, ...values) => { try { return new constructor(...values); } catch (e) { rethrow(e); } };
  }
  if (body === "return [" + names.join(", ") + "]") {
    return (...values) => values;
  }
  throw unknown();
}
