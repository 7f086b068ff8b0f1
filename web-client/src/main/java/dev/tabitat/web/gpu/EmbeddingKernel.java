package dev.tabitat.web.gpu;

/** The WGSL kernel of {@link dev.tabitat.core.graph.Op.Embedding}: a workgroup a token. */
final class EmbeddingKernel {

    /** Buffers: ids, places, words, positions, type, result. Parameters: tokens, width. */
    static final Kernel FLOATS = kernel("embedding f32", "words: array<f32>", "words[u32(ids[row]) * p.width + k]");

    /**
     * The same with words of int8, rows of whole 32-bit words, and after the result their scales; then words of a row.
     */
    static final Kernel INT8 = kernel("embedding int8", "words: array<u32>",
            "scales[u32(ids[row])] * f32(bitcast<i32>(words[u32(ids[row]) * p.words + k / 4u] << (24u - 8u * (k % 4u))) >> 24u)",
            "scales: array<f32>");

    private EmbeddingKernel() {}

    private static Kernel kernel(String name, String words, String word, String... more) {
        String[] buffers = new String[6 + more.length];
        String[] common = {"ids: array<i32>", "places: array<i32>", words, "positions: array<f32>", "kind: array<f32>",
                "+y: array<f32>"};
        System.arraycopy(common, 0, buffers, 0, 6);
        System.arraycopy(more, 0, buffers, 6, more.length);
        return new Kernel(name, Wgsl.params("rows: u32", "width: u32", "words: u32") + Wgsl.buffers(buffers) + Wgsl.ROW
                + Wgsl.ROW_MAIN + """
                          for (var k = i; k < p.width; k += 64u) {
                            y[row * p.width + k] = WORD + (positions[u32(places[row]) * p.width + k] + kind[k]);
                          }
                        }
                        """.replace("WORD", word));
    }
}
