package dev.tabitat.core.runtime;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/** A text classifier on a session: checks the text, runs it, ranks the labels. */
public final class ClassifierRunner {

    /** 10 MiB of UTF-8. */
    public static final int MAX_BYTES = 10 << 20;

    private final TextClassifier model;
    private final Session session;

    public ClassifierRunner(TextClassifier model, Session session) {
        this.model = model;
        this.session = session;
    }

    /**
     * @param topK how many labels at most, from 1
     * @throws InvalidInput when the text is empty, blank or over {@link #MAX_BYTES}
     */
    public Classification classify(String text, int topK) {
        requireText(text);
        String whole = Utf8.replaceUnpairedSurrogates(text);
        int bytes = Utf8.encodedLength(whole);
        if (bytes > MAX_BYTES) {
            throw new InvalidInput(
                    "The text is too long to classify.",
                    Finding.at("input").expected("at most " + MAX_BYTES + " bytes of UTF-8").found(bytes + " bytes")
                            .remedy("Send a part of it."));
        }
        List<String> notices = new ArrayList<>();
        if (!whole.equals(text)) {
            notices.add("The text held unpaired surrogates (halves of characters); they were read as U+FFFD.");
        }
        float[] scores = model.scores(session.run(model.features(whole)).get(TextClassifier.SCORES).toFloats());
        return new Classification(rank(scores, topK), notices);
    }

    /** @throws InvalidInput when there is nothing in it */
    public static void requireText(String text) {
        if (BlankText.is(text)) {
            throw new InvalidInput(
                    "There is no text to classify.",
                    Finding.at("input").expected("at least one letter").found("an empty text"));
        }
    }

    private List<LabelScore> rank(float[] scores, int topK) {
        List<LabelScore> ranked = new ArrayList<>(scores.length);
        for (int i = 0; i < scores.length; i++) {
            ranked.add(new LabelScore(model.labels().get(i), scores[i]));
        }
        ranked.sort((a, b) -> Double.compare(b.score(), a.score()));
        return ranked.subList(0, Math.min(Math.max(1, topK), ranked.size()));
    }
}
