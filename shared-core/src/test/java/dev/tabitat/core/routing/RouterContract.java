package dev.tabitat.core.routing;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.decisions.DecisionLog;
import dev.tabitat.core.decisions.DecisionRecord;
import dev.tabitat.core.decisions.RouteComparison;
import dev.tabitat.core.decisions.RouteMetrics;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.fitness.Bootstrap;
import dev.tabitat.core.fitness.ConfidenceMap;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.routing.Candidate.Condition;
import dev.tabitat.core.routing.Exclusion.Code;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What routing promises; the digest at its end is the same on the JVM and in the tab. */
public final class RouterContract implements Contract {

    private static final String TASK = "language-identification";
    private static final String AT = "2026-11-24T09:30:00Z";
    private static final String GOLDEN = "sha256:edfe1f2f7d2c9283d12ccd3a3f1f0af3063c0291bd3c54a92b92efb53cff1356";

    @Override
    public String name() {
        return "router: policy, device, cascade, no-op, escalation, and a log that replays";
    }

    @Override
    public void run(Check check) {
        oneCalibratedModelAnswers(check);
        withoutCalibrationItAbstains(check);
        aCascadeAsksTheCheapOneFirst(check);
        aTextTooShortOrAMarginTooSmallIsNotAnswered(check);
        theDeviceAndThePolicyLeaveOut(check);
        membersElsewhereAreRankedAndNeverAsked(check);
        policiesAreReadStrictly(check);
        theLogReplaysAndShowsTampering(check);
        comparisonsCount(check);
    }

    static Digest digest(String of) {
        return Digest.of(Utf8.encode(of));
    }

    static Candidate candidate(String name, long memory, double utility, double millis) {
        return new Candidate(name, digest(name), TASK, "text", "label-scores", List.of(), List.of("wasm"),
                new Estimate(memory, Known.CLAIMED, 0),
                new Estimate(utility, Known.CLAIMED, 1000), new Estimate(1, Known.CHECKED, 0),
                millis == 0 ? Estimate.UNKNOWN : new Estimate(millis, Known.MEASURED, 9),
                Condition.READY);
    }

    static Candidate elsewhere(String name, String reach, double utility) {
        return new Candidate(name, digest(name), TASK, "text", "label-scores", List.of(), List.of(Candidate.REMOTE),
                new Estimate(0, Known.CLAIMED, 0),
                new Estimate(utility, Known.CLAIMED, 100), new Estimate(0, Known.CHECKED, 0), Estimate.UNKNOWN,
                Condition.READY,
                Optional.of(new Membership(ExecutionScope.parse(reach, "reach"), "target-1", "large", 0, "")));
    }

    static AnswerThreshold threshold(String name, double from, int accepted) {
        return new AnswerThreshold(digest(name), TASK, digest("udhr"), "select", new ConfidenceMap.Scaled(1),
                OptionalDouble.of(from), 0.05, 10, 500, 500, accepted, accepted / 50, 480,
                0.05, 0.1, new Bootstrap.Estimated(0.01, 0.005, 0.02));
    }

    static RouterPolicy policy(AnswerThreshold... thresholds) {
        return RouterPolicy.DEFAULT.withThresholds(List.of(thresholds));
    }

    static DeviceConditions here(int bytes) {
        return DeviceConditions.of(OptionalLong.of(1_000_000_000), List.of("wasm", "reference"), bytes);
    }

    private static TaskContract task() {
        return TaskContract.languageIdentification();
    }

    private static Routed decided(RoutingInput given, ModelAnswer... answers) {
        RoutingStep step = Router.next(given, List.of(answers));
        if (step instanceof RoutingStep.Decided decided) {
            return decided.routed();
        }
        throw new AssertionError("asks " + ((RoutingStep.Ask) step).who().candidate().name());
    }

    private static String asks(RoutingInput given, ModelAnswer... answers) {
        return Router.next(given, List.of(answers)) instanceof RoutingStep.Ask ask ? ask.who().candidate().name()
                : "nobody";
    }

    private static ModelAnswer sure(String name, double confidence) {
        return new ModelAnswer(name, confidence, confidence / 2, 3);
    }

