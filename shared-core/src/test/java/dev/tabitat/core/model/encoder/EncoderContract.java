package dev.tabitat.core.model.encoder;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encoder families: what their configurations and tensors must say, and what is refused by name. */
public final class EncoderContract {

    private EncoderContract() {}

    public static List<Contract> all() {
        List<Contract> all = new ArrayList<>(List.of(
                Contract.of("encoders: what is not computed is refused by name", EncoderContract::unsupported),
                Contract.of("encoders: fields out of range are named", EncoderContract::damaged),
                Contract.of("encoders: a missing tensor is named, whichever it is", EncoderContract::missing),
                Contract.of("encoders: prefixes and old names of norms are found", EncoderContract::names),
                Contract.of("encoders: a text of one kind is one whose types are all 0", EncoderContract::types)));
        for (String family : EncoderSamples.FAMILIES) {
            all.add(new EncoderBackendContract("arithmetic of kernels", new ExactBackend(), family));
        }
        return all;
    }

    private static void unsupported(Check check) {
        refused(check, "bert", "model_type", "gpt2", "Encoders of the type \"gpt2\" are not supported.");
        refused(check, "bert", "position_embedding_type", "alibi", "Attention with ALiBi is not supported.");
        refused(check, "electra", "position_embedding_type", "relative_key",
                "Attention with positions of the type \"relative_key\" is not supported.");
        refused(check, "roberta", "is_decoder", true, "A decoder in place of an encoder is not supported.");
        refused(check, "roberta", "hidden_act", "mish", "The activation \"mish\" is not supported.");
        refused(check, "modernbert", "classifier_pooling", "max",
                "Pooling by \"max\" before a classifier is not supported.");
        refused(check, "modernbert", "rope_scaling", JsonObject.of("type", "yarn"),
                "Scaling of rotary positions is not supported.");
        refused(check, "nomic_bert", "rotary_emb_fraction", 0.5,
                "Rotation of a part of the columns is not supported.");
        refused(check, "nomic_bert", "num_experts", 8, "A mixture of experts is not supported.");
        refused(check, "nomic_bert", "prenorm", true, "A norm before each layer is not supported.");
        refused(check, "deberta-v2", "conv_kernel_size", 3, "A convolution after the first layer is not supported.");
        refused(check, "deberta-v2", "pos_att_type", "c2p", "Attention by [c2p] is not supported.");
        refused(check, "deberta-v2", "share_att_key", false,
                "A separate projection of distances is not supported.");
    }

    private static void refused(Check check, String family, String field, Object value, String message) {
        JsonObject config = EncoderSamples.config(family).with(field, value);
        Unsupported e = check.fails(family + ", " + field, Unsupported.class, () -> EncoderArchitecture.read(config));
        check.equal("what is said", message, e.getMessage());
        check.isTrue("the field is named: " + e.finding(), e.finding().where().contains(field));
    }

    private static void damaged(Check check) {
        Object[][] cases = {{"bert", "hidden_size", 0}, {"bert", "vocab_size", "many"},
                {"bert", "num_hidden_layers", 0.5},
                {"electra", "num_attention_heads", 5}, {"roberta", "max_position_embeddings", 3},
                {"distilbert", "n_heads", 3}, {"mpnet", "relative_attention_num_buckets", 16},
                {"modernbert", "num_attention_heads", 32}, {"modernbert", "local_attention", -1},
                {"nomic_bert", "n_layer", 1000}, {"nomic_bert", "layer_norm_epsilon", 1},
                {"deberta-v2", "max_position_embeddings", 1}};
        for (Object[] one : cases) {
            JsonObject config = EncoderSamples.config((String) one[0]).with((String) one[1], one[2]);
            DamagedData e = check.fails(one[0] + ", " + one[1], DamagedData.class,
                    () -> EncoderArchitecture.read(config));
            check.isTrue("the field is named: " + e.finding(), e.finding().where().contains((String) one[1]));
        }
        DamagedData e = check.fails("no width", DamagedData.class,
                () -> EncoderArchitecture.read(EncoderSamples.config("bert").without("hidden_size")));
        check.equal("what was found", "nothing", e.finding().found());
    }

    private static void missing(Check check) {
        for (String family : EncoderSamples.FAMILIES) {
            EncoderArchitecture architecture = EncoderArchitecture.read(EncoderSamples.config(family));
            Map<String, Tensor> all = EncoderSamples.weights(family, 3).tensors();
            for (String name : all.keySet()) {
                Map<String, Tensor> rest = new LinkedHashMap<>(all);
                rest.remove(name);
                boolean isUnused = family.equals("modernbert")
                        && (name.startsWith("layers.0.attn_norm") || name.endsWith("norm.bias"));
                if (isUnused) {
                    build(architecture, rest);
                } else {
                    TabitatException e = check.fails(family + " without " + name, TabitatException.class,
                            () -> build(architecture, rest));
                    check.isTrue(name + " is named: " + e.finding(), e.finding().where().contains(name)
                            || name.equals("emb_ln.weight") && e.finding().where().contains("LayerNorm"));
                }
            }
        }
    }

    private static Encoder build(EncoderArchitecture architecture, Map<String, Tensor> tensors) {
        return Encoder.of(architecture, new Safetensors(tensors, Map.of()), EncoderGraph.TokenTypes.GIVEN);
    }

    private static void names(Check check) {
        EncoderArchitecture bert = EncoderArchitecture.read(EncoderSamples.config("bert"));
        Map<String, Tensor> tensors = EncoderSamples.weights("bert", 3).tensors();
        Encoder plain = build(bert, tensors);
        Map<String, Tensor> old = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> old.put("bert." + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta"), tensor));
        Encoder renamed = build(bert, old);
        check.equal("the same weights", plain.weights().keySet(), renamed.weights().keySet());
        check.equal("the same gamma", plain.weights().get("embeddings.LayerNorm.weight"),
                renamed.weights().get("embeddings.LayerNorm.weight"));
        Map<String, Tensor> twice = new LinkedHashMap<>(tensors);
        twice.putAll(old);
        check.fails("two encoders in one file", Unsupported.class, () -> build(bert, twice));
    }

    private static void types(Check check) {
        for (String family : EncoderSamples.FAMILIES) {
            EncoderArchitecture architecture = EncoderArchitecture.read(EncoderSamples.config(family));
            Safetensors weights = EncoderSamples.weights(family, 11);
            float[] given = run(Encoder.of(architecture, weights, EncoderGraph.TokenTypes.GIVEN), 0);
            float[] first = run(Encoder.of(architecture, weights, EncoderGraph.TokenTypes.FIRST), 0);
            for (int i = 0; i < given.length; i++) {
                check.near(family + " at " + i, given[i], first[i], 1e-5);
            }
            if (architecture.tokenTypes() > 1) {
                float[] second = run(Encoder.of(architecture, weights, EncoderGraph.TokenTypes.GIVEN), 1);
                check.isTrue(family + ": the second kind is another", Math.abs(second[0] - first[0]) > 1e-4);
            }
        }
    }

    private static float[] run(Encoder encoder, int type) {
        Shape three = Shape.of(3);
        try (Session session = new ReferenceBackend().open(encoder.graph(), encoder.weights())) {
            return session.run(Map.of(EncoderInputs.IDS, Tensor.ofInts(three, 5, 6, 7), EncoderInputs.PLACES,
                    Tensor.ofInts(three, 0, 1, 2), EncoderInputs.TYPES, Tensor.ofInts(three, type, type, type),
                    EncoderInputs.ENDS, Tensor.ofInts(Shape.of(2), 0, 3))).get(encoder.output()).toFloats();
        }
    }
}
