// How each engine is asked: open, add rows (a batch of vectors and the number of its first row), find k rows for one vector.

const K = 10;

function row(vectors, i) {
  return vectors.subarray(i * searchData.width, (i + 1) * searchData.width);
}

/** Every product in JavaScript: what is right. */
function exact() {
  const batches = [];
  let rows = 0;
  return {
    async open() {},
    async add(vectors, from, count) {
      batches.push(vectors);
      rows = from + count;
    },
    async find(query) {
      const best = [];
      let number = 0;
      for (const vectors of batches) {
        for (let at = 0; at < vectors.length; at += query.length) {
          let score = 0;
          for (let i = 0; i < query.length; i++) score += vectors[at + i] * query[i];
          if (best.length < K || score > best[K - 1].score) {
            let place = best.length;
            while (place > 0 && best[place - 1].score < score) place--;
            best.splice(place, 0, { score, number });
            best.length = Math.min(best.length, K);
          }
          number++;
        }
      }
      return best.map(hit => hit.number);
    },
  };
}

/** Orama's vector search; a least similarity of 0, since by default it finds nothing that is less alike than 0.8. */
function orama() {
  let library;
  let index;
  return {
    async open() {
      library = await import('/npm/@orama/orama/dist/browser/index.js');
      index = library.create({ schema: { vector: `vector[${searchData.width}]` } });
    },
    async add(vectors, from, count) {
      for (let i = 0; i < count; i++) library.insert(index, { id: String(from + i), vector: Array.from(row(vectors, i)) });
    },
    async find(query) {
      const found = await library.search(index, {
        mode: 'vector', vector: { value: query, property: 'vector' }, similarity: 0, limit: K, includeVectors: false,
      });
      return found.hits.map(hit => Number(hit.id));
    },
  };
}

/** hnswlib-wasm with the parameters of its README, and ef 64 in searches. */
function hnswlib() {
  let index;
  return {
    async open(rows) {
      const library = await (await import('/npm/hnswlib-wasm/dist/hnswlib.js')).loadHnswlib();
      index = new library.HierarchicalNSW('ip', searchData.width, '');
      index.initIndex(rows, 16, 200, 100);
      index.setEfSearch(64);
    },
    async add(vectors, from, count) {
      for (let i = 0; i < count; i++) index.addPoint(row(vectors, i), from + i, false);
    },
    async find(query) {
      return Array.from(index.searchKnn(query, K, undefined).neighbors);
    },
  };
}

globalThis.searchEngines = { exact, orama, hnswlib };
