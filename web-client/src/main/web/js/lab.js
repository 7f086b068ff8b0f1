// Starts the lab in its worker, when somebody first asks for it. Messages that come before Java listens are kept for it.
globalThis.tabitatEarly = [];
globalThis.onmessage = event => globalThis.tabitatEarly.push(event);
globalThis.tabitatKernelThread = globalThis.tabitatFiles.at("@js/kernel-thread.js@");
globalThis.tabitatFiles.start("@lab.wasm@")
  .then(lab => lab.exports.main([]))
  .catch(error => setTimeout(() => { throw error; }));
