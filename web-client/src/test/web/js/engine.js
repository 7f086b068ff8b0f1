// Starts the bench of vectors in a worker, which offers requests as globalThis.tabitatVectors.
TeaVM.wasmGC.load("/extra/@app.wasm@").then(app => app.exports.main(["vectors"])).catch(error => setTimeout(() => { throw error; }));
