package dev.tabitat.core.model.decoder;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufBytes;
import dev.tabitat.core.format.gguf.GgufTensor;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/**
 * Small decoders with random weights as GGUF files, of every architecture and element type; the same bytes on every
 * machine. {@code src/test/python/gguf_logits_fixtures.py} runs them with llama.cpp.
 */
public final class DecoderSamples {

    public static final int VOCABULARY = 64;
    public static final int WIDTH = 256;
    public static final List<String> ARCHITECTURES = List.of("llama", "qwen2", "qwen3", "gemma3");
    public static final List<GgufType> TYPES = List.of(GgufType.F32, GgufType.F16, GgufType.BF16, GgufType.Q8_0,
            GgufType.Q4_0, GgufType.Q4_1, GgufType.Q5_0, GgufType.Q5_1, GgufType.Q4_K, GgufType.Q5_K, GgufType.Q6_K);

    private static final int FEED_FORWARD = 512;
    private static final double MATRIX = 0.06;

    private final GgufBytes file = new GgufBytes();
    private final List<byte[]> data = new ArrayList<>();
    private final GgufType type;
    private final SplitMix64 random;
    private int headWidth = 64;
    private int heads = 4;

    private DecoderSamples(GgufType type, long seed) {
        this.type = type;
        random = new SplitMix64(seed);
    }

