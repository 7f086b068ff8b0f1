package dev.tabitat.core.runtime;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.model.head.AnswerExtractor;
import dev.tabitat.core.model.head.TokenClassifier;
import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.core.tokenizer.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model that scores tokens on a session: parts of texts with labels, or the part that answers a question. */
public final class TokenScorer {

    /** More tokens than any text has. */
    private static final int NO_LIMIT = Integer.MAX_VALUE >> 2;
    /** Tokens that two windows of a long text share. */
    private static final int OVERLAP = 64;
    /** Tokens of an answer at most. */
    private static final int MAX_ANSWER = 64;

    private final HeadRunner runner;
    private final HeadedEncoder model;

    /** @param runner of a model with a {@link TokenClassifier} or an {@link AnswerExtractor} */
    public TokenScorer(HeadRunner runner) {
        this.runner = runner;
        model = runner.model();
    }

    /**
     * The part of a context that answers a question.
     *
     * @param start in UTF-16 units of the context
     * @param end where it ends
     * @param score of the answer, the sum of two logits
     * @param noAnswer the same of no answer
     */
    public record Answer(int start, int end, float score, float noAnswer, List<String> notices) {}

    /**
     * The labelled parts of each text. A text that is longer than the model reads is read in windows; each token counts
     * in the one where it stands further from an edge.
     *
     * @throws InvalidInput when a text is too long to be read at all
     */
    public List<List<TokenClassifier.Entity>> tag(List<String> texts, TokenClassifier.Aggregation aggregation,
            EncoderRunner.ProgressListener watch) {
        TokenClassifier classifier = (TokenClassifier) model.head();
        TextNotices seen = new TextNotices();
        List<Encoding> wholes = new ArrayList<>();
        List<TokenWindows> windows = new ArrayList<>();
        List<Encoding> all = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = seen.read(texts.get(i), texts.size() == 1 ? "input" : "input, item " + i);
            Encoding whole = model.tokenizer().encode(text, NO_LIMIT);
            wholes.add(whole);
            TokenWindows cut = whole.ids().length == 0 ? new TokenWindows(List.of(), new int[0], 0, new int[0])
                    : TokenWindows.of(whole, 0, model.maxTokens(), OVERLAP);
            windows.add(cut);
            all.addAll(cut.windows());
            watch.step(0, 0);
        }
        float[][] rows = runner.run(all, watch);
        List<List<TokenClassifier.Entity>> found = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < texts.size(); i++) {
            TokenWindows cut = windows.get(i);
            found.add(entities(classifier, wholes.get(i), cut,
                    Arrays.copyOfRange(rows, at, at + cut.windows().size()), aggregation));
            at += cut.windows().size();
        }
        return found;
    }

    private List<TokenClassifier.Entity> entities(TokenClassifier classifier, Encoding whole, TokenWindows cut,
            float[][] rows, TokenClassifier.Aggregation aggregation) {
        int width = model.encoder().width();
        int last = cut.firsts().length - 1;
        int count = last < 0 ? 0 : cut.firsts()[last] + cut.counts()[last];
        float[] logits = new float[count * width];
        int[] starts = new int[count];
        int[] ends = new int[count];
        int window = 0;
        for (int token = 0; token < count; token++) {
            while (window < last
                    && token - cut.firsts()[window + 1] >= cut.firsts()[window] + cut.counts()[window] - token) {
                window++;
            }
            int row = cut.before() + token - cut.firsts()[window];
            System.arraycopy(rows[window], row * width, logits, token * width, width);
            starts[token] = whole.starts()[cut.before() + token];
            ends[token] = whole.ends()[cut.before() + token];
        }
        return classifier.entities(logits, 0, starts, ends, aggregation);
    }

    /**
     * The best answer to a question in a context, which is read in windows where it is long.
     *
     * @throws InvalidInput when one of them is blank, or the question leaves no room for the context
     */
    public Answer extract(String question, String context, EncoderRunner.ProgressListener watch) {
        require(question, "question");
        require(context, "context");
        AnswerExtractor extractor = (AnswerExtractor) model.head();
        TextNotices seen = new TextNotices();
        String asked = seen.read(question, "question");
        String read = seen.read(context, "context");
        Encoding whole = model.tokenizer().encodePair(asked, read, NO_LIMIT, Truncation.ONLY_SECOND);
        int around = 0;
        for (int sequence : whole.sequences()) {
            around += sequence == 1 ? 0 : 1;
        }
        if (around >= model.maxTokens() || around == whole.ids().length) {
            throw new InvalidInput("The question leaves no room for the context.", Finding.at("question")
                    .expected("fewer than " + model.maxTokens() + " tokens beside a context that has any")
                    .found(around + " of " + whole.ids().length).remedy("Ask a shorter question."));
        }
        TokenWindows cut = TokenWindows.of(whole, 1, model.maxTokens(), OVERLAP);
        float[][] rows = runner.run(cut.windows(), watch);
        AnswerExtractor.Answer best = null;
        Encoding of = whole;
        float noAnswer = Float.POSITIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            AnswerExtractor.Answer one = extractor.best(rows[i], 0, cut.before(), cut.before() + cut.counts()[i],
                    MAX_ANSWER);
            noAnswer = Math.min(noAnswer, one.noAnswer());
            if (best == null || one.score() > best.score()) {
                best = one;
                of = cut.windows().get(i);
            }
        }
        return new Answer(of.starts()[best.first()], of.ends()[best.last()], best.score(), noAnswer,
                seen.all(model.maxTokens()));
    }

    private static void require(String text, String field) {
        if (BlankText.is(text)) {
            throw new InvalidInput("There is no " + field + ".",
                    Finding.at(field).expected("at least one letter").found("an empty text"));
        }
    }
}