    private static void oneCalibratedModelAnswers(Check check) {
        RoutingInput given = new RoutingInput(task(), policy(threshold("small", 0.8, 400)),
                List.of(candidate("small", 20_000_000, 0.95, 4)), here(40));
        check.equal("asked first", "small", asks(given));
        Routed routed = decided(given, sure("small", 0.9));
        check.equal("outcome", RouteOutcome.LOCAL, routed.outcome());
        check.equal("path", RoutePath.SPECIALIST, routed.path());
        check.equal("runtime", "wasm", routed.decision(AT).selectedRuntime());
        check.isTrue("nothing to take out", !routed.redactionRequired());
        Routed unsure = decided(given, sure("small", 0.7));
        check.equal("below its threshold", RouteOutcome.NO_OP, unsure.outcome());
        check.isTrue("the reason has both figures: " + unsure.reason(),
                unsure.reason().contains("70.0 %") && unsure.reason().contains("80.0 %"));
        check.isTrue("what would change it", !unsure.wouldChange().isEmpty());
        Routed plan = decided(new RoutingInput(task().withEscalation(Escalation.WITH_APPROVAL), given.policy(),
                given.candidates(), given.here()), sure("small", 0.7));
        check.equal("or a plan", RouteOutcome.CLOUD_ESCALATION, plan.outcome());
        check.isTrue("redacted first", plan.redactionRequired());
        check.fails("who was not asked cannot answer", InvalidInput.class, () -> decided(given, sure("stranger", 1)));
    }

    private static void withoutCalibrationItAbstains(Check check) {
        RoutingInput given = new RoutingInput(task(), policy(), List.of(candidate("small", 20_000_000, 0.95, 4)),
                here(40));
        Routed routed = decided(given);
        check.equal("no-op", RouteOutcome.NO_OP, routed.outcome());
        check.isTrue("says to calibrate: " + routed.wouldChange(),
                routed.wouldChange().toString().contains("Calibrating small"));
        JsonObject willing = RouterPolicy.DEFAULT.toJson().with("uncalibrated", "answer");
        RoutingInput trusting = new RoutingInput(task(), RouterPolicy.fromJson(willing), given.candidates(), here(40));
        check.equal("a policy may take its word", RouteOutcome.LOCAL, decided(trusting, sure("small", 0.3)).outcome());
    }

    private static void aCascadeAsksTheCheapOneFirst(Check check) {
        List<Candidate> both = List.of(candidate("large", 90_000_000, 0.98, 30),
                candidate("small", 20_000_000, 0.95, 4));
        RoutingInput given = new RoutingInput(task(),
                policy(threshold("small", 0.8, 400), threshold("large", 0.6, 470)), both, here(40));
        check.equal("first", "small", asks(given));
        Routed cheap = decided(given, sure("small", 0.9));
        check.equal("sure enough", "small", cheap.selected().orElseThrow().candidate().name());
        check.equal("by a cascade", RoutePath.CASCADE, cheap.path());
        check.equal("the other is the fallback", "large", cheap.fallback());
        JsonObject expected = cheap.toJson().object("expected");
        check.equal("forecast is an estimate", "estimated", expected.string("how"));
        check.near("saved: 30 - (4 + .2 x 30)", 20, expected.number("saved_ms"), 1e-9);
        check.equal("with n", 500L, expected.object("answered_by_first").integer("n"));
        check.equal("then", "large", asks(given, sure("small", 0.5)));
        check.equal("it answers", "large",
                decided(given, sure("small", 0.5), sure("large", 0.7)).selected().orElseThrow().candidate().name());
        Routed nobody = decided(given, sure("small", 0.5), sure("large", 0.5));
        check.equal("nobody", RoutePath.NO_OP, nobody.path());
        check.equal("both tried", 2, nobody.tried().size());
        RoutingInput useless = new RoutingInput(task(),
                policy(threshold("small", 0.8, 470), threshold("large", 0.6, 400)), both, here(40));
        check.equal("a dearer one that accepts less is not asked", RouteOutcome.NO_OP,
                decided(useless, sure("small", 0.5)).outcome());
        RoutingInput single = new RoutingInput(task(),
                RouterPolicy.fromJson(given.policy().toJson().with("cascade", false)), both, here(40));
        check.equal("without a cascade the best ranked alone", "small", asks(single));
    }

