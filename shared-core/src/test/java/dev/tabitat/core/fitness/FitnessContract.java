package dev.tabitat.core.fitness;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.InvalidInput;
import java.util.List;

/** What figures about models promise. */
public final class FitnessContract implements Contract {

    @Override
    public String name() {
        return "fitness: intervals, accuracy, confusions and the vector";
    }

    @Override
    public void run(Check check) {
        intervalsAreWilsons(check);
        accuracyKnowsWhenNothingWasTried(check);
        confusionsAreCounted(check);
        whatIsUnknownIsAbsent(check);
    }

    /** 81 of 263 is Newcombe's example (Statistics in Medicine 17, 1998, table I): 0.2553 to 0.3662. */
    private void intervalsAreWilsons(Check check) {
        near(check, Interval.wilson95(81, 263), 0.2553, 0.3662);
        near(check, Interval.wilson95(15, 148), 0.0624, 0.1605);
        near(check, Interval.wilson95(0, 20), 0, 0.1611);
        near(check, Interval.wilson95(1, 29), 0.0061, 0.1718);
        check.equal("nothing tried", new Interval(0, 1), Interval.wilson95(0, 0));
        for (long n = 1; n <= 40; n++) {
            for (long k = 0; k <= n; k++) {
                Interval interval = Interval.wilson95(k, n);
                check.isTrue(k + " of " + n + " lies in its interval", interval.contains((double) k / n));
                Interval mirrored = Interval.wilson95(n - k, n);
                check.isTrue("failures mirror successes", Math.abs(interval.low() + mirrored.high() - 1) < 1e-12);
            }
        }
        check.fails("more successes than trials", InvalidInput.class, () -> Interval.wilson95(3, 2));
    }

    private static void near(Check check, Interval found, double low, double high) {
        check.isTrue(found + " is " + low + " to " + high,
                Math.abs(found.low() - low) < 5e-5 && Math.abs(found.high() - high) < 5e-5);
    }

    private void accuracyKnowsWhenNothingWasTried(Check check) {
        check.isTrue("no value", new Accuracy(0, 0).value().isEmpty());
        check.isTrue("no value in JSON", !new Accuracy(0, 0).toJson().has("value"));
        Accuracy accuracy = new Accuracy(1000, 953);
        check.equal("value", 0.953, accuracy.value().getAsDouble());
        check.fails("more right than asked", InvalidInput.class, () -> new Accuracy(1000, 1001));
    }

    private void confusionsAreCounted(Check check) {
        Confusion confusion = Confusion.of(List.of("nob", "nob", "nob", "dan", "swe"),
                List.of("dan", "dan", "nob", "nob", "swe"));
        check.equal("accuracy", new Accuracy(5, 2), confusion.accuracy());
        check.equal("nob taken for dan", 2L, confusion.count("nob", "dan"));
        check.equal("never seen", 0L, confusion.count("swe", "fin"));
        check.equal("recall of nob", new Accuracy(3, 1), confusion.accuracyOf("nob"));
        check.equal("mistakes, most frequent first", List.of(new Confusion.Pair("nob", "dan", 2),
                new Confusion.Pair("dan", "nob", 1)), confusion.mistakes());
        check.fails("answers missing", InvalidInput.class, () -> Confusion.of(List.of("a"), List.of()));
    }

    private void whatIsUnknownIsAbsent(Check check) {
        FitnessVector vector = FitnessVector.of("g1", "udhr").with(FitnessDimension.UTILITY, 0.953)
                .with(FitnessDimension.LATENCY_MS, 0.41);
        check.equal("members", List.of("genome_id", "evaluation_scope", "utility", "latency_ms"),
                List.copyOf(vector.toJson().names()));
        check.isTrue("unknown", vector.value(FitnessDimension.ENERGY_UNITS).isEmpty());
        check.equal("comes back", vector, FitnessVector.fromJson(vector.toJson()));
        check.fails("utility above 1", InvalidInput.class, () -> vector.with(FitnessDimension.UTILITY, 1.5));
        check.fails("no number", InvalidInput.class,
                () -> vector.with(FitnessDimension.COMPOSITE_SCORE, Double.NaN));
    }
}
