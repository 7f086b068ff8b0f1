package dev.tabitat.e2e.evaluation;

import com.google.gson.JsonObject;
import dev.tabitat.core.retrieval.Candidate;
import dev.tabitat.core.retrieval.Passage;
import dev.tabitat.core.retrieval.PassageSentences;
import dev.tabitat.core.retrieval.PassageWords;
import dev.tabitat.core.retrieval.QueryTerms;
import dev.tabitat.core.retrieval.Quotation;
import dev.tabitat.core.retrieval.Relevance;
import dev.tabitat.core.retrieval.RowRanges;
import dev.tabitat.core.retrieval.Signals;
import dev.tabitat.core.retrieval.SimilarityScale;
import dev.tabitat.core.retrieval.TermGroup;
import dev.tabitat.core.retrieval.WordIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Every signal of every passage for each question, so that weights can be compared without asking the page again:
 * similarities as the page gives them, sentences by vectors that it makes once, words and quotations by the product's
 * own classes on the JVM.
 */
final class QuestionSignals {

    /** Every passage of so small a collection. */
    private static final int ALL = 1000;
    private static final double SAME = 2e-3;

    private final SearchPage page;
    private final SimilarityScale scale;
    private final Map<String, String> names;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> titles = new HashMap<>();

    private QuestionSignals(SearchPage page, Map<String, String> names) {
        this.page = page;
        this.names = names;
        scale = Relevance.scaleOf(page.encoder());
        page.documents().forEach(entry -> {
            String id = entry.get("id").getAsString();
            texts.put(id, page.text(entry));
            titles.put(id, entry.get("title").equals(entry.get("name")) ? "" : entry.get("title").getAsString());
        });
    }

    /** A passage with all its signals but quotation and sentence, which a ranking asks for. */
    static final class Known extends Candidate {

        final String document;
        final String text;
        final double quotation;
        final OptionalDouble sentence;

        private Known(Signals signals, String document, String text, double quotation, OptionalDouble sentence) {
            super(signals);
            this.document = document;
            this.text = text;
            this.quotation = quotation;
            this.sentence = sentence;
        }

        @Override
        public int length() {
            return text.length();
        }
    }

    /** @param passages fresh ones for one ranking @param first the text of the one that the page ranked first */
    record Asked(Questions.Question question, List<Known> passages, List<Boolean> mayQuote, String first) {

        /** Copies that a ranking may change. */
        List<Known> candidates() {
            List<Known> fresh = new ArrayList<>();
            for (int at = 0; at < passages.size(); at++) {
                Known one = passages.get(at);
                Known copy = new Known(one.signals(), one.document, one.text, one.quotation, one.sentence);
                if (mayQuote.get(at)) {
                    copy.mayQuote();
                }
                fresh.add(copy);
            }
            return fresh;
        }
    }

    static List<Asked> of(Questions questions, SearchPage page, int quotations) throws java.io.IOException {
        QuestionSignals signals = new QuestionSignals(page, QuestionFigures.add(questions, page));
        List<SearchPage.Answer> answers = questions.all().stream().map(one -> page.search(one.text(), "hybrid", ALL))
                .toList();
        List<Asked> asked = signals.all(questions, answers, quotations);
        page.clear();
        return asked;
    }

    /** A passage by where it stands. */
    private record Place(String document, Passage passage) {}

