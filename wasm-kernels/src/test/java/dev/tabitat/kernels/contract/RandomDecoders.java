package dev.tabitat.kernels.contract;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.core.model.decoder.DecoderTensors;
import dev.tabitat.core.model.decoder.Rotary;
import dev.tabitat.core.model.decoder.WeightMatrix;
import java.util.ArrayList;
import java.util.List;

/** Small decoders of every architecture with random weights of about the size that keeps hidden states in bounds. */
public final class RandomDecoders {

    /** The architectures, and one with every multiplier. */
    public static final List<String> ARCHITECTURES = List.of("llama", "qwen2", "qwen3", "gemma3", "multipliers");

    private static final int CONTEXT = 2048;

    /** Positions that a token sees in every other layer of Gemma. */
    private static final int WINDOW = 5;

    /** So many blocks of a matrix are different; a larger one has them again and again. */
    private static final int REPEATED_BLOCKS = 10_007;

    private final Numbers random;

    public RandomDecoders(long seed) {
        random = new Numbers(seed);
    }

    /** A file of so many bytes in which some come again and again. */
    private record Repeated(byte[] bytes, long length) implements Slices {

        @Override
        public byte[] read(long offset, int count) {
            byte[] read = new byte[count];
            for (int done = 0; done < count;) {
                int at = (int) ((offset + done) % bytes.length);
                int next = Math.min(count - done, bytes.length - at);
                System.arraycopy(bytes, at, read, done, next);
                done += next;
            }
            return read;
        }
    }

    /** Sizes of a decoder. */
    public record Sizes(int vocabulary, int width, int heads, int keyValueHeads, int headWidth, int feedForward,
            int layers) {
    }

    /** The type of a matrix: K types need columns that are multiples of 256. */
    public interface Types {

        /** @param layer of the matrix; -1 for the embedding and the output */
        GgufType of(String name, int layer);
    }

    /** @param type of all matrices */
    public Decoder decoder(String architecture, GgufType type, Sizes sizes) {
        return decoder(architecture, (name, layer) -> type, sizes);
    }

    public Decoder decoder(String architecture, Types types, Sizes sizes) {
        boolean isGemma = architecture.equals("gemma3");
        boolean hasMultipliers = architecture.equals("multipliers");
        Rotary global = Rotary.of(isGemma ? 1e6 : 1e4, architecture.equals("llama") ? sizes.headWidth() / 2
                : Math.max(1, sizes.headWidth() / 2 - 1));
        Rotary local = isGemma ? Rotary.of(1e4, sizes.headWidth() / 2) : global;
        List<DecoderSpec.Layer> layers = new ArrayList<>();
        for (int i = 0; i < sizes.layers(); i++) {
            boolean isLocal = isGemma && i % 2 == 0;
            layers.add(new DecoderSpec.Layer(isLocal ? WINDOW : 0, isLocal ? local : global));
        }
        float attention = (float) (1 / Math.sqrt(sizes.headWidth()));
        DecoderSpec.Multipliers multipliers = new DecoderSpec.Multipliers(
                isGemma ? (float) Math.sqrt(sizes.width()) : hasMultipliers ? 3 : 1, attention,
                hasMultipliers ? 0.25f : 1, hasMultipliers ? 0.125f : 1);
        DecoderSpec spec = new DecoderSpec(architecture, sizes.vocabulary(), sizes.width(), sizes.heads(),
                sizes.keyValueHeads(), sizes.headWidth(), sizes.feedForward(), CONTEXT, isGemma ? 1e-6f : 1e-5f,
                isGemma ? DecoderSpec.Activation.GELU_TANH : DecoderSpec.Activation.SILU,
                architecture.equals("llama") ? DecoderSpec.RotaryPairs.NEIGHBOURS : DecoderSpec.RotaryPairs.HALVES,
                architecture.equals("qwen2"), isGemma || architecture.equals("qwen3"), isGemma, multipliers, layers);
        return new Decoder(spec, tensors(spec, types));
    }

