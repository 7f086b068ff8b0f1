package dev.tabitat.core.model.encoder;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small model of each family with seeded weights, made without files, so that it can be made in a browser too. */
public final class EncoderSamples {

    /** The families by their {@code model_type}. */
    public static final List<String> FAMILIES = List.of("bert", "electra", "roberta", "distilbert", "mpnet",
            "modernbert",
            "nomic_bert", "deberta-v2");

    /** The width of all but the embeddings of ELECTRA. */
    public static final int WIDTH = 32;

    /** Rows of the vocabulary. */
    public static final int WORDS = 40;

    /** The longest sequence that each reads at least. */
    public static final int LONGEST = 30;

    private static final int INNER = 48;
    private static final int LAYERS = 2;

    private final Random random;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private EncoderSamples(long seed) {
        random = new Random(seed);
    }

    /** The configuration of a family's sample, as Hugging Face writes it. */
    public static JsonObject config(String family) {
        String common = "\"vocab_size\": 40, \"max_position_embeddings\": 32, \"pad_token_id\": 1, ";
        String own = switch (family) {
            case "distilbert" -> "\"dim\": 32, \"n_layers\": 2, \"n_heads\": 4, \"hidden_dim\": 48";
            case "nomic_bert" -> "\"n_embd\": 32, \"n_layer\": 2, \"n_head\": 4, \"n_inner\": 48, \"n_positions\": 30,"
                    + " \"activation_function\": \"swiglu\"";
            default -> "\"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 4,"
                    + " \"intermediate_size\": 48, \"embedding_size\": " + (family.equals("electra") ? 16 : 32);
        };
        String more = switch (family) {
            case "modernbert" ->
                ", \"local_attention\": 8, \"layer_types\": [\"full_attention\", \"sliding_attention\"]";
            case "deberta-v2" ->
                ", \"relative_attention\": true, \"share_att_key\": true, \"pos_att_type\": \"p2c|c2p\","
                        + " \"position_buckets\": 8, \"position_biased_input\": false, \"norm_rel_ebd\": \"layer_norm\"";
            default -> "";
        };
        return JsonReader.readObject("{\"model_type\": \"" + family + "\", " + common + own + more + "}",
                JsonLimits.DEFAULT);
    }

    /** The weights of a family's sample. */
    public static Safetensors weights(String family, long seed) {
        EncoderSamples sample = new EncoderSamples(seed);
        sample.fill(family);
        return new Safetensors(sample.tensors, Map.of());
    }

    private void fill(String family) {
        int embedding = family.equals("electra") ? 16 : WIDTH;
        boolean isModern = family.equals("modernbert");
        matrix(isModern ? "embeddings.tok_embeddings" : "embeddings.word_embeddings", WORDS, embedding);
        if (!isModern && !family.equals("nomic_bert") && !family.equals("deberta-v2")) {
            matrix("embeddings.position_embeddings", 32, embedding);
        }
        if (List.of("bert", "electra", "roberta", "nomic_bert").contains(family)) {
            matrix("embeddings.token_type_embeddings", 2, embedding);
        }
        if (family.equals("electra")) {
            dense("embeddings_project", WIDTH, embedding);
        }
        norm(isModern ? "embeddings.norm" : family.equals("nomic_bert") ? "emb_ln" : "embeddings.LayerNorm", embedding);
        if (family.equals("mpnet")) {
            matrix("encoder.relative_attention_bias", 32, 4);
        } else if (family.equals("deberta-v2")) {
            matrix("encoder.rel_embeddings", 16, WIDTH);
            norm("encoder.LayerNorm", WIDTH);
        } else if (isModern) {
            norm("final_norm", WIDTH);
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            switch (family) {
                case "distilbert" -> distil("transformer.layer." + layer + ".");
                case "modernbert" -> modern("layers." + layer + ".");
                case "nomic_bert" -> nomic("encoder.layers." + layer + ".");
                default -> layer(family, "encoder.layer." + layer + ".");
            }
        }
    }

    private void layer(String family, String prefix) {
        boolean isMpNet = family.equals("mpnet");
        String suffix = family.equals("deberta-v2") ? "_proj" : "";
        List<String> parts = isMpNet ? List.of("attn.q", "attn.k", "attn.v", "attn.o")
                : List.of("self.query" + suffix, "self.key" + suffix, "self.value" + suffix, "output.dense");
        for (String part : parts) {
            dense(prefix + "attention." + part, WIDTH, WIDTH);
        }
        norm(prefix + (isMpNet ? "attention.LayerNorm" : "attention.output.LayerNorm"), WIDTH);
        dense(prefix + "intermediate.dense", INNER, WIDTH);
        dense(prefix + "output.dense", WIDTH, INNER);
        norm(prefix + "output.LayerNorm", WIDTH);
    }

    private void distil(String prefix) {
        for (String part : List.of("q_lin", "k_lin", "v_lin", "out_lin")) {
            dense(prefix + "attention." + part, WIDTH, WIDTH);
        }
        norm(prefix + "sa_layer_norm", WIDTH);
        dense(prefix + "ffn.lin1", INNER, WIDTH);
        dense(prefix + "ffn.lin2", WIDTH, INNER);
        norm(prefix + "output_layer_norm", WIDTH);
    }

    private void modern(String prefix) {
        norm(prefix + "attn_norm", WIDTH);
        matrix(prefix + "attn.Wqkv", 3 * WIDTH, WIDTH);
        matrix(prefix + "attn.Wo", WIDTH, WIDTH);
        norm(prefix + "mlp_norm", WIDTH);
        matrix(prefix + "mlp.Wi", 2 * INNER, WIDTH);
        matrix(prefix + "mlp.Wo", WIDTH, INNER);
    }

    private void nomic(String prefix) {
        matrix(prefix + "attn.Wqkv", 3 * WIDTH, WIDTH);
        matrix(prefix + "attn.out_proj", WIDTH, WIDTH);
        norm(prefix + "norm1", WIDTH);
        matrix(prefix + "mlp.fc11", INNER, WIDTH);
        matrix(prefix + "mlp.fc12", INNER, WIDTH);
        matrix(prefix + "mlp.fc2", WIDTH, INNER);
        norm(prefix + "norm2", WIDTH);
    }

    private void dense(String name, int out, int in) {
        matrix(name, out, in);
        vector(name + ".bias", out, 0);
    }

    private void norm(String name, int width) {
        vector(name + ".weight", width, 1);
        vector(name + ".bias", width, 0);
    }

    private void matrix(String name, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        tensors.put(name + ".weight", Tensor.ofFloats(Shape.of(rows, columns), values));
    }

    private void vector(String name, int width, float middle) {
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
            values[i] = middle + 0.4f * (random.nextFloat() - 0.5f);
        }
        tensors.put(name, Tensor.ofFloats(Shape.of(width), values));
    }
}
