// Starts the app on the page. The engine's worker gets the same binary, compiled by itself.
globalThis.tabitatAssets = { wasm: "/@app.wasm@", engine: "/@js/engine.js@" };
TeaVM.wasmGC.load(globalThis.tabitatAssets.wasm)
  .then(app => app.exports.main(["page"]))
  .catch(error => {
    console.error(error);
    document.documentElement.dataset.failed = "start";
  });
