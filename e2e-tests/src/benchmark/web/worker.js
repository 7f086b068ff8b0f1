// Runs onnxruntime-web in a dedicated worker: Tabitat's engine lives in one too, and there ONNX Runtime's first thread may
// wait for the others instead of spinning.

const MODELS = { int8: '/models/int8.onnx', fp32: '/models/fp32.onnx' };
const WASM = '/ort/ort-wasm-simd-threaded.wasm';

let ort;
let provider;
let session;

async function bytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(url + ' answered ' + response.status);
  return new Uint8Array(await response.arrayBuffer());
}

function create(model) {
  return ort.InferenceSession.create(model, { executionProviders: [provider], graphOptimizationLevel: 'all' });
}

function tensor(values, dims) {
  return new ort.Tensor('int64', values, dims);
}

function feeds(ids, dims) {
  const all = {
    input_ids: () => tensor(BigInt64Array.from(ids, BigInt), dims),
    attention_mask: () => tensor(new BigInt64Array(ids.length).fill(1n), dims),
    token_type_ids: () => tensor(new BigInt64Array(ids.length), dims),
  };
  return Object.fromEntries(session.inputNames.map(name => [name, all[name]()]));
}

/** Mean over the tokens, then length one: what the model's card prescribes. */
function pooled(data, tokens, width) {
  const sum = new Float64Array(width);
  for (let t = 0; t < tokens; t++) for (let i = 0; i < width; i++) sum[i] += data[t * width + i];
  const length = Math.hypot(...sum);
  return Array.from(sum, value => Math.fround(value / length));
}

const operations = {
  /** Takes the build of onnxruntime-web that its documentation names for the backend. */
  async start({ backend, threads }) {
    provider = backend;
    ort = await import(backend === 'webgpu' ? '/ort/ort.webgpu.min.mjs' : '/ort/ort.wasm.min.mjs');
    ort.env.logLevel = 'error';
    ort.env.wasm.wasmPaths = '/ort/';
    ort.env.wasm.numThreads = threads;
    return { version: ort.env.versions.web ?? ort.env.versions.common, isolated: self.crossOriginIsolated };
  },

  async open({ model }) {
    session = await create(await bytes(MODELS[model]));
    return { inputs: session.inputNames, outputs: session.outputNames };
  },

  /** With everything in memory before the clock starts: the first session brings the WebAssembly up, the second finds it there. */
  async load({ model }) {
    const weights = await bytes(MODELS[model]);
    ort.env.wasm.wasmBinary = await bytes(WASM);
    const start = performance.now();
    session = await create(weights);
    const first = performance.now();
    await session.release();
    const again = performance.now();
    session = await create(weights);
    return { first_ms: first - start, again_ms: performance.now() - again };
  },

  /** The words that Tabitat's own bench takes. */
  async time({ tokens, batch, runs }) {
    const ids = Array.from({ length: tokens * batch }, (_, i) => 1000 + i * 7919 % (30522 - 1000));
    const inputs = feeds(ids, [batch, tokens]);
    const ms = [];
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      const outputs = await session.run(inputs);
      await outputs[session.outputNames[0]].getData();
      ms.push(performance.now() - start);
      Object.values(outputs).forEach(output => output.dispose());
    }
    return { ms };
  },

  /** One text a pass, so that nothing is padding. */
  async embed({ ids }) {
    const embeddings = [];
    for (const text of ids) {
      const outputs = await session.run(feeds(text, [1, text.length]));
      const output = outputs[session.outputNames[0]];
      embeddings.push(pooled(await output.getData(), text.length, output.dims.at(-1)));
    }
    return { embeddings };
  },
};

onmessage = async ({ data: { id, operation, argument } }) => {
  try {
    postMessage({ id, result: await operations[operation](argument) });
  } catch (e) {
    postMessage({ id, error: e?.message ?? String(e) });
  }
};
