package dev.tabitat.web.gpu;

import dev.tabitat.core.graph.Op;

/**
 * What adapters add on the activation path: {@link Op.LowRank}, {@link Op.SparseDelta}, {@link Op.Shift},
 * {@link Op.Activate}; a workgroup a row.
 */
final class AdapterKernel {

    /**
     * Buffers: y, x, down, up, result. Parameters: rows, inputs, outputs, rank, from, width. Sixty-four numbers of down
     * · x at a time stay in the workgroup; each thread always adds to the same outputs.
     */
    static final Kernel LOW_RANK = new Kernel("low rank", Wgsl.params("rows: u32", "inner: u32", "columns: u32",
            "rank: u32", "start: u32", "width: u32")
            + Wgsl.buffers("y: array<f32>", "x: array<f32>", "down: array<f32>", "up: array<f32>", "+z: array<f32>")
            + "var<workgroup> h: array<f32, 64>;\n" + Wgsl.ROW + Wgsl.ROW_MAIN
            + """
                      for (var k = i; k < p.columns; k += 64u) { z[row * p.columns + k] = y[row * p.columns + k]; }
                      for (var r0 = 0u; r0 < p.rank; r0 += 64u) {
                        var sum = 0.0;
                        if (r0 + i < p.rank) {
                          for (var k = 0u; k < p.inner; k++) { sum += down[(r0 + i) * p.inner + k] * x[row * p.inner + k]; }
                        }
                        h[i] = sum;
                        workgroupBarrier();
                        let ranks = min(64u, p.rank - r0);
                        for (var k = i; k < p.columns; k += 64u) {
                          if (k >= p.start && k < p.start + p.width) {
                            var more = 0.0;
                            for (var r = 0u; r < ranks; r++) { more += up[(k - p.start) * p.rank + r0 + r] * h[r]; }
                            z[row * p.columns + k] += more;
                          }
                        }
                        workgroupBarrier();
                      }
                    }
                    """);

    /** Buffers: y, x, ends of rows, columns, values, result. Parameters: rows, inputs, outputs, from, width. */
    static final Kernel SPARSE = new Kernel("sparse delta", Wgsl.params("rows: u32", "inner: u32", "columns: u32",
            "start: u32", "width: u32")
            + Wgsl.buffers("y: array<f32>", "x: array<f32>", "ends: array<i32>", "places: array<i32>",
                    "values: array<f32>", "+z: array<f32>")
            + Wgsl.ROW + Wgsl.ROW_MAIN
            + """
                      for (var k = i; k < p.columns; k += 64u) {
                        var sum = y[row * p.columns + k];
                        if (k >= p.start && k < p.start + p.width) {
                          for (var n = ends[k - p.start]; n < ends[k - p.start + 1u]; n++) { sum += values[n] * x[row * p.inner + u32(places[n])]; }
                        }
                        z[row * p.columns + k] = sum;
                      }
                    }
                    """);

    /** Buffers: x, vector, result. Parameters: rows, width. */
    static final Kernel SHIFT = new Kernel("shift", Wgsl.params("rows: u32", "width: u32")
            + Wgsl.buffers("x: array<f32>", "v: array<f32>", "+z: array<f32>") + Wgsl.ROW + Wgsl.ROW_MAIN + """
                      for (var k = i; k < p.width; k += 64u) { z[row * p.width + k] = x[row * p.width + k] + v[k]; }
                    }
                    """);

    private AdapterKernel() {}

    /** Buffers: x, result. Parameters: rows, width. */
    static Kernel activate(Op.Activation activation) {
        return new Kernel("activate " + activation, Wgsl.params("rows: u32", "width: u32")
                + Wgsl.buffers("x: array<f32>", "+z: array<f32>") + Wgsl.activation(activation) + Wgsl.ROW
                + Wgsl.ROW_MAIN
                + """
                          for (var k = i; k < p.width; k += 64u) { z[row * p.width + k] = activated(x[row * p.width + k]); }
                        }
                        """);
    }
}
