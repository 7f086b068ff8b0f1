package dev.tabitat.core.routing;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.Candidate.Condition;
import dev.tabitat.core.routing.Exclusion.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** What choosing promises. */
public final class RoutingContract implements Contract {

    private static final String AT = "2026-11-23T09:30:00Z";
    private static final OptionalLong MEMORY = OptionalLong.of(100_000_000);
    private static final List<String> RUNTIMES = List.of("reference", "wasm");

    private final Chooser chooser = new Chooser(ScoreWeights.EQUAL);
    private final TaskContract language = TaskContract.languageIdentification();

    @Override
    public String name() {
        return "routing: contract, memory, runtime, then the weighted score";
    }

    @Override
    public void run(Check check) {
        theScoreIsTheSumOfItsTerms(check);
        whatNobodyKnowsEarnsNothing(check);
        eachFilterNamesItself(check);
        filtersApplyInOrder(check);
        theOrderOfCandidatesDoesNotMatter(check);
        nobodyLeftIsANoOpOrAPlan(check);
        decisionsAreRecorded(check);
    }

    private static Candidate lande() {
        return new Candidate("lande:q8", digest("01"), "language-identification", "text", "label-scores", List.of(),
                List.of("wasm", "reference"), new Estimate(25_000_000, Known.ESTIMATED, 0),
                new Estimate(0.95, Known.CLAIMED, 2000), new Estimate(1, Known.CHECKED, 0),
                new Estimate(50, Known.MEASURED, 12), Condition.READY);
    }

    private static Candidate with(Candidate base, String name, String digest, Condition condition) {
        return new Candidate(name, digest(digest), base.taskId(), base.inputSchema(), base.outputSchema(),
                base.tags(), base.runtimes(), base.memoryBytes(), base.utility(), base.privacy(), base.latencyMs(),
                condition);
    }

    private static Candidate needing(long memoryBytes, String runtime, String taskId) {
        Candidate base = lande();
        return new Candidate("other:q8", digest("02"), taskId, base.inputSchema(), base.outputSchema(), List.of(),
                List.of(runtime), new Estimate(memoryBytes, Known.CLAIMED, 0), base.utility(), base.privacy(),
                base.latencyMs(), Condition.READY);
    }

    private static Digest digest(String twoDigits) {
        return new Digest(twoDigits.repeat(32));
    }

    private Choice choose(Candidate... candidates) {
        return chooser.choose(language, List.of(candidates), MEMORY, RUNTIMES);
    }

    private void theScoreIsTheSumOfItsTerms(Check check) {
        Ranked first = choose(lande()).selected().orElseThrow();
        check.equal("utility", 0.95, first.terms().utility().value());
        check.equal("privacy", 1.0, first.terms().privacy().value());
        check.equal("latency_fit = 1 - 50 / 200", 0.75, first.terms().latencyFit().value());
        check.equal("memory_cost = 25 MB / 100 MB", 0.25, first.terms().memoryCost().value());
        check.equal("score", 0.95 + 1 + 0.75 - 0.25, first.score());
        check.equal("weighted", 2 * 0.95 + 0 * 1.0 + 1 * 0.75 - 4 * 0.25,
                first.terms().score(new ScoreWeights(2, 0, 1, 4)));
        check.equal("runs on what it prefers", "wasm", first.runtime());
        JsonObject json = choose(lande()).toJson().array("candidates").objects().get(0);
        check.equal("known", "claimed, n = 2000", json.object("known").string("utility"));
        check.equal("terms", 0.25, json.object("terms").number("memory_cost"));
        check.fails("a negative weight", InvalidInput.class, () -> new ScoreWeights(-1, 0, 0, 0));
    }

    private void whatNobodyKnowsEarnsNothing(Check check) {
        Candidate base = lande();
        Candidate stranger = new Candidate("stranger:q8", digest("03"), base.taskId(), "text", "label-scores",
                List.of(), List.of("wasm"), Estimate.UNKNOWN, Estimate.UNKNOWN, Estimate.UNKNOWN, Estimate.UNKNOWN,
                Condition.READY);
        Choice choice = choose(stranger, base);
        check.equal("the known one first", "lande:q8", choice.selected().orElseThrow().candidate().name());
        check.equal("the unknown one's score", -1.0, choice.ranked().get(1).score());
        check.equal("slower than the budget", 0.0,
                ScoreTerms.of(new Candidate("slow", digest("04"), "t", "text", "text",
                        List.of(), List.of(), base.memoryBytes(), base.utility(), base.privacy(),
                        new Estimate(900, Known.MEASURED, 1), Condition.READY), language, MEMORY).latencyFit().value());
    }