    private List<Asked> all(Questions questions, List<SearchPage.Answer> answers, int quotations) {
        Map<String, TreeMap<Integer, Passage>> known = new TreeMap<>();
        answers.forEach(answer -> answer.passages().forEach(one -> known
                .computeIfAbsent(id(one), none -> new TreeMap<>()).put(one.get("index").getAsInt(), passage(one))));
        WordIndex index = new WordIndex();
        List<Place> rows = new ArrayList<>();
        known.forEach((document, passages) -> {
            index.add(PassageWords.of(texts.get(document), titles.get(document), List.copyOf(passages.values())));
            passages.values().forEach(passage -> rows.add(new Place(document, passage)));
        });
        List<String> inputs = new ArrayList<>(questions.all().stream().map(Questions.Question::text).toList());
        rows.forEach(row -> inputs.addAll(sentences(row)));
        Map<String, float[]> vectors = page.embed(inputs);
        List<Asked> asked = new ArrayList<>();
        for (int at = 0; at < answers.size(); at++) {
            asked.add(asked(questions.all().get(at), answers.get(at), index, rows, vectors, quotations));
        }
        return asked;
    }

    private Asked asked(Questions.Question question, SearchPage.Answer answer, WordIndex index, List<Place> rows,
            Map<String, float[]> vectors, int quotations) {
        Map<Place, JsonObject> found = new HashMap<>();
        answer.passages().forEach(one -> found.put(new Place(id(one), passage(one)), one));
        List<TermGroup> terms = QueryTerms.of(question.text(), index);
        WordIndex.Found told = index.find(terms, 1, RowRanges.all(index.size()),
                IntStream.range(0, rows.size()).toArray());
        List<TermGroup> level = terms.stream().map(TermGroup::level).toList();
        List<Integer> quoting = level.equals(terms) ? List.of()
                : IntStream.of(index.find(level, quotations, RowRanges.all(index.size())).hits().rows()).boxed()
                        .toList();
        Quotation quotation = Quotation.of(question.text());
        List<Known> passages = new ArrayList<>();
        List<Boolean> mayQuote = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            Place place = rows.get(row);
            JsonObject meaning = found.get(place).getAsJsonObject("ranks").getAsJsonObject("meaning");
            OptionalDouble sentence = best(sentences(place), vectors.get(question.text()), vectors);
            agree(meaning, sentence, question);
            int at = told.hits().size() + row;
            Signals signals = new Signals(scale.of(meaning.get("similarity").getAsDouble()), OptionalDouble.empty(),
                    told.scores()[at], told.shares()[at], 0);
            OptionalDouble scaled = sentence.isPresent() ? OptionalDouble.of(scale.of(sentence.getAsDouble()))
                    : sentence;
            passages.add(new Known(signals, names.get(place.document()), text(place),
                    quotation.share(texts.get(place.document()), place.passage()), scaled));
            mayQuote.add(quoting.contains(row));
        }
        return new Asked(question, passages, mayQuote, answer.passages().get(0).get("text").getAsString());
    }

    /** Of those passages whose sentences the page compared itself, both must say the same. */
    private void agree(JsonObject meaning, OptionalDouble sentence, Questions.Question question) {
        if (meaning.has("sentence_similarity")
                && Math.abs(meaning.get("sentence_similarity").getAsDouble() - sentence.orElse(-1)) > SAME) {
            throw new IllegalStateException(
                    "The page says that a sentence is as near as " + meaning.get("sentence_similarity") + " to \u201c"
                            + question.text() + "\u201d, its vectors say " + sentence
                            + ": does " + page.encoder()
                            + " put something before a question? Weights are compared for all-minilm-l6-v2.");
        }
    }

    private static OptionalDouble best(List<String> sentences, float[] question, Map<String, float[]> vectors) {
        return sentences.stream().mapToDouble(one -> dot(question, vectors.get(one))).max();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private List<String> sentences(Place place) {
        String text = texts.get(place.document());
        return PassageSentences.of(text, place.passage()).stream().map(one -> text.substring(one.start(), one.end()))
                .toList();
    }

    private String text(Place place) {
        return texts.get(place.document()).substring(place.passage().start(), place.passage().end());
    }

    private static String id(JsonObject passage) {
        return passage.get("document").getAsString();
    }

    private static Passage passage(JsonObject one) {
        return new Passage(one.get("start").getAsInt(), one.get("end").getAsInt(), one.get("context").getAsString());
    }
}
