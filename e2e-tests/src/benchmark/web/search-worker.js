// Tabitat's search of vectors in a worker, where its engine lives: Java asks for requests one by one and answers them.
const requests = [];
let waiting;

globalThis.tabitatVectors = {
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

importScripts('/search-data.js', '/extra/engine.js');

const loaded = searchData.load();

const operations = {
  async open({ threads }) {
    return { kernel: await ask({ operation: 'open', width: searchData.width, threads, script: '/kernel-thread.js' }) };
  },

  async build({ rows, batch }) {
    let ms = 0;
    let bytes = 0;
    for (let from = 0; from < rows; from += batch) {
      const count = Math.min(batch, rows - from);
      const vectors = searchData.rows(from, count);
      const start = performance.now();
      bytes = await ask({ operation: 'add', vectors, count });
      ms += performance.now() - start;
    }
    return { ms, rows, index_bytes: bytes };
  },

  async time({ from, count, threads }) {
    const used = await ask({ operation: 'limit', threads });
    const { ms, rows } = await ask({ operation: 'time', vectors: searchData.queries(from, count), count, k: 10 });
    return { ms: Array.from(ms), rows: Array.from({ length: count }, (_, i) => Array.from(rows.subarray(10 * i, 10 * i + 10))), threads: used };
  },
};

onmessage = async ({ data: { id, operation, argument } }) => {
  try {
    await loaded;
    postMessage({ id, result: await operations[operation](argument) });
  } catch (e) {
    postMessage({ id, error: e?.message ?? String(e) });
  }
};