    private static void aTextTooShortOrAMarginTooSmallIsNotAnswered(Check check) {
        RoutingInput given = new RoutingInput(task(), policy(threshold("small", 0.8, 400)),
                List.of(candidate("small", 20_000_000, 0.95, 4)), here(9));
        Routed tooShort = decided(given, sure("small", 0.99));
        check.equal("nine bytes", RouteOutcome.NO_OP, tooShort.outcome());
        check.isTrue("a longer text would: " + tooShort.wouldChange(),
                tooShort.wouldChange().get(0).contains("10 bytes"));
        TaskContract strict = TaskContract.fromJson(task().toJson().with("minimum_margin", 0.6));
        Routed close = decided(new RoutingInput(strict, given.policy(), given.candidates(), here(40)),
                sure("small", 0.99));
        check.equal("the lead is too small", RouteOutcome.NO_OP, close.outcome());
        check.equal("and said to be", "MARGIN_TOO_SMALL",
                close.toJson().array("tried").objects().get(0).string("verdict"));
    }

    private static Code code(RoutingInput given, String name) {
        for (Exclusion one : Router.choose(given).exclusions()) {
            if (one.name().equals(name)) {
                return one.code();
            }
        }
        throw new AssertionError(name + " is not left out");
    }

    private static void theDeviceAndThePolicyLeaveOut(Check check) {
        Candidate large = candidate("large:q8", 90_000_000, 0.98, 30);
        RouterPolicy policy = policy(threshold("large:q8", 0.6, 470));
        DeviceConditions low = new DeviceConditions(OptionalLong.of(1_000_000_000), List.of("wasm"), true, false,
                OptionalDouble.of(0.1), Optional.of(false), 40);
        check.equal("a low battery", Code.BATTERY_LOW,
                code(new RoutingInput(task(), policy, List.of(large), low), "large:q8"));
        DeviceConditions charging = new DeviceConditions(OptionalLong.of(1_000_000_000), List.of("wasm"), true, false,
                OptionalDouble.of(0.1), Optional.of(true), 40);
        check.equal("on the charger it is none", "large:q8",
                asks(new RoutingInput(task(), policy, List.of(large), charging)));
        DeviceConditions pressed = DeviceConditions.of(OptionalLong.of(120_000_000), List.of("wasm"), 40);
        check.equal("memory pressure halves what there is", Code.MEMORY_EXCEEDED,
                code(new RoutingInput(task(), policy, List.of(large), pressed), "large:q8"));
        check.equal("no such runtime", Code.RUNTIME_UNSUPPORTED, code(new RoutingInput(task(), policy, List.of(large),
                DeviceConditions.of(OptionalLong.empty(), List.of("webgpu"), 4)), "large:q8"));
        RouterPolicy without = RouterPolicy.fromJson(
                policy.toJson().with("exclude", List.of(JsonObject.of("name", "large:*", "reason", "on trial"))));
        Routed none = decided(new RoutingInput(task(), without, List.of(large), here(40)));
        check.equal("by name", Code.EXCLUDED_BY_POLICY, none.choice().exclusions().get(0).code());
        check.isTrue("with its reason", none.choice().exclusions().get(0).reason().contains("on trial"));
        Candidate small = candidate("small", 20_000_000, 0.9, 4);
        RouterPolicy ordered = RouterPolicy
                .fromJson(policy(threshold("small", 0.8, 400), threshold("large:q8", 0.6, 470)).toJson()
                        .with("cascade", false).with("order", List.of("large:q8")));
        check.equal("an order goes before the score", "large:q8",
                asks(new RoutingInput(task(), ordered, List.of(small, large), here(40))));
    }

