package dev.tabitat.web.gpu;

import dev.tabitat.core.graph.Op;

/** WGSL that several kernels share. */
final class Wgsl {

    /** Rows along the first dimension of a dispatch before the second counts on. */
    static final int FOLD = 32_768;

    /** Threads of a workgroup that works on one row. */
    static final int THREADS = 64;

    /** The row of a workgroup, when each row has its own. */
    static final String ROW = """
            fn row_of(g: vec3u) -> u32 { return g.y * 32768u + g.x; }
            """;

    /** Sums and maxima over the 64 threads of a workgroup. */
    static final String REDUCE = ROW + """
            var<workgroup> part: array<f32, 64>;
            fn total(i: u32, v: f32) -> f32 {
              part[i] = v;
              workgroupBarrier();
              for (var s = 32u; s > 0u; s /= 2u) {
                if (i < s) { part[i] += part[i + s]; }
                workgroupBarrier();
              }
              let r = part[0];
              workgroupBarrier();
              return r;
            }
            fn largest(i: u32, v: f32) -> f32 {
              part[i] = v;
              workgroupBarrier();
              for (var s = 32u; s > 0u; s /= 2u) {
                if (i < s) { part[i] = max(part[i], part[i + s]); }
                workgroupBarrier();
              }
              let r = part[0];
              workgroupBarrier();
              return r;
            }
            const LEAST = -3.4028234e38;
            """;

    /** The head of a kernel with one workgroup of 64 a row. */
    static final String ROW_MAIN = """
            @compute @workgroup_size(64)
            fn main(@builtin(workgroup_id) g: vec3u, @builtin(local_invocation_index) i: u32) {
              let row = row_of(g);
              if (row >= p.rows) { return; }
            """;

    /** 1 / (1 + e^-v), by the power of what is not above 0: it never overflows. */
    private static final String SIGMOID = """
            fn sigmoid(v: f32) -> f32 {
              let power = exp(-abs(v));
              return select(1.0, power, v < 0.0) / (1.0 + power);
            }
            """;

    /**
     * The complementary error function after Abramowitz and Stegun 7.1.26, 1.5e-7 off at most, so that nothing cancels
     * far from zero.
     */
    private static final String GELU = """
            fn activated(v: f32) -> f32 {
              let z = abs(v) * 0.70710678;
              let t = 1.0 / (1.0 + 0.3275911 * z);
              let sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
              let tail = 0.5 * sum * exp(-z * z);
              return select(v * (1.0 - tail), v * tail, v < 0.0);
            }
            """;

    private Wgsl() {}

    /** A block of parameters: {@code rows} and the named others. */
    static String params(String... fields) {
        return "struct Params { " + String.join(", ", fields) + " }\n@group(0) @binding(0) var<uniform> p: Params;\n";
    }

    /** Storage buffers from binding 1 on, each as {@code name: type}; a leading {@code +} makes one writable. */
    static String buffers(String... declarations) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < declarations.length; i++) {
            boolean written = declarations[i].charAt(0) == '+';
            text.append("@group(0) @binding(").append(i + 1).append(") var<storage, ")
                    .append(written ? "read_write> " : "read> ")
                    .append(written ? declarations[i].substring(1) : declarations[i]).append(";\n");
        }
        return text.toString();
    }

    static String activation(Op.Activation activation) {
        return switch (activation) {
            case NONE -> "fn activated(v: f32) -> f32 { return v; }\n";
            case RELU -> "fn activated(v: f32) -> f32 { return max(v, 0.0); }\n";
            case GELU -> GELU;
            case GELU_TANH -> SIGMOID + """
                    fn activated(v: f32) -> f32 { return v * sigmoid((v * v * 0.044715 + 1.0) * v * 1.5957691); }
                    """;
            case SILU -> SIGMOID + "fn activated(v: f32) -> f32 { return v * sigmoid(v); }\n";
            case TANH -> """
                    fn activated(v: f32) -> f32 {
                      let power = exp(-2.0 * abs(v));
                      return sign(v) * (1.0 - power) / (1.0 + power);
                    }
                    """;
        };
    }
}
