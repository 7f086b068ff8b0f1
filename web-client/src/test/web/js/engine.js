// Starts the bench of vectors in a worker, which waits for globalThis.tabitatVectors to be there.
globalThis.tabitatVectorsReady = TeaVM.wasmGC.load("/extra/@app.wasm@").then(app => app.exports.main(["vectors"]));
