package dev.tabitat.web.gpu;

/** {@link dev.tabitat.core.graph.Op.Pool}: a workgroup a sequence. */
final class PoolingKernel {

    /** Buffers: x, ends, result. Parameters: sequences, width, 1 to take the first token only. */
    static final Kernel KERNEL = new Kernel("pool",
            Wgsl.params("rows: u32", "width: u32", "first: u32")
                    + Wgsl.buffers("x: array<f32>", "ends: array<i32>", "+y: array<f32>") + Wgsl.ROW + Wgsl.ROW_MAIN
                    + """
                              let begin = u32(ends[row]);
                              let end = select(u32(ends[row + 1u]), begin + 1u, p.first == 1u);
                              for (var k = i; k < p.width; k += 64u) {
                                var sum = 0.0;
                                for (var token = begin; token < end; token++) { sum += x[token * p.width + k]; }
                                y[row * p.width + k] = sum / f32(end - begin);
                              }
                            }
                            """);

    private PoolingKernel() {}
}
