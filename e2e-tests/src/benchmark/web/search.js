// One engine of nearest vectors, offered to the benchmark as globalThis.peer.call(operation, argument); ?who= names it.
import '/search-data.js';
import '/search-engines.js';

const who = new URLSearchParams(location.search).get('who');

/** Tabitat's operations run in its worker. */
function inWorker() {
  const worker = new Worker('/search-worker.js');
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
  return (operation, argument) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    worker.postMessage({ id: last, operation, argument });
  });
}

/** The others' run here: hnswlib-wasm is built for pages, and Orama is as fast here as in a worker. */
async function inPage() {
  await searchData.load();
  const engine = searchEngines[who]();
  const operations = {
    async open({ rows }) {
      await engine.open(rows);
      return {};
    },

    /** Ends after `cap_ms` even when rows are left. */
    async build({ rows, batch, cap_ms }) {
      let ms = 0;
      let from = 0;
      while (from < rows && ms < cap_ms) {
        const count = Math.min(batch, rows - from);
        const vectors = searchData.rows(from, count);
        const start = performance.now();
        await engine.add(vectors, from, count);
        ms += performance.now() - start;
        from += count;
      }
      return { ms, rows: from };
    },

    async time({ from, count }) {
      const queries = searchData.queries(from, count);
      const ms = [];
      const rows = [];
      for (let i = 0; i < count; i++) {
        const query = queries.slice(i * searchData.width, (i + 1) * searchData.width);
        const start = performance.now();
        rows.push(await engine.find(query));
        ms.push(performance.now() - start);
      }
      return { ms, rows };
    },
  };
  return (operation, argument) => operations[operation](argument);
}

globalThis.peer = { call: who === 'tabitat' ? inWorker() : await inPage() };
