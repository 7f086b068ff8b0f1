// Starts the documents in their worker, when somebody first asks for them. Messages that come before Java listens are kept for it.
globalThis.tabitatEarly = [];
globalThis.onmessage = event => globalThis.tabitatEarly.push(event);
globalThis.tabitatKernelThread = globalThis.tabitatFiles.at("@js/kernel-thread.js@");
globalThis.tabitatPdf = globalThis.tabitatFiles.at("@js/documents-pdf.js@");
globalThis.tabitatFiles.start("@documents.wasm@")
  .then(documents => documents.exports.main([]))
  .catch(error => setTimeout(() => { throw error; }));
