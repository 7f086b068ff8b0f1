package dev.tabitat.core.runtime;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An encoder on a session: checks texts, cuts them into tokens, runs them in passes and puts the embeddings back in
 * order.
 *
 * <p>
 * A pass holds sequences of about the same length, one after the other without padding, so that no work is wasted and
 * an embedding does not depend on what it was computed with.
 */
public final class EncoderRunner {

    /** 10 MiB of UTF-8 a text. */
    public static final int MAX_BYTES = 10 << 20;

    private final TextEncoder model;
    private final Session session;
    private final int passTokens;

    /** Called between the steps of long work; may cancel it by throwing {@link dev.tabitat.core.error.Cancelled}. */
    public interface ProgressListener {

        /** Ignores all progress. */
        ProgressListener NONE = (tokens, total) -> {};

        /**
         * A text was cut or a pass was made.
         *
         * @param tokens that have been through the encoder
         * @param total that will be; 0 as long as texts are being cut
         */
        void step(long tokens, long total);
    }

    /** @param passTokens tokens a pass at most, unless one sequence is longer */
    public EncoderRunner(TextEncoder model, Session session, int passTokens) {
        this.model = model;
        this.session = session;
        this.passTokens = passTokens;
    }

    /**
     * One embedding a text.
     *
     * <p>
     * An empty text is one of its first and last token alone, such as {@code [CLS][SEP]}; a notice says so.
     *
     * @throws InvalidInput when a text is over {@link #MAX_BYTES}, naming which
     */
    public Embeddings embed(List<String> texts, ProgressListener watch) {
        List<String> notices = new ArrayList<>();
        List<Encoding> encodings = tokenize(model, texts, notices, watch);
        long total = 0;
        Integer[] order = new Integer[texts.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            total += encodings.get(i).ids().length;
        }
        java.util.Arrays.sort(order,
                (a, b) -> Integer.compare(encodings.get(b).ids().length, encodings.get(a).ids().length));
        float[] values = new float[texts.size() * model.width()];
        long done = 0;
        int next = 0;
        // A text without tokens has an embedding of zeros; those are the last.
        while (next < order.length && encodings.get(order[next]).ids().length > 0) {
            watch.step(done, total);
            int from = next;
            int tokens = 0;
            while (next < order.length
                    && encodings.get(order[next]).ids().length > 0
                    && (next == from || tokens + encodings.get(order[next]).ids().length <= passTokens)) {
                tokens += encodings.get(order[next]).ids().length;
                next++;
            }
            pass(encodings, order, from, next, tokens, values);
            done += tokens;
        }
        watch.step(total, total);
        return new Embeddings(model.width(), values, total, notices);
    }

    /**
     * The tokens of texts, cut where the model's card says.
     *
     * @param notices is notified of what was mended and what was cut
     * @throws InvalidInput as {@link #embed}
     */
    public static List<Encoding> tokenize(TextEncoder model, List<String> texts, List<String> notices,
            ProgressListener watch) {
        List<Encoding> encodings = new ArrayList<>(texts.size());
        TextNotices seen = new TextNotices();
        for (int i = 0; i < texts.size(); i++) {
            String text = seen.read(texts.get(i), texts.size() == 1 ? "input" : "input, item " + i);
            Encoding encoding = model.encode(text);
            seen.made(encoding, text);
            encodings.add(encoding);
            watch.step(0, 0);
        }
        notices.addAll(seen.all(model.maxTokens()));
        return encodings;
    }

    private void pass(List<Encoding> encodings, Integer[] order, int from, int to, int tokens, float[] values) {
        int[] ids = new int[tokens];
        int[] places = new int[tokens];
        int[] ends = new int[to - from + 1];
        int at = 0;
        for (int s = from; s < to; s++) {
            int[] one = encodings.get(order[s]).ids();
            for (int i = 0; i < one.length; i++) {
                ids[at] = one[i];
                places[at++] = i;
            }
            ends[s - from + 1] = at;
        }
        float[] made = session.run(inputs(ids, places, ends)).get(model.output()).toFloats();
        int width = model.width();
        for (int s = from; s < to; s++) {
            System.arraycopy(made, (s - from) * width, values, order[s] * width, width);
        }
    }

    /**
     * About how many bytes the values of the largest pass take: of each row what a layer needs at its widest moment,
     * and the scores of the longest text.
     *
     * @param rowBytes of one token
     * @param tokens of each text
     * @param texts how many there are
     */
    public static long passBytes(long rowBytes, int tokens, long texts, int passTokens) {
        long pass = Math.min(texts, Math.max(1, passTokens / tokens)) * tokens;
        return pass * rowBytes + 4L * tokens * tokens;
    }

    /** A pass as the graph reads it. */
    public static Map<String, Tensor> inputs(int[] ids, int[] places, int[] ends) {
        return Map.of(BertEncoder.IDS, Tensor.ofInts(Shape.of(ids.length), ids), BertEncoder.PLACES,
                Tensor.ofInts(Shape.of(places.length), places),
                BertEncoder.ENDS, Tensor.ofInts(Shape.of(ends.length), ends));
    }
}
