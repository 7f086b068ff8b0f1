package dev.tabitat.core.routing;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.fitness.AnswerThreshold.Verdict;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.routing.Exclusion.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Takes a text's way one step at a time: who is asked next, given how sure those were who were asked before. It calls
 * no model itself and knows no clock, so the same {@link RoutingInput} and the same answers give the same decision on
 * every machine.
 *
 * <ol>
 * <li>The policy and the device leave candidates out: named exclusions, private data, no network, data to be saved, a
 * low battery.
 * <li>The {@link Chooser} filters by contract, memory and runtime, and ranks; the policy's order goes before the score.
 * <li>A member elsewhere that ranks first, or follows when no model here was sure, becomes a plan: nothing leaves by
 * itself.
 * <li>With two or more calibrated models here, each more useful than the cheaper one before, the cheapest is asked
 * first and the next one only where its calibrated confidence is below its threshold (a cascade: Viola and Jones 2001;
 * Chen and others, "FrugalGPT", 2023).
 * <li>No model is sure enough: a plan where the task may leave the tab and the policy says so, else no-op.
 * </ol>
 */
public final class Router {

    /** Codes of candidates that could answer, but for this text. */
    private static final List<Code> TEXT_CODES = List.of(Code.NO_LANGUAGE, Code.UNKNOWN_SCRIPT, Code.TOO_FEW_LETTERS);

    private Router() {}

    /** Who can answer at all, ranked. */
    public static Choice choose(RoutingInput given) {
        TaskContract contract = given.contract();
        RouterPolicy policy = given.policy();
        DeviceConditions here = given.here();
        List<Candidate> admitted = new ArrayList<>();
        List<Exclusion> left = new ArrayList<>();
        for (Candidate candidate : given.candidates()) {
            Optional<Exclusion> why = exclusion(candidate, given);
            if (why.isPresent()) {
                left.add(why.get());
            } else {
                admitted.add(candidate);
            }
        }
        OptionalLong memory = policy.device().isPressed(here)
                ? OptionalLong.of((long) (here.availableMemoryBytes().getAsLong() * policy.device().pressureShare()))
                : here.availableMemoryBytes();
        List<String> runtimes = new ArrayList<>(here.runtimes());
        runtimes.add(Candidate.REMOTE);
        Choice plain = new Chooser(policy.weights()).choose(contract, admitted, memory, runtimes);
        List<Ranked> ranked = new ArrayList<>(plain.ranked());
        ranked.sort(Comparator.comparingInt(one -> place(one, policy.order())));
        left.addAll(plain.exclusions());
        left.sort(Comparator.comparing(Exclusion::name).thenComparing(Exclusion::code));
        return new Choice(contract, ranked, left);
    }

    private static int place(Ranked one, List<String> order) {
        int at = order.indexOf(one.candidate().name());
        return at < 0 ? order.size() : at;
    }

    private static Optional<Exclusion> exclusion(Candidate candidate, RoutingInput given) {
        RouterPolicy policy = given.policy();
        DeviceConditions here = given.here();
        String name = candidate.name();
        if (!candidate.taskId().equals(given.contract().taskId())) {
            return Optional.empty();
        }
        for (RouterPolicy.Excluded one : policy.exclude()) {
            if (one.covers(name)) {
                return Optional.of(new Exclusion(name, Code.EXCLUDED_BY_POLICY,
                        one.reason().isEmpty() ? "The policy leaves it out."
                                : "The policy leaves it out: " + one.reason()));
            }
        }
        if (candidate.reach() != ExecutionScope.TAB) {
            return elsewhere(candidate, given);
        }
        if (candidate.condition() == Candidate.Condition.READY && policy.device().isLow(here)
                && candidate.memoryBytes().value() > policy.device().lowBatteryBytes()) {
            return Optional.of(new Exclusion(name, Code.BATTERY_LOW,
                    "The battery is low, and it needs " + ByteCount.words((long) candidate.memoryBytes().value())
                            + "; the policy allows "
                            + ByteCount.words(policy.device().lowBatteryBytes()) + " then."));
        }
        return Optional.empty();
    }

