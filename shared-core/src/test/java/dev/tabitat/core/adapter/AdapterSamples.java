package dev.tabitat.core.adapter;

import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Adapters of each kind for any encoder, for tests: the same for the same seed, and strong enough to be seen. */
public final class AdapterSamples {

    private AdapterSamples() {
    }

    /** A LoRA on queries and values, as most are. */
    public static Lora lora(BertConfig base, int rank, long seed) {
        return lora(base, LoraConfig.of(rank, 2.0 * rank, List.of("query", "value")), seed);
    }

    /** A LoRA for whatever its configuration names. */
    public static Lora lora(BertConfig base, LoraConfig config, long seed) {
        Random random = new Random(seed);
        Map<String, Lora.Pair> pairs = new LinkedHashMap<>();
        for (Modules.Linear module : Modules.of(base).linears()) {
            if (config.targets(module.name())) {
                int rank = config.rank(module.name());
                pairs.put(module.name(), new Lora.Pair(matrix(random, rank, module.in(), 0.3f),
                        matrix(random, module.out(), rank, 0.05f)));
            }
        }
        return new Lora(config, pairs);
    }

    /** A low-rank delta of ranks 1, 2, 3, ... on the layers after attention. */
    public static LowRankDelta lowRank(BertConfig base, long seed) {
        Random random = new Random(seed);
        Map<String, LowRankDelta.Factors> factors = new LinkedHashMap<>();
        int rank = 1;
        for (Modules.Linear module : Modules.of(base).linears()) {
            if (module.name().endsWith(".dense")) {
                factors.put(module.name(), new LowRankDelta.Factors(matrix(random, rank, module.in(), 0.3f),
                        matrix(random, module.out(), rank, 0.1f)));
                rank = rank % 6 + 1;
            }
        }
        return new LowRankDelta(0.75, factors);
    }

    /** A sparse delta of one weight in fifty of every matrix. */
    public static SparseDelta sparse(BertConfig base, long seed) {
        Random random = new Random(seed);
        Map<String, SparseDelta.Rows> rows = new LinkedHashMap<>();
        for (Modules.Linear module : Modules.of(base).linears()) {
            float[] dense = new float[module.out() * module.in()];
            for (int n = 0; n < dense.length / 50; n++) {
                dense[random.nextInt(dense.length)] = random.nextFloat() - 0.5f;
            }
            rows.put(module.name(), rows(Tensor.ofFloats(Shape.of(module.out(), module.in()), dense)));
        }
        return new SparseDelta(1.25, rows);
    }

    /** The values of a matrix F32 [out, in] that are not 0. */
    private static SparseDelta.Rows rows(Tensor matrix) {
        int out = matrix.shape().dim(0);
        int in = matrix.shape().dim(1);
        float[] dense = matrix.toFloats();
        int[] ends = new int[out + 1];
        int count = 0;
        for (float value : dense) {
            count += value == 0 ? 0 : 1;
        }
        int[] columns = new int[count];
        float[] values = new float[count];
        int at = 0;
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                if (dense[o * in + i] != 0) {
                    columns[at] = i;
                    values[at++] = dense[o * in + i];
                }
            }
            ends[o + 1] = at;
        }
        return new SparseDelta.Rows(Tensor.ofInts(Shape.of(out + 1), ends), Tensor.ofInts(Shape.of(count), columns),
                Tensor.ofFloats(Shape.of(count), values));
    }

    /** A preference: a vector after every layer. */
    public static Intervention intervention(BertConfig base, long seed) {
        Random random = new Random(seed);
        Map<Integer, Tensor> vectors = new LinkedHashMap<>();
        for (int layer = 0; layer < base.layers(); layer++) {
            vectors.put(layer, Tensor.ofFloats(Shape.of(base.hidden()), floats(random, base.hidden(), 0.3f)));
        }
        return new Intervention(-0.5, vectors);
    }

    /** One of each kind. */
    public static List<Adapter> each(BertConfig base, long seed) {
        return new ArrayList<>(List.of(lora(base, 4, seed), lowRank(base, seed + 1), sparse(base, seed + 2),
                intervention(base, seed + 3)));
    }

    /** Weights of an encoder of any measures. */
    public static Map<String, Tensor> weights(BertConfig config, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int hidden = config.hidden();
        tensors.put("embeddings.word_embeddings.weight", matrix(random, config.vocabulary(), hidden, 0.3f));
        tensors.put("embeddings.position_embeddings.weight", matrix(random, config.positions(), hidden, 0.3f));
        tensors.put("embeddings.token_type_embeddings.weight", matrix(random, 2, hidden, 0.3f));
        norm(tensors, random, "embeddings.LayerNorm", hidden);
        for (Modules.Linear module : Modules.of(config).linears()) {
            tensors.put(module.name() + ".weight", matrix(random, module.out(), module.in(), 0.1f));
            tensors.put(module.name() + ".bias",
                    Tensor.ofFloats(Shape.of(module.out()), floats(random, module.out(), 0.1f)));
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            norm(tensors, random, "encoder.layer." + layer + ".attention.output.LayerNorm", hidden);
            norm(tensors, random, "encoder.layer." + layer + ".output.LayerNorm", hidden);
        }
        return tensors;
    }

    private static void norm(Map<String, Tensor> tensors, Random random, String name, int width) {
        float[] gamma = floats(random, width, 0.2f);
        for (int i = 0; i < width; i++) {
            gamma[i] += 1;
        }
        tensors.put(name + ".weight", Tensor.ofFloats(Shape.of(width), gamma));
        tensors.put(name + ".bias", Tensor.ofFloats(Shape.of(width), floats(random, width, 0.2f)));
    }

    static Tensor matrix(Random random, int rows, int columns, float size) {
        return Tensor.ofFloats(Shape.of(rows, columns), floats(random, rows * columns, size));
    }

    static float[] floats(Random random, int count, float size) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = size * (2 * random.nextFloat() - 1);
        }
        return values;
    }
}