    private DecoderTensors tensors(DecoderSpec spec, Types types) {
        WeightMatrix embedding = matrix("token_embd", types, -1, spec.vocabulary(), spec.width());
        List<DecoderTensors.Layer> layers = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            int queries = spec.queryWidth();
            int keys = spec.keyValueWidth();
            boolean hasBias = spec.hasQueryKeyValueBias();
            boolean hasNorm = spec.hasQueryKeyNorm();
            boolean isSandwich = spec.hasSandwichNorms();
            layers.add(new DecoderTensors.Layer(norm(spec.width()), matrix("attn_q", types, i, queries, spec.width()),
                    matrix("attn_k", types, i, keys, spec.width()), matrix("attn_v", types, i, keys, spec.width()),
                    hasBias ? random.units(queries) : new float[0], hasBias ? random.units(keys) : new float[0],
                    hasBias ? random.units(keys) : new float[0], hasNorm ? norm(spec.headWidth()) : new float[0],
                    hasNorm ? norm(spec.headWidth()) : new float[0],
                    matrix("attn_output", types, i, spec.width(), queries),
                    isSandwich ? norm(spec.width()) : new float[0], norm(spec.width()),
                    matrix("ffn_gate", types, i, spec.feedForwardWidth(), spec.width()),
                    matrix("ffn_up", types, i, spec.feedForwardWidth(), spec.width()),
                    matrix("ffn_down", types, i, spec.width(), spec.feedForwardWidth()),
                    isSandwich ? norm(spec.width()) : new float[0]));
        }
        boolean isTied = spec.architecture().equals("gemma3") || spec.architecture().equals("qwen2");
        WeightMatrix output = isTied ? embedding : matrix("output", types, -1, spec.vocabulary(), spec.width());
        return new DecoderTensors(embedding, layers, norm(spec.width()), output);
    }

    private float[] norm(int width) {
        float[] weights = random.units(width);
        for (int i = 0; i < width; i++) {
            weights[i] = 1 + weights[i] / 8;
        }
        return weights;
    }

    private WeightMatrix matrix(String name, Types types, int layer, int rows, int columns) {
        GgufType type = types.of(name, layer);
        long bytes = (long) rows * (columns / type.blockElements()) * type.blockBytes();
        byte[] file = new byte[(int) Math.min(bytes, (long) REPEATED_BLOCKS * type.blockBytes())];
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) random.bits();
        }
        double size = 1 / Math.sqrt(columns);
        for (int block = 0; block < file.length; block += type.blockBytes()) {
            float sign = random.below(2) == 0 ? 1 : -1;
            switch (type) {
                case F32 -> putWord(file, block, Float.floatToIntBits((float) (size * 1.7 * random.unit())), 4);
                case F16 -> half(file, block, (float) (size * 1.7 * random.unit()));
                case BF16 -> putWord(file, block, Float.floatToIntBits((float) (size * 1.7 * random.unit())) >> 16, 2);
                case Q8_0 -> half(file, block, (float) (sign * size / 74));
                case Q4_0 -> half(file, block, (float) (sign * size / 4.6));
                case Q5_0 -> half(file, block, (float) (sign * size / 9.2));
                case Q4_1 -> scaleAndMinimum(file, block, (float) (sign * size / 4.6), -7.5f);
                case Q5_1 -> scaleAndMinimum(file, block, (float) (sign * size / 9.2), -15.5f);
                case Q4_K -> scaleAndMinimum(file, block, (float) (sign * size / 190), 7.5f);
                case Q5_K -> scaleAndMinimum(file, block, (float) (sign * size / 400), 15.5f);
                case Q6_K -> half(file, block + 208, (float) (sign * size / (74 * 18.5)));
                default -> throw new IllegalArgumentException(type.name());
            }
        }
        return new WeightMatrix(name, type, rows, columns, new Repeated(file, bytes), 0);
    }

    private static void scaleAndMinimum(byte[] file, int at, float scale, float minimum) {
        half(file, at, scale);
        half(file, at + 2, scale * minimum);
    }

    /** The nearest f16 towards zero, of a magnitude below 2^16. */
    private static void half(byte[] file, int at, float value) {
        int bits = Float.floatToIntBits(value);
        int exponent = (bits >>> 23 & 255) - 112;
        int magnitude = exponent < 1 ? (int) (Math.abs(value) * (1 << 24)) : exponent << 10 | bits >>> 13 & 1023;
        putWord(file, at, bits >>> 16 & 0x8000 | magnitude, 2);
    }

    private static void putWord(byte[] file, int at, int word, int bytes) {
        for (int i = 0; i < bytes; i++) {
            file[at + i] = (byte) (word >> 8 * i);
        }
    }
}
