package dev.tabitat.core.retrieval;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Passages are ranked by their signals, step by step, and graded. */
public final class RankingContract {

    private RankingContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("ranking: signals are added by their weights", RankingContract::fusion),
                Contract.of("ranking: what is dear is asked of few passages", RankingContract::ranking),
                Contract.of("ranking: what is found is graded", RankingContract::relevance),
                Contract.of("ranking: grades have the counts that were measured, and only those",
                        RankingContract::evidence));
    }

    private static void relevance(Check check) {
        check.equal("near and with words", Relevance.Grade.FOUND, Relevance.judge(0.6, 0.2).grade());
        check.equal("every word", Relevance.Grade.FOUND, Relevance.judge(0.1, 1).grade());
        check.equal("somewhat near", Relevance.Grade.WEAK, Relevance.judge(0.4, 0.1).grade());
        check.equal("far, with half of the words", Relevance.Grade.WEAK, Relevance.judge(0.1, 0.6).grade());
        check.equal("far", Relevance.Grade.NOTHING, Relevance.judge(0.2, 0.1).grade());
        check.equal("words alone, most", Relevance.Grade.FOUND, Relevance.judgeWords(0.7).grade());
        check.equal("words alone, some", Relevance.Grade.WEAK, Relevance.judgeWords(0.3).grade());
        check.equal("words alone, hardly any", Relevance.Grade.NOTHING, Relevance.judgeWords(0.1).grade());
        SimilarityScale scale = Relevance.scaleOf("bge-small-en-v1.5:q8");
        check.near("there and back", 0.73, scale.cosine(scale.of(0.73)), 1e-9);
        check.isTrue("fitted to this encoder", scale.isMeasured());
        SimilarityScale unknown = Relevance.scaleOf("another-encoder:q8");
        check.isTrue("fitted to no other", !unknown.isMeasured());
        check.near("which keeps its cosines", 0.73, unknown.of(0.73), 1e-9);
        check.equal("near in what nobody measured", Relevance.Grade.WEAK, Relevance.judgeUnmeasured(0.6).grade());
        check.equal("far in what nobody measured", Relevance.Grade.WEAK, Relevance.judgeUnmeasured(0).grade());
        check.equal("every word", Relevance.Grade.FOUND, Relevance.judgeUnmeasured(0.95).grade());
    }

    private static void fusion(Check check) {
        Fusion fusion = new Fusion(0.4, 0.75, 0.2, 0.25);
        Signals signals = new Signals(0.6, OptionalDouble.empty(), 0.4, 0.8, 0.5);
        check.near("similarity, words and quotation", 0.6 + 0.4 * (0.75 * 0.8 + 0.25 * 0.4) + 0.2 * 0.5,
                fusion.score(signals, Fusion.Way.HYBRID), 1e-9);
        check.near("similarity alone", 0.6, fusion.score(signals, Fusion.Way.MEANING), 1e-9);
        check.near("words alone", 0.4 + 0.2 * 0.5, fusion.score(signals, Fusion.Way.WORDS), 1e-9);
        check.near("a nearer sentence", 0.75 * 0.6 + 0.25 * 0.9,
                fusion.score(signals.withSentence(0.9), Fusion.Way.MEANING), 1e-9);
        check.near("a farther one", 0.75 * 0.6 + 0.25 * 0.1,
                fusion.score(signals.withSentence(0.1), Fusion.Way.MEANING), 1e-9);
    }

    /** A passage that counts what is asked of it. */
    private static final class Counted extends Candidate {

        private final String name;
        private final int length;
        private int quotations;
        private int sentences;

        Counted(String name, double similarity, int length) {
            super(new Signals(similarity, OptionalDouble.empty(), 0, 0, 0));
            this.name = name;
            this.length = length;
        }

        @Override
        public int length() {
            return length;
        }
    }

    private static List<String> ranked(PassageRanking ranking, Fusion.Way way, List<Counted> passages, String quotes,
            String nearest) {
        ranking.rank(passages, way, one -> {
            one.quotations++;
            return one.name.equals(quotes) ? 1 : 0;
        }, first -> {
            first.forEach(one -> one.sentences++);
            return first.stream().map(one -> one.name.equals(nearest) ? OptionalDouble.of(1) : OptionalDouble.empty())
                    .toList();
        });
        return passages.stream().map(one -> one.name).toList();
    }

    private static List<Counted> six(int length) {
        List<Counted> passages = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            passages.add(new Counted(String.valueOf((char) ('a' + i)), 0.9 - 0.1 * i, length));
        }
        return passages;
    }

    private static void ranking(Check check) {
        PassageRanking ranking = new PassageRanking(new Fusion(0.4, 0.8, 0.6, 0.5), 2, 3, 1000);
        check.equal("by similarity", List.of("a", "b", "c", "d", "e", "f"),
                ranked(ranking, Fusion.Way.HYBRID, six(10), "", ""));
        check.equal("a quotation among the first", List.of("b", "a", "c", "d", "e", "f"),
                ranked(ranking, Fusion.Way.HYBRID, six(10), "b", ""));
        check.equal("one far behind is not looked for", List.of("a", "b", "c", "d", "e", "f"),
                ranked(ranking, Fusion.Way.HYBRID, six(10), "f", ""));
        List<Counted> suspected = six(10);
        suspected.get(5).mayQuote();
        check.equal("but where it holds the question's words", List.of("f", "a", "b", "c", "d", "e"),
                ranked(ranking, Fusion.Way.HYBRID, suspected, "f", ""));
        check.equal("each text is looked through once", List.of(1, 1, 1, 0, 0, 0),
                suspected.stream().map(one -> one.quotations).toList());
        check.equal("sentences of the first three", List.of(1, 1, 1, 0, 0, 0),
                suspected.stream().map(one -> one.sentences).toList());
        check.equal("the nearest sentence", List.of("a", "c", "b", "d", "e", "f"),
                ranked(ranking, Fusion.Way.MEANING, six(10), "", "c"));
        List<Counted> quoted = six(10);
        ranked(ranking, Fusion.Way.MEANING, quoted, "a", "");
        check.equal("no quotations by meaning", 0, quoted.stream().mapToInt(one -> one.quotations).sum());
        List<Counted> worded = six(10);
        ranked(ranking, Fusion.Way.WORDS, worded, "", "a");
        check.equal("no sentences by words", 0, worded.stream().mapToInt(one -> one.sentences).sum());
        List<Counted> lengthy = six(600);
        ranked(ranking, Fusion.Way.HYBRID, lengthy, "", "");
        check.equal("long passages are compared by fewer sentences", List.of(1, 0, 0, 0, 0, 0),
                lengthy.stream().map(one -> one.sentences).toList());
        List<Counted> longest = six(5000);
        ranked(ranking, Fusion.Way.HYBRID, longest, "", "");
        check.equal("but always those of the first", List.of(1, 0, 0, 0, 0, 0),
                longest.stream().map(one -> one.sentences).toList());
        check.equal("nothing to rank", List.of(), ranked(ranking, Fusion.Way.HYBRID, new ArrayList<>(), "", ""));
    }

    private static void evidence(Check check) {
        for (Fusion.Way way : Fusion.Way.values()) {
            VerdictEvidence found = VerdictEvidence.of("all-minilm-l6-v2:q8", way, Relevance.Grade.FOUND).orElseThrow();
            VerdictEvidence weak = VerdictEvidence.of("all-minilm-l6-v2:q8", way, Relevance.Grade.WEAK).orElseThrow();
            check.isTrue("the weaker grade is had by more, " + way,
                    weak.falseAlarms() >= found.falseAlarms() && weak.missed() <= found.missed());
            check.isTrue("counts among their n, " + way, weak.falseAlarms() <= weak.unanswerable()
                    && found.missed() <= found.answerable() && weak.missed() >= 0);
            check.equal("nothing relevant is judged by the weaker, " + way, weak,
                    VerdictEvidence.of("all-minilm-l6-v2:q8", way, Relevance.Grade.NOTHING).orElseThrow());
        }
        check.isTrue("nothing of an encoder that was not measured",
                VerdictEvidence.of("another-encoder:q8", Fusion.Way.HYBRID, Relevance.Grade.FOUND).isEmpty());
        check.isTrue("words alone need none",
                VerdictEvidence.of("another-encoder:q8", Fusion.Way.WORDS, Relevance.Grade.FOUND).isPresent());
        check.equal("the encoder is named", "all-minilm-l6-v2:q8",
                VerdictEvidence.of("all-minilm-l6-v2:q8", Fusion.Way.HYBRID, Relevance.Grade.FOUND).orElseThrow()
                        .toJson().string("encoder"));
    }
}
