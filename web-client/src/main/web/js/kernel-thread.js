// One more thread for the kernels: it waits in shared memory for programs to run, and never comes back from there.
onmessage = event => {
  const {bytes, imports, place, thread} = event.data;
  new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports.serve(place, thread);
};
