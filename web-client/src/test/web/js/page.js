// Runs the contracts in this page and leaves their results on globalThis.tabitatSelfTest.
TeaVM.wasmGC.load("/extra/@app.wasm@").then(app => app.exports.main([])).catch(error => {
  globalThis.tabitatSelfTest = { done: true, results: [{ name: "start", passed: false, checks: 0, message: String(error) }] };
});
