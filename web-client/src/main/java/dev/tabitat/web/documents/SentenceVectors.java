package dev.tabitat.web.documents;

import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.retrieval.PassageSentences;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.web.store.VectorSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Vectors of the sentences of passages that a question may be answered by, made when they are asked for; those not used
 * for longest leave memory first. A passage of one sentence has one too: without what it stands under it may be nearer.
 */
final class SentenceVectors {

    /** Sentences that stay in memory together: some 6 MB. */
    private static final int MOST = 4000;

    private final TextCache texts;
    private final Map<String, Made> kept = new LinkedHashMap<>();
    private int count;

    SentenceVectors(TextCache texts) {
        this.texts = texts;
    }

    /** @param values {@code [sentences, width]} */
    private record Made(String document, VectorSource source, List<PassageSentences.Sentence> sentences,
            float[] values) {}

    /**
     * A passage's sentence that is most similar to a question.
     *
     * @param similarity its cosine
     */
    record Best(PassageSentences.Sentence sentence, float similarity) {}

    /** Of each passage the best sentence; null for one without any, such as a lone sign. */
    List<Best> best(List<DocumentIndex.Found> passages, float[] question, Encoder encoder, VectorSource source) {
        List<String> keys = new ArrayList<>();
        List<List<PassageSentences.Sentence>> sentences = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        List<Made> ready = new ArrayList<>();
        for (DocumentIndex.Found found : passages) {
            String key = found.document().id + "/" + found.index();
            keys.add(key);
            Made made = kept.get(key);
            ready.add(made != null && made.source.equals(source) ? made : null);
            DocumentText text = texts.of(found.document().id);
            List<PassageSentences.Sentence> own = PassageSentences.of(text.text(), found.passage());
            sentences.add(own);
            if (ready.get(ready.size() - 1) == null && !own.isEmpty()) {
                own.forEach(one -> inputs.add(text.text().substring(one.start(), one.end())));
            }
        }
        float[] values = inputs.isEmpty() ? new float[0]
                : encoder.passages(inputs, EncoderRunner.ProgressListener.NONE);
        List<Best> all = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < keys.size(); i++) {
            Made made = ready.get(i);
            if (made == null && !sentences.get(i).isEmpty()) {
                int length = sentences.get(i).size() * question.length;
                made = new Made(passages.get(i).document().id, source, sentences.get(i),
                        java.util.Arrays.copyOfRange(values, at, at + length));
                at += length;
                keep(keys.get(i), made);
            } else if (made != null) {
                kept.remove(keys.get(i));
                kept.put(keys.get(i), made);
            }
            all.add(made == null ? null : best(made, question));
        }
        return all;
    }

    private static Best best(Made made, float[] question) {
        Best best = null;
        for (int i = 0; i < made.sentences.size(); i++) {
            float similarity = VectorBytes.dot(question, made.values, i * question.length);
            best = best == null || similarity > best.similarity ? new Best(made.sentences.get(i), similarity) : best;
        }
        return best;
    }

    private void keep(String key, Made made) {
        Made before = kept.put(key, made);
        count += made.sentences.size() - (before == null ? 0 : before.sentences.size());
        for (Iterator<Made> oldest = kept.values().iterator(); count > MOST && kept.size() > 1;) {
            count -= oldest.next().sentences.size();
            oldest.remove();
        }
    }

    /** Forgets the sentences of other documents than these. */
    void retain(Predicate<String> ids) {
        kept.values().removeIf(made -> !ids.test(made.document));
        count = kept.values().stream().mapToInt(made -> made.sentences.size()).sum();
    }

    void forgetAll() {
        kept.values().forEach(made -> java.util.Arrays.fill(made.values, 0));
        kept.clear();
        count = 0;
    }
}