    private void eachFilterNamesItself(Check check) {
        excluded(check, needing(1, "wasm", "sentiment"), Code.CONTRACT_MISMATCH, "It does sentiment");
        excluded(check, with(lande(), "other:q8", "02", Condition.NOT_INSTALLED), Code.NOT_INSTALLED, "install");
        excluded(check, with(lande(), "other:q8", "02", Condition.DAMAGED), Code.DAMAGED, "verify");
        excluded(check, with(lande(), "other:q8", "02", Condition.QUARANTINED), Code.QUARANTINED, "aside");
        excluded(check, needing(100_000_001, "wasm", language.taskId()), Code.MEMORY_EXCEEDED,
                "It needs 100 MB; this tab has 100 MB.");
        excluded(check, needing(1, "webgpu", language.taskId()), Code.RUNTIME_UNSUPPORTED,
                "It runs on webgpu; this tab supports reference, wasm.");
        check.equal("exactly as much as there is still fits", RouteOutcome.LOCAL,
                choose(needing(100_000_000, "wasm", language.taskId())).outcome());
        Choice byTask = chooser.choose(language.withMemoryBudget(10_000_000), List.of(lande()),
                OptionalLong.empty(), RUNTIMES);
        check.equal("where the device does not say, the task decides",
                "It needs 25 MB; the task allows 10 MB.", byTask.exclusions().get(0).reason());
        TaskContract tagged = new TaskContract(language.taskId(), "text", "label-scores", List.of("short-text"),
                DataClass.GENERAL, 200, 1_000, Escalation.NEVER);
        check.equal("a missing tag", "It does not say of itself: short-text.",
                chooser.choose(tagged, List.of(lande()), MEMORY, RUNTIMES).exclusions().get(0).reason());
    }

    private void excluded(Check check, Candidate candidate, Code code, String words) {
        Choice choice = choose(lande(), candidate);
        check.equal("one is left", 1, choice.ranked().size());
        Exclusion exclusion = choice.exclusions().get(0);
        check.equal("code", code, exclusion.code());
        check.isTrue("reason: " + exclusion.reason(), exclusion.reason().contains(words));
    }

    private void filtersApplyInOrder(Check check) {
        check.equal("contract before memory", Code.CONTRACT_MISMATCH,
                choose(needing(Long.MAX_VALUE, "webgpu", "spam")).exclusions().get(0).code());
        check.equal("memory before runtime", Code.MEMORY_EXCEEDED,
                choose(needing(Long.MAX_VALUE, "webgpu", language.taskId())).exclusions().get(0).code());
    }

    private void theOrderOfCandidatesDoesNotMatter(Check check) {
        List<Candidate> candidates = new ArrayList<>(List.of(lande(), with(lande(), "b:q8", "00", Condition.READY),
                with(lande(), "a:q8", "00", Condition.READY), needing(1, "webgpu", language.taskId()),
                with(lande(), "c:q8", "05", Condition.DAMAGED)));
        JsonObject expected = chooser.choose(language, candidates, MEMORY, RUNTIMES).toJson();
        check.equal("ties by digest, then name", List.of("a:q8", "b:q8", "lande:q8"), names(expected));
        for (int i = 0; i < candidates.size(); i++) {
            Collections.rotate(candidates, 1);
            check.equal("rotated", expected, chooser.choose(language, candidates, MEMORY, RUNTIMES).toJson());
        }
        Collections.reverse(candidates);
        check.equal("reversed", expected, chooser.choose(language, candidates, MEMORY, RUNTIMES).toJson());
    }

    private static List<String> names(JsonObject choice) {
        List<String> names = new ArrayList<>();
        for (JsonObject candidate : choice.array("candidates").objects()) {
            names.add(candidate.string("name"));
        }
        return names;
    }

    private void nobodyLeftIsANoOpOrAPlan(Check check) {
        Choice nobody = choose();
        check.equal("no-op", RouteOutcome.NO_OP, nobody.outcome());
        check.isTrue("no plan", nobody.plan().isEmpty() && !nobody.toJson().has("plan"));
        check.isTrue("nobody selected", !nobody.toJson().has("selected"));
        TaskContract open = language.withEscalation(Escalation.WITH_APPROVAL);
        JsonObject planned = chooser.choose(open, List.of(), MEMORY, RUNTIMES).toJson();
        check.equal("escalation", "cloud_escalation", planned.string("outcome"));
        check.isTrue("a person approves", planned.object("plan").bool("approval_required"));
        for (DataClass data : DataClass.values()) {
            RouteOutcome outcome = chooser.choose(open.withDataClass(data), List.of(), MEMORY, RUNTIMES).outcome();
            check.equal(data + " data", data == DataClass.GENERAL ? RouteOutcome.CLOUD_ESCALATION : RouteOutcome.NO_OP,
                    outcome);
        }
    }

    private void decisionsAreRecorded(Check check) {
        JsonObject local = choose(lande(), with(lande(), "b:q8", "09", Condition.READY)).decide(AT).toJson();
        check.equal("members", List.of("outcome", "selected_runtime", "selected_model_or_stack", "local_reason",
                "redaction_required", "evidence_required", "fallback_target", "route_created_at_utc"),
                List.copyOf(local.names()));
        check.equal("model", "lande:q8", local.string("selected_model_or_stack"));
        check.equal("fallback", "b:q8", local.string("fallback_target"));
        check.isTrue("evidence", local.bool("evidence_required"));
        JsonObject none = choose().decide(AT).toJson();
        check.equal("no-op", "no_op", none.string("outcome"));
        check.isTrue("nothing selected", !none.has("selected_runtime"));
        JsonObject escalated = chooser.choose(language.withEscalation(Escalation.WITH_APPROVAL), List.of(), MEMORY,
                RUNTIMES).decide(AT).toJson();
        check.isTrue("redaction before anything leaves", escalated.bool("redaction_required"));
    }
}