    private static Optional<Exclusion> elsewhere(Candidate candidate, RoutingInput given) {
        RouterPolicy policy = given.policy();
        DataClass kind = given.contract().dataClass();
        if (!policy.allows(kind, candidate.reach())) {
            return Optional.of(new Exclusion(candidate.name(), Code.LOCAL_ONLY_DATA,
                    "Data of this kind (" + kind.id() + ") does not leave the " + policy.localReach().id()
                            + "; it answers " + where(candidate) + "."));
        }
        if (given.contract().escalation() == Escalation.NEVER) {
            return Optional.of(new Exclusion(candidate.name(), Code.ESCALATION_NOT_ALLOWED,
                    "The task may not leave the tab; it answers " + where(candidate) + "."));
        }
        if (candidate.reach() == ExecutionScope.NETWORK && !given.here().isOnline()) {
            return Optional.of(new Exclusion(candidate.name(), Code.OFFLINE,
                    "There is no network; it answers " + where(candidate) + "."));
        }
        if (candidate.reach() == ExecutionScope.NETWORK && given.here().savesData()
                && !policy.device().networkWhenSavingData()) {
            return Optional.of(new Exclusion(candidate.name(), Code.DATA_SAVER,
                    "Data is to be saved; it answers " + where(candidate) + "."));
        }
        return Optional.empty();
    }

    private static String where(Candidate candidate) {
        return candidate.reach() == ExecutionScope.DEVICE ? "in another program on this device" : "in a network";
    }

    /**
     * The next step.
     *
     * @param answers of those who were asked so far, in this order
     */
    public static RoutingStep next(RoutingInput given, List<ModelAnswer> answers) {
        Choice choice = choose(given);
        List<Ranked> way = way(choice, given);
        List<Routed.Tried> tried = new ArrayList<>();
        for (ModelAnswer answer : answers) {
            Routed.Tried one = judged(answer, given, choice);
            tried.add(one);
            if (one.isAccepted()) {
                return new RoutingStep.Decided(answered(given, choice, way, tried, ranked(choice, answer.name())));
            }
        }
        boolean elsewhereFirst = !choice.ranked().isEmpty()
                && choice.ranked().get(0).candidate().reach() != ExecutionScope.TAB;
        if (!elsewhereFirst && answers.size() < way.size()) {
            return new RoutingStep.Ask(way.get(answers.size()));
        }
        return new RoutingStep.Decided(unanswered(given, choice, way, tried));
    }

    /** Those in this tab who are asked, in this order. */
    private static List<Ranked> way(Choice choice, RoutingInput given) {
        List<Ranked> calibrated = new ArrayList<>();
        List<Ranked> here = new ArrayList<>();
        for (Ranked one : choice.ranked()) {
            if (one.candidate().reach() == ExecutionScope.TAB) {
                here.add(one);
                evidence(one, given).filter(threshold -> threshold.threshold().isPresent())
                        .ifPresent(threshold -> calibrated.add(one));
            }
        }
        if (given.policy().cascade() && calibrated.size() > 1) {
            return cascade(calibrated, given);
        }
        List<Ranked> willing = given.policy().uncalibrated() == RouterPolicy.Uncalibrated.ANSWER ? here : calibrated;
        return willing.isEmpty() ? willing : List.of(willing.get(0));
    }

    /**
     * The cheapest first, and of the dearer ones those that are more often right, by the evidence of their calibration.
     */
    private static List<Ranked> cascade(List<Ranked> calibrated, RoutingInput given) {
        List<Ranked> byCost = new ArrayList<>(calibrated);
        boolean timed = byCost.stream().allMatch(one -> one.candidate().latencyMs().isKnown());
        byCost.sort(Comparator.comparingDouble(
                (Ranked one) -> timed ? one.candidate().latencyMs().value() : one.candidate().memoryBytes().value())
                .thenComparing(one -> one.candidate().digest().hex()).thenComparing(one -> one.candidate().name()));
        List<Ranked> way = new ArrayList<>();
        double best = -1;
        for (Ranked one : byCost) {
            AnswerThreshold evidence = evidence(one, given).orElseThrow();
            double share = evidence.coverage().value().orElse(0);
            if (share > best) {
                way.add(one);
                best = share;
            }
        }
        return way;
    }

    private static Optional<AnswerThreshold> evidence(Ranked one, RoutingInput given) {
        return given.policy().threshold(one.candidate().digest(), given.contract().taskId());
    }

    private static Ranked ranked(Choice choice, String name) {
        for (Ranked one : choice.ranked()) {
            if (one.candidate().name().equals(name)) {
                return one;
            }
        }
        throw new dev.tabitat.core.error.InvalidInput("An answer comes from a model that is not part of this decision.",
                dev.tabitat.core.error.Finding.at("answers").expected("one of the ranked candidates").found(name));
    }

