package dev.tabitat.web.gpu;

/** The rows of a float matrix in 7 bits, four to a word, as {@link dev.tabitat.core.graph.Op.LinearInt8} says. */
final class Quantize {

    /** Buffers: x, codes, step and zero of each row. Parameters: rows, width, words of a row. */
    static final Kernel KERNEL = kernel(false);

    /** The same with a factor for each column in a fourth buffer. */
    static final Kernel SMOOTH = kernel(true);

    private Quantize() {}

    private static Kernel kernel(boolean smooth) {
        String[] buffers = smooth
                ? new String[]{"x: array<f32>", "+codes: array<u32>", "+quantized: array<vec2f>",
                        "smoothing: array<f32>"}
                : new String[]{"x: array<f32>", "+codes: array<u32>", "+quantized: array<vec2f>"};
        return new Kernel(smooth ? "quantize smoothed" : "quantize",
                Wgsl.params("rows: u32", "width: u32", "words: u32") + Wgsl.buffers(buffers)
                        + Wgsl.REDUCE + Wgsl.ROW_MAIN + """
                                  var low = 0.0;
                                  var high = 0.0;
                                  for (var k = i; k < p.width; k += 64u) {
                                    let v = x[row * p.width + k]FACTOR;
                                    low = min(low, v);
                                    high = max(high, v);
                                  }
                                  low = -largest(i, -low);
                                  high = largest(i, high);
                                  let wide = (high - low) / 127.0;
                                  let step = select(1.0, wide, wide >= 0x1p-126f);
                                  let inverse = 1.0 / step;
                                  let zero = round(-low * inverse);
                                  for (var word = i; word < p.words; word += 64u) {
                                    var code = 0u;
                                    for (var j = 0u; j < 4u; j++) {
                                      let k = word * 4u + j;
                                      if (k < p.width) {
                                        let q = clamp(round(x[row * p.width + k]FACTOR * inverse) + zero, 0.0, 127.0);
                                        code |= u32(q) << (8u * j);
                                      }
                                    }
                                    codes[row * p.words + word] = code;
                                  }
                                  if (i == 0u) { quantized[row] = vec2f(step, zero); }
                                }
                                """.replace("FACTOR", smooth ? " * smoothing[k]" : ""));
    }
}
