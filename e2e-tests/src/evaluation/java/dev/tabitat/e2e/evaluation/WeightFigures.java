package dev.tabitat.e2e.evaluation;

import dev.tabitat.core.retrieval.Fusion;
import dev.tabitat.core.retrieval.PassageRanking;
import dev.tabitat.core.retrieval.Relevance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Whether the weights of search hold for questions that they were not chosen on: cross-validation over a small grid.
 * Each part of the questions is judged by the weights that do best on all others.
 */
final class WeightFigures {

    private static final int PARTS = 5;
    private static final int FIVE = 5;
    private static final double RRF = 60;
    private static final int DEPTH = 200;
    private static final double[] WORDS = {0.2, 0.3, 0.4, 0.5, 0.6};
    private static final double[] COVERAGE = {0.6, 0.8, 1};
    private static final double[] QUOTATION = {0, 0.15, 0.3};
    private static final double[] SENTENCE = {0, 0.25, 0.375, 0.5, 0.75};
    private static final PassageRanking PRODUCT = PassageRanking.PRODUCT;

    private final Questions questions;
    private final Report report;
    private final long seed;

    WeightFigures(Questions questions, Report report, long seed) {
        this.questions = questions;
        this.report = report;
        this.seed = seed;
    }

    /** What became of a question. @param isRefused no passage is even weak, by the product's limits */
    private record Outcome(boolean isFirst, boolean isInFive, boolean isRefused) {

        int points() {
            return (isFirst ? 1 : 0) + (isInFive ? 1 : 0);
        }
    }

    void evaluate(SearchPage page) throws IOException {
        List<QuestionSignals.Asked> all = QuestionSignals.of(questions, page, PRODUCT.quotations());
        List<QuestionSignals.Asked> asked = all.stream().filter(one -> one.question().isAnswerable()).toList();
        long agreed = asked.stream()
                .filter(one -> ranked(one, PRODUCT, Fusion.Way.HYBRID).get(0).text.equals(one.first())).count();
        report.line("");
        report.line("Weights, " + page.encoder() + ": " + asked.size() + " questions, " + asked.get(0).passages().size()
                + " passages, seed " + seed + ". The page ranks the same passage first for " + agreed + " of them.");
        List<Fusion> grid = grid();
        Map<Fusion, List<Outcome>> outcomes = new HashMap<>();
        grid.forEach(fusion -> outcomes.put(fusion, judge(asked, with(fusion), Fusion.Way.HYBRID)));
        List<Outcome> byQuestion = heldOut(asked, random(asked.size()), grid, outcomes, "part");
        List<Outcome> byDocument = heldOut(asked, documents(asked), grid, outcomes, "document");
        report.head("Weights of " + grid.size() + ", " + page.encoder(), "questions", "found first", "found in five",
                "refused");
        row("chosen on four fifths of the questions, judged on the fifth", asked, byQuestion);
        row("chosen on six documents' questions, judged on the seventh's", asked, byDocument);
        row("the product's", asked, judge(asked, PRODUCT, Fusion.Way.HYBRID));
        row("the product's, no quotations", asked, judge(asked,
                with(new Fusion(PRODUCT.fusion().words(), PRODUCT.fusion().coverage(), 0, PRODUCT.fusion().sentence())),
                Fusion.Way.HYBRID));
        for (int characters : new int[]{0, 1500, 3000, Integer.MAX_VALUE}) {
            PassageRanking ranking = new PassageRanking(PRODUCT.fusion(), PRODUCT.quotations(),
                    characters == 0 ? 0 : PRODUCT.sentences(), characters);
            row("the product's, sentences of " + (characters == 0 ? "none"
                    : characters == Integer.MAX_VALUE ? "fifteen" : "up to " + characters + " characters"), asked,
                    judge(asked, ranking, Fusion.Way.HYBRID));
        }
        row("reciprocal rank fusion of words and meaning, k = 60", asked,
                asked.stream().map(WeightFigures::reciprocalRanks).toList());
        row("meaning alone", asked, judge(asked, PRODUCT, Fusion.Way.MEANING));
        row("words alone", asked, judge(asked, PRODUCT, Fusion.Way.WORDS));
    }

    /** The weights nearest to the middle of the grid first: of those that do equally well the first is taken. */
    private static List<Fusion> grid() {
        List<Fusion> grid = new ArrayList<>();
        for (double words : WORDS) {
            for (double coverage : COVERAGE) {
                for (double quotation : QUOTATION) {
                    for (double sentence : SENTENCE) {
                        grid.add(new Fusion(words, coverage, quotation, sentence));
                    }
                }
            }
        }
        grid.sort(Comparator.comparingDouble(one -> off(one.words(), WORDS) + off(one.coverage(), COVERAGE)
                + off(one.quotation(), QUOTATION) + off(one.sentence(), SENTENCE)));
        return grid;
    }

    /** How far a value lies from the middle of its range, squared, in ranges. */
    private static double off(double value, double[] range) {
        double width = range[range.length - 1] - range[0];
        return Math.pow((value - (range[0] + range[range.length - 1]) / 2) / width, 2);
    }

    private static PassageRanking with(Fusion fusion) {
        return new PassageRanking(fusion, PRODUCT.quotations(), PRODUCT.sentences(), PRODUCT.characters());
    }

