// Starts the documents in their worker, when somebody first asks for them. Messages that come before Java listens are kept for it.
globalThis.tabitatEarly = [];
globalThis.onmessage = event => globalThis.tabitatEarly.push(event);
globalThis.tabitatKernelThread = "/@js/kernel-thread.js@";
globalThis.tabitatPdf = "/@js/documents-pdf.js@";
TeaVM.wasmGC.load("/@documents.wasm@")
  .then(documents => documents.exports.main([]))
  .catch(error => setTimeout(() => { throw error; }));
