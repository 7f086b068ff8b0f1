package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.model.encoder.EncoderInputs;
import dev.tabitat.core.model.head.SequenceClassifier;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An encoder with a head on a session: runs token sequences in passes of about the same length, one after the other
 * without padding, and puts what comes out back in order.
 */
public final class HeadRunner {

    private final HeadedEncoder model;
    private final Session session;
    private final int passTokens;
    private long tokens;

    /** @param passTokens tokens a pass at most, unless one sequence is longer */
    public HeadRunner(HeadedEncoder model, Session session, int passTokens) {
        this.model = model;
        this.session = session;
        this.passTokens = passTokens;
    }

    /** The model that it runs. */
    public HeadedEncoder model() {
        return model;
    }

    /** Tokens that were read so far, special ones included. */
    public long tokens() {
        return tokens;
    }

    /**
     * The rows of the graph's output for each sequence: one row where sequences are scored, one a token where tokens
     * are.
     *
     * @param encodings each with at least one token
     */
    public float[][] run(List<Encoding> encodings, EncoderRunner.ProgressListener watch) {
        Integer[] order = new Integer[encodings.size()];
        long total = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            total += encodings.get(i).ids().length;
        }
        Arrays.sort(order, (a, b) -> Integer.compare(encodings.get(b).ids().length, encodings.get(a).ids().length));
        float[][] rows = new float[order.length][];
        long done = 0;
        int next = 0;
        while (next < order.length) {
            watch.step(done, total);
            int from = next;
            int count = 0;
            while (next < order.length
                    && (next == from || count + encodings.get(order[next]).ids().length <= passTokens)) {
                count += encodings.get(order[next]).ids().length;
                next++;
            }
            pass(encodings, Arrays.copyOfRange(order, from, next), rows);
            done += count;
        }
        watch.step(total, total);
        tokens += total;
        return rows;
    }

    private void pass(List<Encoding> encodings, Integer[] sequences, float[][] rows) {
        Encoding[] all = new Encoding[sequences.length];
        for (int s = 0; s < all.length; s++) {
            all[s] = encodings.get(sequences[s]);
        }
        String output = model.encoder().output();
        float[] made = session.run(inputs(model.graph(), all)).get(output).toFloats();
        int width = model.encoder().width();
        boolean isOfTokens = !(model.head() instanceof SequenceClassifier);
        int at = 0;
        for (int s = 0; s < all.length; s++) {
            int length = (isOfTokens ? all[s].ids().length : 1) * width;
            rows[sequences[s]] = Arrays.copyOfRange(made, at, at + length);
            at += length;
        }
    }

    /**
     * The tokens of single texts, cut where the model ends.
     *
     * @param notices is notified of what was mended and what was cut
     * @throws dev.tabitat.core.error.InvalidInput when a text is too long to be read at all
     */
    public static List<Encoding> tokenize(HeadedEncoder model, List<String> texts, List<String> notices,
            EncoderRunner.ProgressListener watch) {
        TextNotices seen = new TextNotices();
        List<Encoding> encodings = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = seen.read(texts.get(i), texts.size() == 1 ? "input" : "input, item " + i);
            Encoding encoding = model.tokenizer().encode(text, model.maxTokens());
            seen.cut(encoding);
            encodings.add(encoding);
            watch.step(0, 0);
        }
        notices.addAll(seen.all(model.maxTokens()));
        return encodings;
    }

    /** Sequences as a graph reads them; with their types where it does. */
    public static Map<String, Tensor> inputs(Graph graph, Encoding... sequences) {
        int count = 0;
        for (Encoding one : sequences) {
            count += one.ids().length;
        }
        int[] ids = new int[count];
        int[] places = new int[count];
        int[] types = new int[count];
        int[] ends = new int[sequences.length + 1];
        int at = 0;
        for (int s = 0; s < sequences.length; s++) {
            for (int i = 0; i < sequences[s].ids().length; i++) {
                ids[at] = sequences[s].ids()[i];
                types[at] = sequences[s].typeIds()[i];
                places[at++] = i;
            }
            ends[s + 1] = at;
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>(EncoderRunner.inputs(ids, places, ends));
        if (graph.node(EncoderInputs.TYPES) != null) {
            inputs.put(EncoderInputs.TYPES, Tensor.ofInts(Shape.of(count), types));
        }
        return inputs;
    }
}
