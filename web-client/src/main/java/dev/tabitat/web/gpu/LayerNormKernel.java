package dev.tabitat.web.gpu;

/** The WGSL kernel of {@link dev.tabitat.core.graph.Op.LayerNorm}: a workgroup a row, the mean before the squares. */
final class LayerNormKernel {

    /** Buffers: x, gamma, beta, result. Parameters: rows, width, epsilon's bits. */
    static final Kernel PLAIN = kernel("layer norm", "x[start + k]");

    /** The same with a residual as the last buffer. */
    static final Kernel RESIDUAL = kernel("layer norm of a sum", "(x[start + k] + residual[start + k])",
            "residual: array<f32>");

    private LayerNormKernel() {}

    private static Kernel kernel(String name, String value, String... more) {
        String buffers = more.length == 0
                ? Wgsl.buffers("x: array<f32>", "gamma: array<f32>", "beta: array<f32>", "+y: array<f32>")
                : Wgsl.buffers("x: array<f32>", "gamma: array<f32>", "beta: array<f32>", "+y: array<f32>", more[0]);
        return new Kernel(name,
                Wgsl.params("rows: u32", "width: u32", "epsilon: f32") + buffers + Wgsl.REDUCE + Wgsl.ROW_MAIN
                        + """
                                  let start = row * p.width;
                                  var sum = 0.0;
                                  for (var k = i; k < p.width; k += 64u) { sum += VALUE; }
                                  let mean = total(i, sum) / f32(p.width);
                                  var squares = 0.0;
                                  for (var k = i; k < p.width; k += 64u) {
                                    let d = VALUE - mean;
                                    squares += d * d;
                                  }
                                  let scale = 1.0 / sqrt(total(i, squares) / f32(p.width) + p.epsilon);
                                  for (var k = i; k < p.width; k += 64u) { y[start + k] = (VALUE - mean) * scale * gamma[k] + beta[k]; }
                                }
                                """
                                .replace("VALUE", value));
    }
}
