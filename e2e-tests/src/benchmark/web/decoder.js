// The bench of decoders in a worker, offered to the benchmark as globalThis.peer.call(operation, argument).
const worker = new Worker('/decoder-worker.js');
const waiting = new Map();
let last = 0;

worker.onmessage = ({ data: { id, result, error } }) => {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) resolve(result);
  else reject(new Error(error));
};

worker.onerror = event => {
  waiting.forEach(({ reject }) => reject(new Error('The worker failed: ' + event.message)));
  waiting.clear();
};

globalThis.peer = {
  call: (operation, argument) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    worker.postMessage({ id: last, operation, argument });
  }),
};
