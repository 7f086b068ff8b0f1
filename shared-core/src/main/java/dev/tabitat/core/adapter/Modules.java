package dev.tabitat.core.adapter;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.Model;
import dev.tabitat.core.model.TextEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of a base that adapters may change: its linear layers by the names of Hugging Face's {@code BertModel},
 * and the hidden state after each of its layers.
 */
public final class Modules {

    /**
     * What comes before the names where the encoder is part of a larger model, such as
     * {@code BertForSequenceClassification}.
     */
    static final String PREFIX = "bert.";

    /** A layer that adapters trained elsewhere may have, and that no embedding of ours comes from. */
    private static final String POOLER = "pooler.dense";

    private final Map<String, Linear> linears = new LinkedHashMap<>();
    private final int layers;
    private final int hidden;

    /**
     * A linear layer.
     *
     * @param name of the module, without {@code .weight}
     * @param node of the base's graph that computes it, alone or with others
     * @param from the first of its columns among the node's
     * @param out outputs
     * @param in inputs
     */
    public record Linear(String name, String node, int from, int out, int in) {

        /** How many weights it has. */
        public long weights() {
            return (long) out * in;
        }
    }

    private Modules(BertConfig config) {
        layers = config.layers();
        hidden = config.hidden();
        for (int layer = 0; layer < layers; layer++) {
            String name = "encoder.layer." + layer + ".";
            List<String> parts = List.of("query", "key", "value");
            for (int i = 0; i < parts.size(); i++) {
                add(new Linear(name + "attention.self." + parts.get(i), name + "attention.self.qkv", i * hidden, hidden,
                        hidden));
            }
            add(new Linear(name + "attention.output.dense", name + "attention.output.dense", 0, hidden, hidden));
            add(new Linear(name + "intermediate.dense", name + "intermediate.dense", 0, config.intermediate(), hidden));
            add(new Linear(name + "output.dense", name + "output.dense", 0, hidden, config.intermediate()));
        }
    }

    private void add(Linear linear) {
        linears.put(linear.name(), linear);
    }

    /** Those of an encoder with these measures. */
    public static Modules of(BertConfig config) {
        return new Modules(config);
    }

    /** @throws Unsupported when the model is no encoder */
    public static Modules of(Model model) {
        if (model instanceof TextEncoder encoder) {
            return of(encoder.config());
        }
        throw new Unsupported("This kind of model takes no adapters.",
                Finding.at("base").expected("a text encoder").found("a text classifier"));
    }

    /** The linear layers, from the first to the last. */
    public List<Linear> linears() {
        return new ArrayList<>(linears.values());
    }

    /** @throws Incompatible when there is no such layer */
    public Linear linear(String name) {
        Linear linear = linears.get(name);
        if (linear == null) {
            throw new Incompatible("An adapter changes a module that its base does not have.", Finding
                    .at("module " + name)
                    .expected("one of " + linears.size() + " modules such as encoder.layer.0.attention.self.query")
                    .found("no such module"));
        }
        return linear;
    }

    public int layers() {
        return layers;
    }

    /** Numbers of a hidden state. */
    public int hidden() {
        return hidden;
    }

    /** The node of the base's graph that makes the hidden state after a layer. */
    public static String hiddenState(int layer) {
        return "encoder.layer." + layer + ".output.LayerNorm";
    }

    /** Whether this is a module of the architecture that no result here comes from: a change of it changes nothing. */
    static boolean isWithoutEffect(String name) {
        return name.equals(POOLER);
    }

    /** Products of a weight and a value for one token, without attention's. */
    public long productsPerToken() {
        long products = 0;
        for (Linear linear : linears.values()) {
            products += linear.weights();
        }
        return products;
    }
}
