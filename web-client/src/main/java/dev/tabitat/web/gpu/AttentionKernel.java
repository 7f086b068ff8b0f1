package dev.tabitat.web.gpu;

/**
 * The WGSL kernel of {@link dev.tabitat.core.graph.Op.Attention}: a workgroup for each token and head takes the keys 64
 * at a time and keeps the largest score and the sum so far (Milakov, Gimelshein 2018), so that sequences may be of any
 * length.
 */
final class AttentionKernel {

    /**
     * Buffers: qkv, ends, result. Parameters: tokens, width, size of a head, sequences, bits of 1 / √size. Heads along
     * z.
     */
    static final Kernel KERNEL = new Kernel("attention",
            Wgsl.params("rows: u32", "width: u32", "size: u32", "sequences: u32", "scale: f32")
                    + Wgsl.buffers("x: array<f32>", "ends: array<i32>", "+y: array<f32>") + Wgsl.REDUCE
                    + "var<workgroup> weights: array<f32, 64>;\n" + Wgsl.ROW_MAIN + """
                              var sequence = 0u;
                              var beyond = p.sequences;
                              while (sequence + 1u < beyond) {
                                let middle = (sequence + beyond) / 2u;
                                if (u32(ends[middle]) <= row) { sequence = middle; } else { beyond = middle; }
                              }
                              let begin = u32(ends[sequence]);
                              let end = u32(ends[sequence + 1u]);
                              let stride = 3u * p.width;
                              let head = g.z * p.size;
                              let query = row * stride + head;
                              let result = row * p.width + head;
                              var top = LEAST;
                              var sum = 0.0;
                              for (var first = begin; first < end; first += 64u) {
                                let other = first + i;
                                var score = LEAST;
                                if (other < end) {
                                  let key = other * stride + p.width + head;
                                  var dots = 0.0;
                                  for (var k = 0u; k < p.size; k++) { dots += x[query + k] * x[key + k]; }
                                  score = dots * p.scale;
                                }
                                let above = max(top, largest(i, score));
                                let weight = select(0.0, exp(score - above), other < end);
                                let fade = select(exp(top - above), 0.0, first == begin);
                                weights[i] = weight;
                                sum = sum * fade + total(i, weight);
                                let count = min(64u, end - first);
                                for (var k = i; k < p.size; k += 64u) {
                                  var mixed = 0.0;
                                  if (first > begin) { mixed = y[result + k] * fade; }
                                  let value = first * stride + 2u * p.width + head + k;
                                  for (var j = 0u; j < count; j++) { mixed += weights[j] * x[value + j * stride]; }
                                  y[result + k] = mixed;
                                }
                                top = above;
                                workgroupBarrier();
                              }
                              for (var k = i; k < p.size; k += 64u) { y[result + k] = y[result + k] / sum; }
                            }
                            """);

    private AttentionKernel() {}
}
