package dev.tabitat.web.gpu;

/**
 * The WGSL kernel of {@link dev.tabitat.core.graph.Op.Softmax} and {@link dev.tabitat.core.graph.Op.Normalize}: a
 * workgroup a row.
 */
final class SoftmaxKernel {

    /** Buffers: x, result. Parameters: rows, width. */
    static final Kernel SOFTMAX = kernel("softmax", """
              var top = LEAST;
              for (var k = i; k < p.width; k += 64u) { top = max(top, x[start + k]); }
              top = largest(i, top);
              var sum = 0.0;
              for (var k = i; k < p.width; k += 64u) { sum += exp(x[start + k] - top); }
              sum = total(i, sum);
              for (var k = i; k < p.width; k += 64u) { y[start + k] = exp(x[start + k] - top) / sum; }
            }
            """);

    /** The same buffers and parameters. */
    static final Kernel NORMALIZE = kernel("normalize", """
              var squares = 0.0;
              for (var k = i; k < p.width; k += 64u) { squares += x[start + k] * x[start + k]; }
              let scale = 1.0 / max(1e-12, sqrt(total(i, squares)));
              for (var k = i; k < p.width; k += 64u) { y[start + k] = x[start + k] * scale; }
            }
            """);

    private SoftmaxKernel() {}

    private static Kernel kernel(String name, String body) {
        return new Kernel(name, Wgsl.params("rows: u32", "width: u32") + Wgsl.buffers("x: array<f32>", "+y: array<f32>")
                + Wgsl.REDUCE + Wgsl.ROW_MAIN + "  let start = row * p.width;\n" + body);
    }
}
