package dev.tabitat.core.fitness;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.random.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The evaluator's figures are those of their definitions, its intervals hold what they promise, and its scorecards
 * carry what they must.
 */
public final class EvaluatorContract {

    private static final long SEED = 20_261_123L;
    private static final List<String> LABELS = List.of("x", "y");

    private EvaluatorContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("evaluator: figures by hand", EvaluatorContract::byHand),
                Contract.of("evaluator: intervals cover the truth about as often as they say",
                        EvaluatorContract::coverage),
                Contract.of("evaluator: every interval contains its estimate", EvaluatorContract::containsEstimate),
                Contract.of("evaluator: labels are compared by exact tests with Holm's correction",
                        EvaluatorContract::labels),
                Contract.of("evaluator: temperature mends confidence and changes no answer",
                        EvaluatorContract::temperature),
                Contract.of("evaluator: paired tests see a gain and not the noise", EvaluatorContract::paired),
                Contract.of("evaluator: the Pareto front", EvaluatorContract::pareto),
                Contract.of("evaluator: a scorecard says everything with its field names",
                        EvaluatorContract::scorecard));
    }

    private static Predictions of(List<String> right, double... ofX) {
        List<double[]> p = new ArrayList<>();
        for (double x : ofX) {
            p.add(new double[]{x, 1 - x});
        }
        return new Predictions(LABELS, right, p);
    }

    private static void byHand(Check check) {
        Predictions four = of(List.of("x", "x", "y", "y"), 0.9, 0.4, 0.2, 0.3);
        check.equal("accuracy", new Accuracy(4, 3), four.confusion().accuracy());
        // x: 2 · 1 / (2 + 1) = 2/3; y: 2 · 2 / (2 + 3) = 4/5
        check.near("macro-F1", (2.0 / 3 + 0.8) / 2, four.macroF1(), 1e-12);
        // Bins: (.8,.9] one of .9, right; (.5,.6] one of .6, wrong; (.7,.8] one of .8 right, (.6,.7] one of .7, right.
        check.near("calibration error", (0.1 + 0.6 + 0.2 + 0.3) / 4, Reliability.of(four).ece(), 1e-12);
        Abstention curve = Abstention.of(four);
        check.equal("all answered at last", new Accuracy(4, 3),
                curve.points().get(curve.points().size() - 1).accuracy());
        check.near("McNemar, 1 against 7", 2 * (1 + 8) / 256.0, PairedComparison.mcnemar(1, 7), 1e-12);
        check.near("McNemar, nobody differs", 1, PairedComparison.mcnemar(0, 0), 0);
        check.near("distance of opposites", 1, Evaluator.distance(of(List.of("x"), 1), of(List.of("x"), 0)), 1e-12);
        check.fails("answers to other questions", InvalidInput.class,
                () -> Evaluator.compare(four, of(List.of("x"), 1)));
        check.fails("a label that nobody knows", InvalidInput.class, () -> of(List.of("z"), 1));
    }

    /** Answers of which {@code share} are right. */
    private static Predictions drawn(SplitMix64 random, int n, double share, double sure) {
        List<String> right = new ArrayList<>();
        double[] ofX = new double[n];
        for (int i = 0; i < n; i++) {
            boolean isX = random.nextDouble() < 0.5;
            right.add(isX ? "x" : "y");
            boolean hit = random.nextDouble() < share;
            ofX[i] = isX == hit ? sure : 1 - sure;
        }
        return of(right, ofX);
    }

    private static void coverage(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        int covered = 0;
        int rounds = 60;
        for (int round = 0; round < rounds; round++) {
            Bootstrap.Estimated f1 = Evaluator.judge(drawn(random, 150, 0.8, 0.9)).macroF1();
            covered += f1.low() <= 0.8 && 0.8 <= f1.high() ? 1 : 0;
        }
        check.isTrue(covered + " of " + rounds + " intervals hold the truth, seed " + SEED, covered >= 51);
        check.equal("the same answers, the same figures",
                Evaluator.judge(drawn(new SplitMix64(3), 50, 0.7, 0.8)).toJson(),
                Evaluator.judge(drawn(new SplitMix64(3), 50, 0.7, 0.8)).toJson());
    }

    private static void containsEstimate(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        for (int n : new int[]{1, 2, 3, 7, 20, 60}) {
            for (double share : new double[]{0, 0.5, 0.9, 1}) {
                for (double sure : new double[]{0.55, 0.95, 1}) {
                    Predictions drawn = drawn(random, n, share, sure);
                    Evaluator.Judged judged = Evaluator.judge(drawn);
                    for (Bootstrap.Estimated one : List.of(judged.macroF1(), judged.ece())) {
                        check.isTrue(one + " of " + n + ", seed " + SEED, 0 <= one.low() && one.low() <= one.value()
                                && one.value() <= one.high() && one.high() <= 1);
                        check.isTrue("an interval has a width: " + one + " of " + n, one.low() < one.high());
                    }
                    Bootstrap.Estimated gain = Evaluator.compare(drawn, drawn).gain();
                    check.isTrue("a gain of nothing: " + gain, gain.low() < 0 && gain.value() == 0 && gain.high() > 0);
                }
            }
        }
    }

    /** Eight cases a, of which only the second model gets seven; eight cases b and four of c, answered alike. */
    private static void labels(Check check) {
        List<String> names = List.of("a", "b", "c");
        List<String> right = new ArrayList<>();
        List<double[]> first = new ArrayList<>();
        List<double[]> second = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int label = i < 8 ? 0 : i < 16 ? 1 : 2;
            right.add(names.get(label));
            first.add(one(i < 7 ? 2 : label));
            second.add(one(label));
        }
        List<LabelComparison> found = LabelComparison.of(new Predictions(names, right, first),
                new Predictions(names, right, second), Bootstrap.all(20));
        check.equal("c has too few cases", List.of("a", "b"), found.stream().map(LabelComparison::label).toList());
        LabelComparison a = found.get(0);
        check.equal("counts", List.of(8, 0, 7), List.of(a.cases(), a.onlyFirst(), a.onlySecond()));
        check.near("Holm: two labels, the smallest p twice", 2 * 2 / 128.0, a.p(), 1e-12);
        check.isTrue("better at a", a.isBetter());
        check.near("nothing differs at b", 1, found.get(1).p(), 0);
        check.isTrue("not at b", !found.get(1).isBetter());
    }

    private static double[] one(int label) {
        double[] p = new double[3];
        p[label] = 1;
        return p;
    }

    private static void temperature(Check check) {
        Predictions oversure = drawn(new SplitMix64(SEED), 400, 0.8, 0.99);
        double temperature = Temperature.fit(oversure);
        check.isTrue("too sure: it cools down, " + temperature, temperature > 1.5);
        List<double[]> scaled = new ArrayList<>();
        oversure.probabilities().forEach(p -> scaled.add(Temperature.scaled(p, temperature)));
        Predictions mended = new Predictions(LABELS, oversure.right(), scaled);
        check.isTrue("the error shrinks", Reliability.of(mended).ece() < Reliability.of(oversure).ece() / 3);
        check.equal("no answer changes", oversure.confusion().accuracy(), mended.confusion().accuracy());
        check.near("nothing to fit on", 1, Temperature.fit(of(List.of())), 0);
    }

    private static void paired(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        Predictions first = drawn(random, 200, 0.7, 0.9);
        PairedComparison same = Evaluator.compare(first, first);
        check.isTrue("nobody beats itself", !same.isBetter() && same.p() == 1 && same.gain().value() == 0);
        List<double[]> better = new ArrayList<>();
        for (int i = 0; i < first.n(); i++) {
            boolean mend = !first.isRight(i) && i % 2 == 0;
            double[] p = first.probabilities().get(i);
            better.add(mend ? new double[]{p[1], p[0]} : p);
        }
        PairedComparison gain = Evaluator.compare(first, new Predictions(LABELS, first.right(), better));
        int[] oneGroup = new int[first.n()];
        PairedComparison alike = Evaluator.compare(first, new Predictions(LABELS, first.right(), better), oneGroup);
        check.equal("near-duplicates are one case", List.of(0, 1), List.of(alike.onlyFirst(), alike.onlySecond()));
        check.isTrue("one case shows nothing", !alike.isBetter() && alike.p() == 1);
        check.isTrue("a gain is seen: " + gain.gain(), gain.isBetter() && gain.p() < 0.01 && gain.onlyFirst() == 0);
    }

    private static FitnessVector vector(String id, double utility, double latency, double memory) {
        return FitnessVector.of(id, "select").with(FitnessDimension.UTILITY, utility)
                .with(FitnessDimension.LATENCY_MS, latency).with(FitnessDimension.MEMORY_MB, memory);
    }

    private static void pareto(Check check) {
        List<FitnessVector> all = List.of(vector("good", 0.9, 10, 20), vector("fast", 0.8, 1, 5),
                vector("worse", 0.85, 12, 20), vector("twin", 0.9, 10, 20));
        check.equal("those whom nobody outdoes; twins both", List.of("good", "fast", "twin"), ParetoFront.of(all));
    }

    private static void scorecard(Check check) {
        Scorecard card = new Scorecard("genome", "test", Digest.of(new byte[0]), "wasm", "",
                Evaluator.judge(drawn(new SplitMix64(1), 40, 0.8, 0.9)),
                new Scorecard.Costs(new double[]{3, 1, 2}, 9, 2_000_000, 0, 1000, 9000), OptionalDouble.of(0.25),
                Optional.of(new Accuracy(4, 3)));
        JsonObject json = card.toJson();
        for (String name : List.of("evaluator_digest", "dataset_digest", "n", "accuracy", "macro_f1", "confusion",
                "calibration", "abstention", "latency", "memory", "privacy", "energy",
                "human_benefit", "fitness")) {
            check.isTrue("it has " + name, json.has(name));
        }
        check.equal("estimates are marked", "estimated", json.object("energy").string("how"));
        check.near("the median", 2, json.object("latency").number("p50_ms"), 0);
        FitnessVector fitness = FitnessVector.fromJson(json.object("fitness"));
        check.near("reuse", 0.9, fitness.value(FitnessDimension.REUSE_SCORE).orElseThrow(), 1e-12);
        check.near("novelty", 0.25, fitness.value(FitnessDimension.NOVELTY_SCORE).orElseThrow(), 0);
        check.near("what people accepted", 0.75, fitness.value(FitnessDimension.HUMAN_CAPABILITY_GAIN).orElseThrow(),
                0);
        check.equal("the evaluator's digest", Evaluator.digest().toString(), json.string("evaluator_digest"));
    }
}
