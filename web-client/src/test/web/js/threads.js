// Runs the contracts of kernel threads in a worker, which may wait in shared memory: takes the address of the kernels' worker script, answers with the results.
globalThis.tabitatPublish = results => postMessage(results);
onmessage = event => {
  globalThis.tabitatKernelThread = event.data;
  TeaVM.wasmGC.load("/extra/@app.wasm@").then(app => app.exports.main(["threads"])).catch(error => setTimeout(() => { throw error; }));
};