    private static void membersElsewhereAreRankedAndNeverAsked(Check check) {
        Candidate small = candidate("small", 20_000_000, 0.9, 4);
        List<Candidate> both = List.of(small, elsewhere("laptop/large", "device", 0.99));
        TaskContract open = task().withEscalation(Escalation.WITH_APPROVAL);
        RoutingInput given = new RoutingInput(open, policy(threshold("small", 0.8, 400)), both, here(40));
        check.equal("privacy ranks the tab first", "small", asks(given));
        Routed plan = decided(given, sure("small", 0.2));
        check.equal("then a plan for the member", "laptop/large", plan.selected().orElseThrow().candidate().name());
        check.equal("a plan, no answer", RouteOutcome.CLOUD_ESCALATION, plan.outcome());
        check.equal("the task forbids it", Code.ESCALATION_NOT_ALLOWED,
                code(new RoutingInput(task(), given.policy(), both, here(40)), "laptop/large"));
        check.equal("patients' data stays", Code.LOCAL_ONLY_DATA,
                code(new RoutingInput(open.withDataClass(DataClass.PATIENT), given.policy(), both, here(40)),
                        "laptop/large"));
        JsonObject farther = given.policy().toJson().with("local_only",
                JsonObject.of("data_classes", List.of("patient"), "reach", "device"));
        RoutingInput onDevice = new RoutingInput(open.withDataClass(DataClass.PATIENT), RouterPolicy.fromJson(farther),
                both, here(40));
        check.equal("a policy may let it go to this device", RouteOutcome.CLOUD_ESCALATION,
                decided(onDevice, sure("small", 0.2)).outcome());
        List<Candidate> far = List.of(small, elsewhere("cloud/large", "network", 0.99));
        check.equal("nor beyond", Code.LOCAL_ONLY_DATA,
                code(new RoutingInput(onDevice.contract(), onDevice.policy(), far, here(40)), "cloud/large"));
        DeviceConditions offline = new DeviceConditions(OptionalLong.empty(), List.of("wasm"), false, false,
                OptionalDouble.empty(), Optional.empty(), 40);
        check.equal("offline", Code.OFFLINE, code(new RoutingInput(open, given.policy(), far, offline), "cloud/large"));
        DeviceConditions saving = new DeviceConditions(OptionalLong.empty(), List.of("wasm"), true, true,
                OptionalDouble.empty(), Optional.empty(), 40);
        check.equal("saving data", Code.DATA_SAVER,
                code(new RoutingInput(open, given.policy(), far, saving), "cloud/large"));
        RouterPolicy first = RouterPolicy.fromJson(given.policy().toJson().with("order", List.of("laptop/large")));
        check.equal("ranked first it is a plan at once", RoutePath.ESCALATION,
                decided(new RoutingInput(open, first, both, here(40))).path());
    }

    private static void policiesAreReadStrictly(Check check) {
        RouterPolicy policy = policy(threshold("small", 0.8, 400));
        JsonObject json = policy.toJson();
        check.equal("written and read", policy.digest(),
                RouterPolicy.fromJson(JsonReader.readObject(json.toString(), JsonLimits.DEFAULT)).digest());
        check.isTrue("another policy has another digest", !RouterPolicy.DEFAULT.digest().equals(policy.digest()));
        check.fails("an unknown member", DamagedData.class, () -> RouterPolicy.fromJson(json.with("colour", "green")));
        check.fails("a newer version", Unsupported.class, () -> RouterPolicy.fromJson(json.with("policy_version", 2)));
        check.fails("an unknown word", InvalidInput.class, () -> RouterPolicy.fromJson(json.with("fallback", "panic")));
        check.fails("an unknown kind of data", InvalidInput.class, () -> RouterPolicy
                .fromJson(json.with("local_only", JsonObject.of("data_classes", List.of("cats"), "reach", "tab"))));
        check.fails("local in a network", InvalidInput.class, () -> RouterPolicy
                .fromJson(json.with("local_only", JsonObject.of("data_classes", List.of(), "reach", "network"))));
        check.fails("a missing member", TabitatException.class, () -> RouterPolicy.fromJson(json.without("weights")));
        check.fails("a weight below 0", InvalidInput.class,
                () -> RouterPolicy.fromJson(json.with("weights", json.object("weights").with("privacy", -1))));
    }

