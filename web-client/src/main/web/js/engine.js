// Starts the engine in its worker. Messages that come before Java listens are kept for it.
globalThis.tabitatEarly = [];
globalThis.onmessage = event => globalThis.tabitatEarly.push(event);
globalThis.tabitatKernelThread = globalThis.tabitatFiles.at("@js/kernel-thread.js@");
globalThis.tabitatFiles.start("@app.wasm@")
  .then(app => app.exports.main(["engine"]))
  .catch(error => setTimeout(() => { throw error; }));