    private static List<Outcome> judge(List<QuestionSignals.Asked> asked, PassageRanking ranking, Fusion.Way way) {
        return asked.stream().map(one -> {
            List<QuestionSignals.Known> ranked = ranked(one, ranking, way);
            QuestionSignals.Known best = ranked.get(0);
            Relevance.Verdict verdict = way == Fusion.Way.WORDS
                    ? Relevance.judgeWords(Math.max(best.signals().share(), best.signals().quotation()))
                    : Relevance.judge(best.score(), way == Fusion.Way.MEANING ? 0 : best.signals().share());
            return outcome(one.question(), ranked, verdict.grade() == Relevance.Grade.NOTHING);
        }).toList();
    }

    private static List<QuestionSignals.Known> ranked(QuestionSignals.Asked asked, PassageRanking ranking,
            Fusion.Way way) {
        List<QuestionSignals.Known> candidates = asked.candidates();
        ranking.rank(candidates, way, one -> one.quotation, first -> first.stream().map(one -> one.sentence).toList());
        return candidates;
    }

    /** What is refused counts as not found. */
    private static Outcome outcome(Questions.Question question, List<QuestionSignals.Known> ranked, boolean isRefused) {
        List<QuestionSignals.Known> five = isRefused ? List.of() : ranked.subList(0, FIVE);
        return new Outcome(!isRefused && question.held(five.get(0).document, five.get(0).text) > 0,
                question.isHeld(five.stream().map(one -> one.document).toList(),
                        five.stream().map(one -> one.text).toList()),
                isRefused);
    }

    /** Judged by no limit: ranks tell nothing of how good the best is. */
    private static Outcome reciprocalRanks(QuestionSignals.Asked asked) {
        List<QuestionSignals.Known> passages = asked.candidates();
        double[] scores = new double[passages.size()];
        addRanks(scores, passages, Comparator.comparingDouble(one -> -one.signals().similarity()), 0);
        addRanks(scores, passages, Comparator.comparingDouble(one -> -one.signals().ratio()),
                passages.stream().filter(one -> one.signals().ratio() == 0).count());
        List<Integer> order = new ArrayList<>();
        for (int at = 0; at < scores.length; at++) {
            order.add(at);
        }
        order.sort(Comparator.comparingDouble(at -> -scores[at]));
        return outcome(asked.question(), order.stream().map(passages::get).toList(), false);
    }

    /** @param last so many of the last stand in no list */
    private static void addRanks(double[] scores, List<QuestionSignals.Known> passages,
            Comparator<QuestionSignals.Known> best, long last) {
        List<QuestionSignals.Known> order = new ArrayList<>(passages);
        order.sort(best);
        for (int rank = 0; rank < Math.min(DEPTH, order.size() - last); rank++) {
            scores[passages.indexOf(order.get(rank))] += 1 / (RRF + rank + 1);
        }
    }

    /** Of each question the part that it belongs to: parts of one size, drawn at random. */
    private List<String> random(int count) {
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            parts.add(String.valueOf(at % PARTS + 1));
        }
        Collections.shuffle(parts, new Random(seed));
        return parts;
    }

    private static List<String> documents(List<QuestionSignals.Asked> asked) {
        return asked.stream().map(one -> one.question().document()).toList();
    }

    private List<Outcome> heldOut(List<QuestionSignals.Asked> asked, List<String> parts, List<Fusion> grid,
            Map<Fusion, List<Outcome>> outcomes, String unit) {
        report.head("Held out, by " + unit, "questions", "words", "coverage", "quotation", "sentence",
                "points on the others, of", "the product's");
        Map<String, Fusion> chosen = new TreeMap<>();
        for (String part : parts.stream().distinct().sorted().toList()) {
            Fusion best = Collections.max(grid,
                    Comparator.<Fusion>comparingInt(fusion -> points(outcomes.get(fusion), parts, part))
                            .thenComparing(fusion -> -grid.indexOf(fusion)));
            chosen.put(part, best);
            long own = parts.stream().filter(part::equals).count();
            report.row(part, String.valueOf(own), String.valueOf(best.words()), String.valueOf(best.coverage()),
                    String.valueOf(best.quotation()), String.valueOf(best.sentence()),
                    points(outcomes.get(best), parts, part) + " of " + 2 * (asked.size() - own),
                    String.valueOf(points(judge(asked, PRODUCT, Fusion.Way.HYBRID), parts, part)));
        }
        List<Outcome> held = new ArrayList<>();
        for (int at = 0; at < asked.size(); at++) {
            held.add(outcomes.get(chosen.get(parts.get(at))).get(at));
        }
        return held;
    }

    private static int points(List<Outcome> outcomes, List<String> parts, String without) {
        int points = 0;
        for (int at = 0; at < outcomes.size(); at++) {
            points += parts.get(at).equals(without) ? 0 : outcomes.get(at).points();
        }
        return points;
    }

    private void row(String name, List<QuestionSignals.Asked> asked, List<Outcome> outcomes) {
        row(name, "all", outcomes);
        for (String set : Questions.SETS) {
            List<Outcome> own = new ArrayList<>();
            for (int at = 0; at < outcomes.size(); at++) {
                if (asked.get(at).question().set().equals(set)) {
                    own.add(outcomes.get(at));
                }
            }
            row(name, set, own);
        }
    }

    private void row(String name, String set, List<Outcome> outcomes) {
        int n = outcomes.size();
        report.row(name, set + ", " + n, Wilson.of((int) outcomes.stream().filter(Outcome::isFirst).count(), n),
                Wilson.of((int) outcomes.stream().filter(Outcome::isInFive).count(), n),
                String.valueOf(outcomes.stream().filter(Outcome::isRefused).count()));
    }
}