    private static void theLogReplaysAndShowsTampering(Check check) {
        List<DecisionRecord> log = new ArrayList<>();
        RoutingInput given = new RoutingInput(task(),
                policy(threshold("small", 0.8, 400), threshold("large", 0.6, 470)),
                List.of(candidate("large", 90_000_000, 0.98, 30), candidate("small", 20_000_000, 0.95, 4),
                        elsewhere("laptop/large", "device", 0.99)),
                here(40));
        add(log, DecisionRecord.policy(given.policy()));
        double[] confidences = {0.1, 0.5, 0.79, 0.8, 0.95};
        for (double one : confidences) {
            for (double two : confidences) {
                List<ModelAnswer> answers = new ArrayList<>();
                RoutingStep step = Router.next(given, answers);
                while (step instanceof RoutingStep.Ask ask) {
                    answers.add(sure(ask.who().candidate().name(), answers.isEmpty() ? one : two));
                    step = Router.next(given, answers);
                }
                add(log, DecisionRecord.decision(given, answers, ((RoutingStep.Decided) step).routed(), AT,
                        digest("text"),
                        4));
            }
        }
        byte[] file = DecisionLog.write(log);
        DecisionLog.Replayed again = DecisionLog.replay(DecisionLog.read(file));
        check.equal("all of them", 25, again.decisions());
        check.equal("the same: " + again.differences(), 25, again.identical());
        JsonObject metrics = RouteMetrics.of(log);
        check.equal("round trips avoided", metrics.integer("local"), metrics.integer("avoided_round_trips"));
        check.equal("bytes kept", 25L * 40, metrics.integer("private_bytes_kept_local"));
        String text = Utf8.decode(file);
        check.fails("an altered record", DamagedData.class,
                () -> DecisionLog.read(Utf8.encode(text.replace("\"confidence\":0.95", "\"confidence\":0.96"))));
        List<DecisionRecord> gap = new ArrayList<>(log);
        gap.remove(3);
        check.fails("a record left out", DamagedData.class, () -> DecisionLog.read(DecisionLog.write(gap)));
        // Somebody who makes a chain of his own from another decision is found by replaying.
        List<DecisionRecord> forged = new ArrayList<>();
        add(forged, log.get(0).body());
        add(forged, log.get(1).body().with("decision",
                log.get(1).body().object("decision").with("outcome", "cloud_escalation")));
        check.isTrue("a forged decision", !DecisionLog.replay(forged).isIdentical());
        check.equal("the same bytes on every machine", GOLDEN, Digest.of(file).toString());
    }

    private static void add(List<DecisionRecord> log, JsonObject body) {
        log.add(new DecisionRecord(log.size(),
                log.isEmpty() ? Optional.empty() : Optional.of(log.get(log.size() - 1).digest()), AT, body));
    }

    private static void comparisonsCount(Check check) {
        RouteComparison comparison = new RouteComparison();
        for (int i = 0; i < 40; i++) {
            boolean hard = i % 4 == 0;
            comparison.add("always-small",
                    new RouteComparison.Result("language", true, true, !hard, 2, 0, false, !hard));
            comparison.add("cascade",
                    new RouteComparison.Result("language", true, true, true, hard ? 30 : 2, 0, hard, !hard));
        }
        comparison.add("cascade", new RouteComparison.Result("none", false, false, true, 30, 0, true, false));
        JsonObject json = comparison.toJson();
        JsonObject small = json.array("rows").objects().get(0);
        check.near("three of four", 0.75, small.object("accuracy").number("value"), 1e-9);
        JsonObject cascade = json.array("rows").objects().get(1);
        check.equal("all answered are right", 40L, cascade.object("accuracy").integer("correct"));
        check.near("one of 41 abstained", 1 / 41.0, cascade.object("abstained").number("value"), 1e-9);
        check.equal("an abstention on the unknown is right", 41L, cascade.object("correct").integer("correct"));
        check.equal("the gain of going on", 1.0, json.object("fallback_quality_gain").number("value"));
        check.equal("with n", 10L, json.object("fallback_quality_gain").integer("n"));
        check.equal("by group", 3, json.array("groups").objects().size());
        check.isTrue("as JSON", CanonicalJson.bytes(json).length > 100);
    }
}