    private static Routed.Tried judged(ModelAnswer answer, RoutingInput given, Choice choice) {
        Ranked who = ranked(choice, answer.name());
        Optional<AnswerThreshold> evidence = evidence(who, given);
        boolean hasMargin = answer.margin() >= given.contract().minimumMargin();
        boolean takesAll = given.policy().uncalibrated() == RouterPolicy.Uncalibrated.ANSWER
                && evidence.flatMap(one -> one.threshold().isPresent() ? Optional.of(one) : Optional.empty()).isEmpty();
        Verdict verdict = takesAll ? Verdict.ACCEPTED
                : evidence.map(one -> one.judge(answer.confidence(), given.here().inputBytes()))
                        .orElse(Verdict.NO_THRESHOLD);
        return new Routed.Tried(answer, verdict, hasMargin, words(answer, verdict, hasMargin, evidence, given));
    }

    private static String words(ModelAnswer answer, Verdict verdict, boolean hasMargin,
            Optional<AnswerThreshold> evidence, RoutingInput given) {
        if (verdict == Verdict.ACCEPTED && !hasMargin) {
            return answer.name() + " prefers one label by " + figure(answer.margin()) + "; the task asks for a lead of "
                    + figure(given.contract().minimumMargin()) + ".";
        }
        return switch (verdict) {
            case ACCEPTED -> evidence.isPresent() && evidence.get().threshold().isPresent()
                    ? answer.name() + " is sure to " + figure(answer.confidence()) + ", and counts from "
                            + figure(evidence.get().threshold().getAsDouble()) + " on."
                    : answer.name() + " answers as it is: nobody calibrated it, and the policy takes its word.";
            case BELOW_THRESHOLD -> answer.name() + " is sure to " + figure(answer.confidence())
                    + " only, and counts from " + figure(evidence.orElseThrow().threshold().orElse(1)) + " on.";
            case TOO_SHORT -> "The text has " + given.here().inputBytes() + " bytes; " + answer.name()
                    + " was calibrated on texts from " + evidence.orElseThrow().leastBytes() + " bytes on.";
            case NO_THRESHOLD -> answer.name() + " has no threshold: too few examples to promise anything.";
        };
    }

    private static String figure(double share) {
        long percents = Math.round(share * 1000);
        return percents / 10 + "." + percents % 10 + " %";
    }

    private static Routed answered(RoutingInput given, Choice choice, List<Ranked> way, List<Routed.Tried> tried,
            Ranked who) {
        boolean isStack = who.candidate().tags().contains(Candidate.STACK);
        RoutePath path = way.size() > 1 ? RoutePath.CASCADE : isStack ? RoutePath.ADAPTER_STACK : RoutePath.SPECIALIST;
        int at = way.indexOf(who);
        String fallback = at + 1 < way.size() ? way.get(at + 1).candidate().name() : otherwise(given, choice);
        String reason = tried.get(tried.size() - 1).words()
                + (way.size() > 1 && tried.size() == 1 ? " It was asked first because it is cheaper." : "");
        return new Routed(RouteOutcome.LOCAL, path, choice, Optional.of(who), reason, tried, List.of(),
                forecast(way, given),
                fallback, false);
    }

    private static Optional<CascadeForecast> forecast(List<Ranked> way, RoutingInput given) {
        return way.size() < 2 ? Optional.empty()
                : Optional.of(new CascadeForecast(way.get(0), evidence(way.get(0), given).orElseThrow(), way.get(1),
                        evidence(way.get(1), given).orElseThrow()));
    }

    private static boolean mayLeave(RoutingInput given) {
        TaskContract contract = given.contract();
        return contract.escalation() == Escalation.WITH_APPROVAL
                && given.policy().allows(contract.dataClass(), ExecutionScope.NETWORK);
    }

    private static Optional<Ranked> firstElsewhere(Choice choice) {
        return choice.ranked().stream().filter(one -> one.candidate().reach() != ExecutionScope.TAB).findFirst();
    }

    private static String otherwise(RoutingInput given, Choice choice) {
        boolean canLeave = firstElsewhere(choice).isPresent() || mayLeave(given);
        return canLeave && given.policy().fallback() == RouterPolicy.Fallback.ESCALATE
                ? RouteOutcome.CLOUD_ESCALATION.id()
                : RouteOutcome.NO_OP.id();
    }

