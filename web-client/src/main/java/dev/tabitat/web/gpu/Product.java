package dev.tabitat.web.gpu;

import dev.tabitat.core.graph.Op;

/**
 * act(x · Wᵀ + b) in tiles of 32 by 32 results, 16 deep; each of 64 threads keeps 4 by 4 sums. In f32, or in words of
 * four int8 numbers, which {@link Quantize} makes.
 */
final class Product {

    static final int TILE = 32;

    private static final String BODY = """
            var<workgroup> xs: array<ELEMENT, 528>;
            var<workgroup> ws: array<ELEMENT, 528>;
            @compute @workgroup_size(8, 8)
            fn main(@builtin(workgroup_id) g: vec3u, @builtin(local_invocation_id) l: vec3u, @builtin(local_invocation_index) i: u32) {
              let row0 = g.y * 32u;
              let column0 = g.x * 32u;
              var sums4: array<vec4<SUM>, 4>;
              for (var k0 = 0u; k0 < p.inner; k0 += 16u) {
                for (var n = i; n < 512u; n += 64u) {
                  let r = n / 16u;
                  let k = n % 16u;
                  let inside = k0 + k < p.inner;
                  var a = ELEMENT(0);
                  var b = ELEMENT(0);
                  if (inside && row0 + r < p.rows) { a = x[(row0 + r) * p.inner + k0 + k]; }
                  if (inside && column0 + r < p.columns) { b = w[(column0 + r) * p.inner + k0 + k]; }
                  xs[k * 33u + r] = a;
                  ws[k * 33u + r] = b;
                }
                workgroupBarrier();
                for (var k = 0u; k < 16u; k++) {
                  let at = k * 33u + l.x * 4u;
                  let b = vec4<ELEMENT>(ws[at], ws[at + 1u], ws[at + 2u], ws[at + 3u]);
                  for (var m = 0u; m < 4u; m++) { sums4[m] += product(xs[k * 33u + l.y * 4u + m], b); }
                }
                workgroupBarrier();
              }
              for (var m = 0u; m < 4u; m++) {
                let row = row0 + l.y * 4u + m;
                for (var n = 0u; n < 4u; n++) {
                  let column = column0 + l.x * 4u + n;
                  if (row < p.rows && column < p.columns) {
                    let sum = sums4[m][n];
                    y[row * p.columns + column] = activated(FINISH);
                  }
                }
              }
            }
            """;

    private static final String PACKED = """
            fn product(a: u32, b: vec4u) -> vec4i {
              return vec4i(dot4I8Packed(a, b.x), dot4I8Packed(a, b.y), dot4I8Packed(a, b.z), dot4I8Packed(a, b.w));
            }
            """;

    /** Each signed byte comes down by shifts. */
    private static final String UNPACKED = """
            fn byte_of(v: vec4u, n: u32) -> vec4i { return bitcast<vec4i>(v << vec4u(24u - 8u * n)) >> vec4u(24u); }
            fn product(a: u32, b: vec4u) -> vec4i {
              let v = vec4u(a);
              return byte_of(v, 0u) * byte_of(b, 0u) + byte_of(v, 1u) * byte_of(b, 1u)
                   + byte_of(v, 2u) * byte_of(b, 2u) + byte_of(v, 3u) * byte_of(b, 3u);
            }
            """;

    private Product() {}

    /** Buffers: x, weights, bias, result. Parameters: rows, inputs, outputs. */
    static Kernel floats(Op.Activation activation) {
        return kernel("product f32 " + activation, "f32", "f32", "sum + bias[column]",
                Wgsl.buffers("x: array<f32>", "w: array<f32>", "bias: array<f32>", "+y: array<f32>")
                        + "fn product(a: f32, b: vec4f) -> vec4f { return a * b; }\n" + Wgsl.activation(activation));
    }

    /**
     * Buffers: codes, weights with rows of whole words, bias, result, scales, sums of the weights' rows, steps and
     * zeros. Parameters: rows, words of a row, outputs.
     *
     * @param packedDot whether WGSL has {@code dot4I8Packed} here
     */
    static Kernel int8(Op.Activation activation, boolean packedDot) {
        return kernel("product int8 " + activation + (packedDot ? " packed" : ""), "u32", "i32",
                "f32(sum - i32(quantized[row].y) * sums[column]) * (quantized[row].x * scales[column]) + bias[column]",
                Wgsl.buffers("x: array<u32>", "w: array<u32>", "bias: array<f32>", "+y: array<f32>",
                        "scales: array<f32>",
                        "sums: array<i32>", "quantized: array<vec2f>")
                        + (packedDot ? PACKED : UNPACKED) + Wgsl.activation(activation));
    }

    private static Kernel kernel(String name, String element, String sum, String finish, String head) {
        return new Kernel(name, Wgsl.params("rows: u32", "inner: u32", "columns: u32") + head
                + BODY.replace("ELEMENT", element).replace("SUM", sum).replace("FINISH", finish));
    }
}
