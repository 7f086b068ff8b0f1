// The vectors that every engine gets, made where they are used: real embeddings first, then the same again with noise.

/** A generator of numbers from 0 to 1 that begins alike everywhere (mulberry32). */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6D2B79F5 >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296;
  };
}

globalThis.searchData = {
  width: 384,

  async load() {
    const response = await fetch('/vectors/base.f32');
    if (!response.ok) throw new Error('There are no vectors');
    this.base = new Float32Array(await response.arrayBuffer());
    this.count = this.base.length / this.width;
  },

  /** The row itself while there are real ones; then one of them with noise of 0.2 to 1.0 times its length, of unit length again. */
  write(row, into, at) {
    const { base, width, count } = this;
    const from = (row * 7919 % count) * width;
    if (row < count) {
      into.set(base.subarray(row * width, (row + 1) * width), at);
      return;
    }
    const random = numbers(row);
    const noise = (0.2 + 0.8 * random()) * Math.sqrt(3 / width);
    let squares = 0;
    for (let i = 0; i < width; i++) {
      const value = base[from + i] + noise * (2 * random() - 1);
      into[at + i] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares);
    for (let i = 0; i < width; i++) into[at + i] /= length;
  },

  rows(from, count) {
    const rows = new Float32Array(count * this.width);
    for (let i = 0; i < count; i++) this.write(from + i, rows, i * this.width);
    return rows;
  },

  /** Questions: rows that no index has. */
  queries(from, count) {
    return this.rows(10_000_000 + from, count);
  },
};
