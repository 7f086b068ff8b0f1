package dev.tabitat.core.runtime;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.model.head.SequenceClassifier;
import dev.tabitat.core.model.head.ZeroShot;
import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.core.tokenizer.Truncation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A classifier of texts or pairs of texts on a session: its own labels, labels that it was not trained for, ranks. */
public final class SequenceScorer {

    /** The most labels that a text is held against. */
    public static final int MAX_LABELS = 1000;

    private final HeadRunner runner;
    private final HeadedEncoder model;
    private final SequenceClassifier classifier;

    /** @param runner of a model with a {@link SequenceClassifier} */
    public SequenceScorer(HeadRunner runner) {
        this.runner = runner;
        model = runner.model();
        classifier = (SequenceClassifier) model.head();
    }

    /**
     * Scores of texts, one row a text.
     *
     * @param scores of each text in the order of {@code labels}
     * @param labels that were scored
     * @param tokens that were read, special ones included
     * @param notices what was mended in the texts or cut from them
     */
    public record Scored(List<float[]> scores, List<String> labels, long tokens, List<String> notices) {

        public Scored {
            scores = List.copyOf(scores);
            labels = List.copyOf(labels);
            notices = List.copyOf(notices);
        }

        /** The labels of a text, best first; equal ones in their order. @param topK how many at most, from 1 */
        public Classification ranked(int text, int topK) {
            List<LabelScore> ranked = new ArrayList<>();
            for (int i = 0; i < labels.size(); i++) {
                ranked.add(new LabelScore(labels.get(i), scores.get(text)[i]));
            }
            ranked.sort((a, b) -> Double.compare(b.score(), a.score()));
            return new Classification(ranked.subList(0, Math.min(Math.max(1, topK), ranked.size())), notices);
        }
    }

    /** The model's own labels. @throws InvalidInput when a text is blank or too long to be read at all */
    public Scored classify(List<String> texts, EncoderRunner.ProgressListener watch) {
        TextNotices seen = new TextNotices();
        List<Encoding> encodings = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            ClassifierRunner.requireText(texts.get(i));
            String text = seen.read(texts.get(i), texts.size() == 1 ? "input" : "input, item " + i);
            encodings.add(kept(model.tokenizer().encode(text, model.maxTokens()), seen));
            watch.step(0, 0);
        }
        List<float[]> scores = new ArrayList<>();
        for (float[] row : runner.run(encodings, watch)) {
            scores.add(classifier.scores(row, 0));
        }
        return new Scored(scores, classifier.labels().names(), runner.tokens(), seen.all(model.maxTokens()));
    }

    private static Encoding kept(Encoding encoding, TextNotices seen) {
        seen.cut(encoding);
        if (encoding.ids().length == 0) {
            throw new InvalidInput("There is no text to classify.",
                    Finding.at("input").expected("at least one word").found("none that this model reads"));
        }
        return encoding;
    }

    /**
     * Labels that the model was not trained for, by what follows from the text.
     *
     * @param labels at most {@link #MAX_LABELS}, none blank, each once
     * @param template with {@code {}} where the label goes
     * @param isMulti whether any number of them may hold
     * @throws InvalidInput when a text or a label is blank, or a label comes twice
     * @throws dev.tabitat.core.error.Unsupported when the model does not tell what follows from a text
     */
    public Scored zeroShot(List<String> texts, List<String> labels, String template, boolean isMulti,
            EncoderRunner.ProgressListener watch) {
        requireLabels(labels);
        ZeroShot shot = ZeroShot.of(classifier.labels(), template);
        List<String> hypotheses = shot.hypotheses(labels);
        TextNotices seen = new TextNotices();
        List<Encoding> pairs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            ClassifierRunner.requireText(texts.get(i));
            String text = seen.read(texts.get(i), texts.size() == 1 ? "input" : "input, item " + i);
            for (int label = 0; label < labels.size(); label++) {
                Encoding pair = model.tokenizer().encodePair(text, hypotheses.get(label), model.maxTokens(),
                        Truncation.ONLY_FIRST);
                if (label == 0) {
                    seen.cut(pair);
                }
                pairs.add(pair);
            }
            watch.step(0, 0);
        }
        float[][] rows = runner.run(pairs, watch);
        int width = model.encoder().width();
        List<float[]> scores = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            float[] all = new float[labels.size() * width];
            for (int label = 0; label < labels.size(); label++) {
                System.arraycopy(rows[i * labels.size() + label], 0, all, label * width, width);
            }
            // Among one label there is no choice: it holds or it does not.
            scores.add(isMulti || labels.size() == 1 ? shot.anyOf(all, width) : shot.oneOf(all, width));
        }
        return new Scored(scores, labels, runner.tokens(), seen.all(model.maxTokens()));
    }

    private static void requireLabels(List<String> labels) {
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (BlankText.is(label) || !seen.add(label)) {
                throw new InvalidInput("The labels cannot be used.", Finding.at("labels")
                        .expected("texts, each once").found(BlankText.is(label) ? "an empty label" : label + " again"));
            }
        }
        if (labels.isEmpty() || labels.size() > MAX_LABELS) {
            throw new InvalidInput("The labels cannot be used.",
                    Finding.at("labels").expected("1 to " + MAX_LABELS).found(labels.size()));
        }
    }

    /**
     * How well each document answers a query: from 0 to 1, or the model's own number where it has no range.
     *
     * @return one score a document
     * @throws InvalidInput when the query is blank
     */
    public Scored rank(String query, List<String> documents, EncoderRunner.ProgressListener watch) {
        if (BlankText.is(query)) {
            throw new InvalidInput("There is no query.",
                    Finding.at("query").expected("at least one letter").found("an empty text"));
        }
        TextNotices seen = new TextNotices();
        String asked = seen.read(query, "query");
        List<Encoding> pairs = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            String document = seen.read(documents.get(i), "documents, item " + i);
            Encoding pair = model.tokenizer().encodePair(asked, document, model.maxTokens(), Truncation.LONGEST_FIRST);
            seen.cut(pair);
            pairs.add(pair);
            watch.step(0, 0);
        }
        List<float[]> scores = new ArrayList<>();
        for (float[] row : runner.run(pairs, watch)) {
            scores.add(classifier.scores(row, 0));
        }
        return new Scored(scores, classifier.labels().names(), runner.tokens(), seen.all(model.maxTokens()));
    }
}