    /** A sequence of tokens that is longer than the windows. */
    public static int[] tokens() {
        SplitMix64 random = new SplitMix64(77);
        int[] tokens = new int[24];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.nextInt(VOCABULARY);
        }
        return tokens;
    }

    public static Decoder decoder(String architecture, GgufType type) {
        return Decoder.readGguf(List.of(Slices.of(file(architecture, type))));
    }

    /** The file of a model. */
    public static byte[] file(String architecture, GgufType type) {
        return new DecoderSamples(type, architecture.charAt(0) * 1000L + architecture.charAt(architecture.length() - 1))
                .build(architecture);
    }

    /** The same model in two files: every other tensor in the second. */
    public static List<Slices> split(String architecture, GgufType type) {
        byte[] whole = file(architecture, type);
        Gguf header = Gguf.read(Slices.of(whole));
        List<Slices> parts = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            DecoderSamples sample = new DecoderSamples(type, 0);
            if (part == 0) {
                sample.metadata(architecture);
            }
            sample.file.u32("split.no", part).u32("split.count", 2).u32("split.tensors.count",
                    header.tensors().size());
            for (int i = part; i < header.tensors().size(); i += 2) {
                GgufTensor tensor = header.tensors().get(i);
                long[] dims = new long[tensor.dims().size()];
                for (int k = 0; k < dims.length; k++) {
                    dims[k] = tensor.dims().get(k);
                }
                sample.file.tensor(tensor.name(), tensor.type(), dims);
                int from = (int) (header.dataStart() + tensor.offset());
                sample.data.add(java.util.Arrays.copyOfRange(whole, from, from + (int) tensor.bytes()));
            }
            parts.add(Slices.of(sample.bytes()));
        }
        return parts;
    }

    private void metadata(String architecture) {
        boolean isGemma = architecture.equals("gemma3");
        boolean isLlama = architecture.equals("llama");
        if (architecture.equals("qwen3")) {
            heads = 8;
        }
        int layers = isGemma ? 7 : 2;
        String prefix = architecture + ".";
        file.text("general.architecture", architecture).text("general.name", "random " + architecture)
                .u32(prefix + "vocab_size", VOCABULARY).u32(prefix + "context_length", 512)
                .u32(prefix + "embedding_length", WIDTH).u32(prefix + "block_count", layers)
                .u32(prefix + "feed_forward_length", FEED_FORWARD).u32(prefix + "attention.head_count", heads)
                .u32(prefix + "attention.head_count_kv", 2).u32(prefix + "attention.key_length", headWidth)
                .u32(prefix + "attention.value_length", headWidth)
                .f32(prefix + "attention.layer_norm_rms_epsilon", isLlama ? 1e-5f : 1e-6f)
                .f32(prefix + "rope.freq_base", isGemma ? 1_000_000 : 500_000)
                .text("tokenizer.ggml.model", "no_vocab");
        if (isGemma) {
            file.u32(prefix + "attention.sliding_window", 6);
        }
    }

    private byte[] build(String architecture) {
        boolean isGemma = architecture.equals("gemma3");
        boolean hasHeadNorm = isGemma || architecture.equals("qwen3");
        metadata(architecture);
        matrix("token_embd.weight", VOCABULARY, WIDTH);
        for (int i = 0; i < (isGemma ? 7 : 2); i++) {
            layer("blk." + i + ".", architecture.equals("qwen2"), hasHeadNorm, isGemma);
        }
        norm("output_norm.weight", WIDTH);
        if (architecture.equals("llama")) {
            matrix("output.weight", VOCABULARY, WIDTH);
            float[] factors = new float[headWidth / 2];
            for (int i = 0; i < factors.length; i++) {
                factors[i] = i < 8 ? 1 : 1 + i / 4f;
            }
            floats("rope_freqs.weight", factors);
        }
        return bytes();
    }

    private void layer(String block, boolean hasBias, boolean hasHeadNorm, boolean hasSandwich) {
        norm(block + "attn_norm.weight", WIDTH);
        matrix(block + "attn_q.weight", heads * headWidth, WIDTH);
        matrix(block + "attn_k.weight", 2 * headWidth, WIDTH);
        matrix(block + "attn_v.weight", 2 * headWidth, WIDTH);
        if (hasBias) {
            floats(block + "attn_q.bias", uniform(heads * headWidth, 0.5));
            floats(block + "attn_k.bias", uniform(2 * headWidth, 0.5));
            floats(block + "attn_v.bias", uniform(2 * headWidth, 0.5));
        }
        if (hasHeadNorm) {
            norm(block + "attn_q_norm.weight", headWidth);
            norm(block + "attn_k_norm.weight", headWidth);
        }
        matrix(block + "attn_output.weight", WIDTH, heads * headWidth);
        if (hasSandwich) {
            norm(block + "post_attention_norm.weight", WIDTH);
        }
        norm(block + "ffn_norm.weight", WIDTH);
        matrix(block + "ffn_gate.weight", FEED_FORWARD, WIDTH);
        matrix(block + "ffn_up.weight", FEED_FORWARD, WIDTH);
        matrix(block + "ffn_down.weight", WIDTH, FEED_FORWARD);
        if (hasSandwich) {
            norm(block + "post_ffw_norm.weight", WIDTH);
        }
    }

    private void norm(String name, int length) {
        float[] weights = uniform(length, 0.3);
        for (int i = 0; i < length; i++) {
            weights[i] += 1;
        }
        floats(name, weights);
    }

    private float[] uniform(int length, double size) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * size);
        }
        return values;
    }

    private void floats(String name, float[] values) {
        file.tensor(name, GgufType.F32, values.length);
        byte[] bytes = new byte[4 * values.length];
        for (int i = 0; i < values.length; i++) {
            put(bytes, 4 * i, Float.floatToIntBits(values[i]), 4);
        }
        data.add(bytes);
    }

    private void matrix(String name, int rows, int columns) {
        file.tensor(name, type, columns, rows);
        int blocks = rows * columns / type.blockElements();
        byte[] bytes = new byte[blocks * type.blockBytes()];
        for (int i = 0; i < blocks; i++) {
            block(bytes, i * type.blockBytes());
        }
        data.add(bytes);
    }

    /** A block of random bits whose scales make the weights as large as those of the other types. */
    private void block(byte[] bytes, int at) {
        int size = type.blockBytes();
        double wobble = 0.75 + random.nextDouble() / 2;
        switch (type) {
            case F32 -> put(bytes, at, Float.floatToIntBits((float) gaussian()), 4);
            case F16 -> put(bytes, at, half(gaussian()), 2);
            case BF16 -> put(bytes, at, Float.floatToIntBits((float) gaussian()) >>> 16, 2);
            case Q8_0 -> scaled(bytes, at, size, MATRIX / 74 * wobble, 0);
            case Q4_0 -> scaled(bytes, at, size, -MATRIX / 4.6 * wobble, 0);
            case Q4_1 -> scaled(bytes, at, size, MATRIX / 4.6 * wobble, -7.5);
            case Q5_0 -> scaled(bytes, at, size, -MATRIX / 9.2 * wobble, 0);
            case Q5_1 -> scaled(bytes, at, size, MATRIX / 9.2 * wobble, -15.5);
            case Q4_K -> scaled(bytes, at, size, MATRIX / 150 * wobble, 7.5);
            case Q5_K -> scaled(bytes, at, size, MATRIX / 300 * wobble, 15.5);
            case Q6_K -> {
                fill(bytes, at, size - 2);
                for (int i = 192; i < 208; i++) {
                    bytes[at + i] >>= 2;
                }
                put(bytes, at + 208, half(MATRIX / 340 * wobble), 2);
            }
            default -> throw new IllegalArgumentException(type.name());
        }
    }

    /** @param minimum in scales; 0 for a type without one */
    private void scaled(byte[] bytes, int at, int size, double scale, double minimum) {
        fill(bytes, at, size);
        put(bytes, at, half(scale), 2);
        if (minimum != 0) {
            put(bytes, at + 2, half(scale * minimum), 2);
        }
    }

    /** Nearly normal: the sum of four uniform numbers. */
    private double gaussian() {
        double sum = random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble();
        return (sum - 2) * Math.sqrt(3) * MATRIX;
    }

    private void fill(byte[] bytes, int at, int count) {
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) random.nextLong();
        }
    }

    /** IEEE 754 binary16, rounded towards zero; small numbers lose bits as it has them. */
    private static int half(double value) {
        int bits = Float.floatToIntBits((float) value);
        int exponent = (bits >>> 23 & 255) - 112;
        int sign = bits >>> 16 & 0x8000;
        int fraction = bits & 0x7FFFFF;
        if (exponent <= 0) {
            return exponent < -10 ? sign : sign | (fraction | 0x800000) >>> 14 - exponent;
        }
        return sign | exponent << 10 | fraction >>> 13;
    }

    private static void put(byte[] bytes, int at, int value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    private byte[] bytes() {
        byte[] header = file.header();
        byte[] all = java.util.Arrays.copyOf(header, header.length + (int) file.dataBytes());
        int at = header.length;
        for (byte[] tensor : data) {
            System.arraycopy(tensor, 0, all, at, tensor.length);
            at += (tensor.length + 31) / 32 * 32;
        }
        return all;
    }
}
