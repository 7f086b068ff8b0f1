// Tabitat's decoders in a worker, where its engine lives: Java asks for requests one by one and answers them.
const requests = [];
let waiting;

globalThis.tabitatDecoders = {
  next: () => new Promise(resolve => {
    if (requests.length > 0) resolve(requests.shift());
    else waiting = resolve;
  }),
};

function ask(fields) {
  return new Promise((answer, reject) => {
    const request = { ...fields, answer, refuse: message => reject(new Error(message)) };
    if (waiting === undefined) {
      requests.push(request);
    } else {
      waiting(request);
      waiting = undefined;
    }
  });
}

importScripts('/extra/engine.js');

onmessage = async ({ data: { id, operation, argument } }) => {
  try {
    postMessage({ id, result: await ask({ operation, script: '/kernel-thread.js', ...argument }) });
  } catch (e) {
    postMessage({ id, error: e?.message ?? String(e) });
  }
};
