package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdaptedModel;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.core.training.AdapterTrainer;
import dev.tabitat.core.training.ProgressListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An encoder that is ready to give embeddings and hidden states; what it said of a text it says once. */
final class Base implements AutoCloseable {

    /** Tokens a pass: small, so that a cancellation takes effect soon. */
    private static final int PASS = 256;

    private static final int MAX_KEPT = 40_000;

    private final Digest digest;
    private final ModelPackage files;
    private final TextEncoder encoder;
    private final Session session;
    private final Map<String, float[]> embeddings = new HashMap<>();

    Base(Digest digest, ModelPackage files, Backend backend) {
        this.digest = digest;
        this.files = files;
        encoder = Models.encoder(files);
        session = backend.open(encoder.graph(), encoder.weights());
    }

    Digest digest() {
        return digest;
    }

    ModelPackage files() {
        return files;
    }

    TextEncoder encoder() {
        return encoder;
    }

    BertConfig config() {
        return encoder.config();
    }

    Map<String, Tensor> tensors() {
        return Safetensors.read(files.file(ModelPackage.WEIGHTS)).tensors();
    }

    Modules modules() {
        return Modules.of(config());
    }

    long memoryBytes() {
        return session.memoryBytes();
    }

    /** Rows of embeddings, in the order of the examples. */
    float[] embeddings(List<Example> examples, ProgressListener watch) {
        List<String> missing = new ArrayList<>();
        for (Example example : examples) {
            if (!embeddings.containsKey(example.text())) {
                missing.add(example.text());
            }
        }
        if (!missing.isEmpty()) {
            if (embeddings.size() + missing.size() > MAX_KEPT) {
                embeddings.clear();
            }
            float[] made = embed(missing, session, watch);
            for (int i = 0; i < missing.size(); i++) {
                embeddings.put(missing.get(i), row(made, i));
            }
        }
        float[] rows = new float[examples.size() * encoder.width()];
        for (int i = 0; i < examples.size(); i++) {
            System.arraycopy(embeddings.get(examples.get(i).text()), 0, rows, i * encoder.width(), encoder.width());
        }
        return rows;
    }

    private float[] row(float[] rows, int i) {
        float[] row = new float[encoder.width()];
        System.arraycopy(rows, i * row.length, row, 0, row.length);
        return row;
    }

    private float[] embed(List<String> texts, Session on, ProgressListener watch) {
        return new EncoderRunner(encoder, on, PASS).embed(texts, (tokens, total) -> watch.step("embed", tokens, total))
                .values();
    }

    /** A session with adapters, to be closed by the caller. */
    Session adapted(AdapterStack stack) {
        AdaptedModel adapted = AdaptedModel.of(encoder.graph(), modules(), stack);
        return session.derive(adapted.graph(), adapted.added());
    }

    float[] embeddings(List<String> texts, AdapterStack stack, ProgressListener watch) {
        try (Session adapted = adapted(stack)) {
            return embed(texts, adapted, watch);
        }
    }

    /** The same without what is kept, for measuring. */
    float[] embedding(String text, Session on) {
        return embed(List.of(text), on, ProgressListener.NONE);
    }

    Session session() {
        return session;
    }

    /** What comes into a layer for each example. @throws dev.tabitat.core.error.OutOfBudget when that is too much */
    List<float[]> states(List<Example> examples, int layer, ProgressListener watch) {
        List<String> texts = new ArrayList<>();
        examples.forEach(example -> texts.add(example.text()));
        List<Encoding> encodings = EncoderRunner.tokenize(encoder, texts, new ArrayList<>(),
                EncoderRunner.ProgressListener.NONE);
        long total = 0;
        for (Encoding encoding : encodings) {
            total += encoding.ids().length;
        }
        AdapterTrainer.requireRoom(config(), total);
        String node = layer == 0 ? "embeddings.LayerNorm" : Modules.hiddenState(layer - 1);
        List<float[]> states = new ArrayList<>();
        long done = 0;
        try (Session lower = session.derive(upTo(node), Map.of())) {
            for (Encoding encoding : encodings) {
                int[] ids = encoding.ids();
                int[] places = new int[ids.length];
                for (int i = 0; i < places.length; i++) {
                    places[i] = i;
                }
                states.add(lower.run(EncoderRunner.inputs(ids, places, new int[]{0, ids.length})).get(node).toFloats());
                done += ids.length;
                watch.step("states", done, total);
            }
        }
        return states;
    }

    /** The graph as far as a node. */
    private Graph upTo(String node) {
        List<Node> nodes = new ArrayList<>();
        for (Node one : encoder.graph().nodes()) {
            nodes.add(one);
            if (one.name().equals(node)) {
                break;
            }
        }
        return new Graph(nodes, List.of(node));
    }

    @Override
    public void close() {
        session.close();
    }
}