    private static Routed unanswered(RoutingInput given, Choice choice, List<Ranked> way, List<Routed.Tried> tried) {
        Optional<Ranked> elsewhere = firstElsewhere(choice);
        boolean ranksFirst = elsewhere.isPresent() && choice.ranked().get(0).equals(elsewhere.get());
        boolean escalates = ranksFirst || !isExcluded(choice, Code.NO_LANGUAGE)
                && otherwise(given, choice).equals(RouteOutcome.CLOUD_ESCALATION.id());
        String reason = reason(given, choice, tried, ranksFirst);
        List<String> changes = changes(given, choice, tried);
        if (!escalates) {
            return new Routed(RouteOutcome.NO_OP, RoutePath.NO_OP, choice, Optional.empty(), reason, tried, changes,
                    forecast(way, given), RouteOutcome.NO_OP.id(), false);
        }
        return new Routed(RouteOutcome.CLOUD_ESCALATION, RoutePath.ESCALATION, choice, elsewhere, reason, tried,
                changes,
                forecast(way, given), RouteOutcome.NO_OP.id(), true);
    }

    private static String reason(RoutingInput given, Choice choice, List<Routed.Tried> tried, boolean ranksFirst) {
        if (ranksFirst) {
            return choice.ranked().get(0).candidate().name() + " ranks first and answers "
                    + where(choice.ranked().get(0).candidate()) + ": a plan shows what would leave.";
        }
        String stays = mayLeave(given) ? ""
                : !given.policy().allows(given.contract().dataClass(), ExecutionScope.NETWORK)
                        ? " This kind of data (" + given.contract().dataClass().id() + ") stays on this device."
                        : " The task does not allow leaving the tab.";
        if (!tried.isEmpty()) {
            return "Nobody here is sure enough. " + tried.get(tried.size() - 1).words() + stays;
        }
        Optional<Exclusion> text = choice.exclusions().stream().filter(one -> TEXT_CODES.contains(one.code()))
                .findFirst();
        if (text.isPresent()) {
            return "No language can be named. " + text.get().reason()
                    + (text.get().code() == Code.NO_LANGUAGE ? "" : stays);
        }
        boolean someHere = choice.ranked().stream().anyMatch(one -> one.candidate().reach() == ExecutionScope.TAB);
        return (someHere ? "Those who could answer here have not been calibrated for this task." : choice.reason())
                + (someHere ? stays : "");
    }

    private static boolean isExcluded(Choice choice, Code code) {
        return choice.exclusions().stream().anyMatch(one -> one.code() == code);
    }

    /** What would have to be otherwise; each thing once. */
    private static List<String> changes(RoutingInput given, Choice choice, List<Routed.Tried> tried) {
        Set<String> changes = new LinkedHashSet<>();
        for (Routed.Tried one : tried) {
            String name = one.answer().name();
            switch (one.verdict()) {
                case TOO_SHORT -> changes.add("A longer text: "
                        + evidence(ranked(choice, name), given).orElseThrow().leastBytes() + " bytes or more.");
                case BELOW_THRESHOLD -> changes.add("A text of which " + name + " is surer.");
                case NO_THRESHOLD -> changes.add("More examples to calibrate " + name + " on.");
                case ACCEPTED -> changes.add("A smaller minimum margin of the task.");
            }
        }
        for (Ranked one : choice.ranked()) {
            if (one.candidate().reach() == ExecutionScope.TAB
                    && evidence(one, given).filter(threshold -> threshold.threshold().isPresent()).isEmpty()) {
                changes.add("Calibrating " + one.candidate().name() + " on examples of this task.");
            }
        }
        for (Exclusion one : choice.exclusions()) {
            switch (one.code()) {
                case NOT_INSTALLED -> changes.add("Installing " + one.name() + ".");
                case DAMAGED -> changes.add("Repairing " + one.name() + ".");
                case MEMORY_EXCEEDED -> changes.add("More memory for " + one.name() + ".");
                case BATTERY_LOW -> changes.add("Power for the device: " + one.name() + " rests on a low battery.");
                case OFFLINE -> changes.add("A network, for " + one.name() + ".");
                case DATA_SAVER -> changes.add("No wish to save data, for " + one.name() + ".");
                case EXCLUDED_BY_POLICY -> changes.add("Another policy: this one leaves out " + one.name() + ".");
                case LOCAL_ONLY_DATA ->
                    changes.add("Another kind of data, or a policy that lets it go farther, for " + one.name() + ".");
                case NO_LANGUAGE -> changes.add("A text that is written in words of a language.");
                case UNKNOWN_SCRIPT ->
                    changes.add("A model that knows the text's script; " + one.name() + " does not.");
                case TOO_FEW_LETTERS -> changes.add("A longer text: a sentence.");
                case ESCALATION_NOT_ALLOWED -> changes.add("Letting the task leave the tab, for " + one.name() + ".");
                default -> {
                }
            }
        }
        if (changes.isEmpty() && !mayLeave(given)) {
            changes.add("Letting the task leave the tab.");
        }
        return List.copyOf(changes);
    }
}
