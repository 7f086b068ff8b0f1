package dev.tabitat.core.fitness;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/** What calibration promises. */
public final class CalibrationContract implements Contract {

    private static final Digest MODEL = Digest.of(Utf8.encode("model"));
    private static final Digest DATA = Digest.of(Utf8.encode("data"));

    @Override
    public String name() {
        return "calibration: exact limits, rising curves, thresholds that keep their promise";
    }

    @Override
    public void run(Check check) {
        exactLimits(check);
        aCurveRises(check);
        thePromiseIsKept(check);
        tooFewCasesGiveNoThreshold(check);
        shortTextsAreNotJudged(check);
        evidenceSurvivesAndDamageIsNamed(check);
    }

    private static void exactLimits(Check check) {
        check.near("5 of 10, half", 0.623046875, Binomial.atMost(5, 10, 0.5), 1e-12);
        check.near("0 of 10", 0.2588655508, Binomial.upper(0, 10, 0.05), 1e-9);
        check.near("1 of 20", 0.2161061642, Binomial.upper(1, 20, 0.05), 1e-9);
        check.near("3 of 1000", 0.0077352447, Binomial.upper(3, 1000, 0.05), 1e-9);
        check.equal("nothing tried", 1.0, Binomial.upper(0, 0, 0.05));
        check.equal("the rule of three", 59, Binomial.casesFor(0.05, 0.05));
        check.fails("more than there are", InvalidInput.class, () -> Binomial.atMost(3, 2, 0.5));
    }

    /** An answerer that is right with the probability p when it says min(1, p + 0.3): overconfident. */
    private static Predictions overconfident(int n, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        List<String> right = new ArrayList<>();
        List<double[]> probabilities = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double p = 0.5 + random.nextInt(5000) / 10_000.0;
            double said = Math.min(0.999, 0.5 + (p - 0.5) * 0.4 + 0.3);
            right.add(random.nextInt(10_000) < 10_000 * p ? "a" : "b");
            probabilities.add(new double[]{said, 1 - said});
        }
        return new Predictions(List.of("a", "b"), right, probabilities);
    }

    private static void aCurveRises(Check check) {
        ConfidenceMap map = ConfidenceMap.fit(overconfident(2000, 5));
        check.isTrue("a shape from 200 cases on", map instanceof ConfidenceMap.Isotonic);
        double before = 0;
        for (double said = 0.5; said < 1; said += 0.01) {
            double now = map.confidence(said, 1 - said);
            check.isTrue("it rises at " + said, now >= before);
            before = now;
        }
        check.near("sure to .9 is right three times of four", 0.75, map.confidence(0.9, 0.1), 0.06);
        check.isTrue("one number below", ConfidenceMap.fit(overconfident(150, 5)) instanceof ConfidenceMap.Scaled);
        check.isTrue("a temperature above 1 for the overconfident",
                ((ConfidenceMap.Scaled) ConfidenceMap.fit(overconfident(199, 5))).temperature() > 1);
    }

    /**
     * Over many worlds the share of wrong answers among accepted ones is above the goal in at most one of twenty, and
     * chance.
     */
    private static void thePromiseIsKept(Check check) {
        int broken = 0;
        int promised = 0;
        for (long seed = 1; seed <= 60; seed++) {
            AnswerThreshold found = AnswerThreshold.calibrate(MODEL, "t", DATA, "select", 0, overconfident(800, seed),
                    0.1);
            if (found.threshold().isEmpty()) {
                continue;
            }
            promised++;
            Predictions fresh = overconfident(4000, 1000 + seed);
            int accepted = 0;
            int wrong = 0;
            for (int i = 0; i < fresh.n(); i++) {
                if (found.judge(found.map().confidence(fresh.probabilities().get(i)),
                        10) == AnswerThreshold.Verdict.ACCEPTED) {
                    accepted++;
                    wrong += fresh.isRight(i) ? 0 : 1;
                }
            }
            broken += wrong > 0.1 * accepted + 2 * Math.sqrt(0.09 * accepted) ? 1 : 0;
            check.isTrue("calibrated is nearer the truth", found.ece().value() < found.rawEce());
        }
        check.isTrue("most worlds get a threshold: " + promised, promised > 20);
        check.isTrue("broken " + broken + " of " + promised, broken <= 4);
    }

    private static void tooFewCasesGiveNoThreshold(Check check) {
        AnswerThreshold few = AnswerThreshold.calibrate(MODEL, "t", DATA, "select", 0, overconfident(100, 3), 0.05);
        check.isTrue("50 cases cannot promise 5 %", few.threshold().isEmpty());
        check.equal("what is missing", 59, few.needed());
        check.equal("no answer counts", AnswerThreshold.Verdict.NO_THRESHOLD, few.judge(1, 1000));
        check.isTrue("nor of none", AnswerThreshold.calibrate(MODEL, "t", DATA, "select", 0, overconfident(0, 3), 0.05)
                .threshold().isEmpty());
        check.fails("a goal of nothing", InvalidInput.class,
                () -> AnswerThreshold.calibrate(MODEL, "t", DATA, "select", 0, overconfident(100, 3), 0));
    }

    private static void shortTextsAreNotJudged(Check check) {
        List<Integer> lengths = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            lengths.add(i);
        }
        check.equal("99 of 100 are as long", 3, AnswerThreshold.shortest(lengths));
        AnswerThreshold found = AnswerThreshold.calibrate(MODEL, "t", DATA, "select", 3, overconfident(800, 2), 0.2);
        check.equal("two bytes", AnswerThreshold.Verdict.TOO_SHORT, found.judge(1, 2));
        check.equal("three bytes", AnswerThreshold.Verdict.ACCEPTED, found.judge(1, 3));
    }

    private static void evidenceSurvivesAndDamageIsNamed(Check check) {
        AnswerThreshold found = AnswerThreshold.calibrate(MODEL, "t", DATA, "select", 3, overconfident(800, 2), 0.2);
        check.equal("written and read", found.toJson(), AnswerThreshold.fromJson(found.toJson()).toJson());
        check.fails("more wrong than accepted", DamagedData.class,
                () -> AnswerThreshold.fromJson(found.toJson().with("wrong", found.n() + 1)));
        check.fails("a falling curve", DamagedData.class,
                () -> new ConfidenceMap.Isotonic(new double[]{0.1, 0.5}, new double[]{0.9, 0.2}));
    }
}
