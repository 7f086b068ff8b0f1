// One worker thread of the kernels: it waits in shared memory for programs and runs them; serve returns only by a trap.
onmessage = event => {
  const {bytes, imports, control, worker} = event.data;
  const kernels = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
  try {
    kernels.serve(control, worker);
  } catch (trap) {
    kernels.fail(control, worker);
    console.warn("kernel thread " + worker + " stopped: " + trap);
  }
};
