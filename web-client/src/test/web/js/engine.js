// In a worker: the bench of vectors, which takes requests from globalThis.tabitatVectors, that of the store where there is tabitatReads, or that of decoders where there is tabitatDecoders; or, where the address ends in "#threads=" and the
// address of the kernels' worker script, the contracts of kernel threads, whose results are posted.
const threads = /^#threads=(.+)/.exec(location.hash);
if (threads) {
  globalThis.tabitatKernelThread = threads[1];
  globalThis.tabitatPublish = results => postMessage(results);
}
TeaVM.wasmGC.load("/extra/@app.wasm@").then(app => app.exports.main([threads ? "threads" : globalThis.tabitatReads ? "store" : globalThis.tabitatDecoders ? "decoders" : "vectors"])).catch(error => setTimeout(() => { throw error; }));
