package dev.tabitat.core.routing;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.routing.Candidate.Condition;
import dev.tabitat.core.routing.Exclusion.Code;
import dev.tabitat.core.text.LanguageObstacle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Chooses who answers a task, by this procedure:
 * <ol>
 * <li>contract: the same task, input and output schema, and all tags asked for; and usable: installed, sound, not set
 * aside;
 * <li>memory: what it needs is at most what the device has and the task allows; where the device does not say, the
 * task's budget alone decides;
 * <li>runtime: one of its backends is among those the device supports;
 * <li>rank by weighted score = utility + privacy + latency_fit − memory_cost ({@link ScoreTerms} says how each is
 * made), ties by manifest digest, then by name;
 * <li>no candidate left: an escalation plan where the contract allows one, else no-op.
 * </ol>
 * The result does not depend on the order in which the candidates come.
 */
public final class Chooser {

    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparingDouble(Ranked::score).reversed()
            .thenComparing(ranked -> ranked.candidate().digest().hex())
            .thenComparing(ranked -> ranked.candidate().name());

    private final ScoreWeights weights;

    public Chooser(ScoreWeights weights) {
        this.weights = weights;
    }

    /**
     * The same from the two facts that count.
     *
     * @param availableMemoryBytes what models may use, where known
     * @param supportedRuntimes ids of the backends that work here
     */
    public Choice choose(TaskContract contract, List<Candidate> candidates, OptionalLong availableMemoryBytes,
            List<String> supportedRuntimes) {
        List<Ranked> ranked = new ArrayList<>();
        List<Exclusion> exclusions = new ArrayList<>();
        for (Candidate candidate : candidates) {
            String runtime = firstCommon(candidate.runtimes(), supportedRuntimes);
            if (!meetsContract(candidate, contract)) {
                exclusions.add(new Exclusion(candidate.name(), Code.CONTRACT_MISMATCH, mismatch(candidate, contract)));
            } else if (candidate.condition() != Condition.READY) {
                exclusions.add(unusable(candidate));
            } else if (candidate.memoryBytes().value() > ScoreTerms.memoryLimit(contract, availableMemoryBytes)) {
                exclusions.add(tooLarge(candidate, contract, availableMemoryBytes));
            } else if (runtime.isEmpty()) {
                exclusions.add(new Exclusion(candidate.name(), Code.RUNTIME_UNSUPPORTED, "It runs on "
                        + names(candidate.runtimes()) + "; this tab supports " + names(supportedRuntimes) + "."));
            } else {
                ScoreTerms terms = ScoreTerms.of(candidate, contract, availableMemoryBytes);
                ranked.add(new Ranked(candidate, runtime, terms, terms.score(weights)));
            }
        }
        ranked.sort(BEST_FIRST);
        exclusions.sort(Comparator.comparing(Exclusion::name).thenComparing(Exclusion::code));
        return new Choice(contract, ranked, exclusions);
    }

    private static boolean meetsContract(Candidate candidate, TaskContract contract) {
        return candidate.taskId().equals(contract.taskId())
                && candidate.inputSchema().equals(contract.inputSchema())
                && candidate.outputSchema().equals(contract.outputSchema())
                && candidate.tags().containsAll(contract.tags());
    }

    private static String mismatch(Candidate candidate, TaskContract contract) {
        if (!candidate.taskId().equals(contract.taskId())) {
            return "It does " + candidate.taskId() + "; asked for is " + contract.taskId() + ".";
        }
        if (!candidate.inputSchema().equals(contract.inputSchema())) {
            return "It takes " + candidate.inputSchema() + "; given is " + contract.inputSchema() + ".";
        }
        if (!candidate.outputSchema().equals(contract.outputSchema())) {
            return "It gives " + candidate.outputSchema() + "; asked for is " + contract.outputSchema() + ".";
        }
        List<String> missing = new ArrayList<>(contract.tags());
        missing.removeAll(candidate.tags());
        return "It does not say of itself: " + names(missing) + ".";
    }

    private static Exclusion unusable(Candidate candidate) {
        Optional<LanguageObstacle> obstacle = candidate.condition().obstacle();
        if (obstacle.isPresent()) {
            Code code = obstacle.get() == LanguageObstacle.UNKNOWN_SCRIPT ? Code.UNKNOWN_SCRIPT
                    : obstacle.get() == LanguageObstacle.TOO_FEW_LETTERS ? Code.TOO_FEW_LETTERS : Code.NO_LANGUAGE;
            return new Exclusion(candidate.name(), code, obstacle.get().sentence());
        }
        return switch (candidate.condition()) {
            case DAMAGED -> new Exclusion(candidate.name(), Code.DAMAGED,
                    "Its stored bytes did not verify; repair the store to use it.");
            case QUARANTINED -> new Exclusion(candidate.name(), Code.QUARANTINED,
                    "It is set aside and not used.");
            default -> new Exclusion(candidate.name(), Code.NOT_INSTALLED,
                    "It is not in this tab; install it to use it.");
        };
    }

    private static Exclusion tooLarge(Candidate candidate, TaskContract contract, OptionalLong available) {
        long limit = ScoreTerms.memoryLimit(contract, available);
        String whose = limit < contract.memoryBudgetBytes() ? "this tab has " : "the task allows ";
        return new Exclusion(candidate.name(), Code.MEMORY_EXCEEDED, "It needs "
                + ByteCount.words((long) candidate.memoryBytes().value()) + "; " + whose + ByteCount.words(limit)
                + ".");
    }

    private static String firstCommon(List<String> preferred, List<String> supported) {
        for (String runtime : preferred) {
            if (supported.contains(runtime)) {
                return runtime;
            }
        }
        return "";
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "nothing" : String.join(", ", names);
    }
}
