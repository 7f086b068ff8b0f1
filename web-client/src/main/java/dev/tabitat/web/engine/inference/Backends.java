package dev.tabitat.web.engine.inference;

import dev.tabitat.core.adapter.AdapterSelfTest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.kernelhost.StoredModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which backends this tab has, and what their self-tests showed: one that is wrong with a model never runs it. */
public final class Backends {

    public static final String WASM = "wasm";
    static final String WEBGPU = "webgpu";
    static final String REFERENCE = "reference";

    private final EngineEnvironment environment;
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    public Backends(EngineEnvironment environment) {
        this.environment = environment;
        slots.put(WASM, new Slot());
        slots.put(WEBGPU, new Slot());
    }

    /** What is known of a backend other than the reference. */
    private static final class Slot {

        private Optional<Backend> backend = Optional.empty();
        private boolean asked;
        private String refusal = "";
        private Optional<SelfTestReport> adapters = Optional.empty();
        private final Map<String, SelfTestReport> tests = new LinkedHashMap<>();

        boolean isWrong() {
            return !tests.isEmpty() && tests.values().stream().noneMatch(SelfTestReport::passed);
        }
    }

    /**
     * A session on a backend.
     *
     * @param notice why it is not on a better one; empty when it is
     * @param testNanos how long the self-test took
     * @param weightBytes what the session held before its first run
     */
    record Opened(Session session, String backend, String notice, long testNanos, long weightBytes) {}

    /**
     * The fastest session that agrees with what is known of this model.
     *
     * @param name of the model, for the report
     * @param wanted the backend to try first; empty for the best
     * @throws dev.tabitat.core.error.DamagedData when its weights are damaged
     * @throws dev.tabitat.core.error.Unavailable when its package was removed meanwhile
     */
    Opened open(String name, StoredModel model, String wanted) {
        List<String> order = new ArrayList<>();
        if (!wanted.isEmpty()) {
            order.add(wanted);
        }
        order.add(WASM);
        String reason = "";
        for (String id : order) {
            if (id.equals(REFERENCE)) {
                break;
            }
            Slot slot = ask(id, id.equals(wanted));
            String why = slot.refusal;
            if (slot.backend.isPresent()) {
                try {
                    Opened opened = tested(name, model, id, slot, reason);
                    if (opened != null) {
                        return opened;
                    }
                    why = "it did not agree with the reference on this model";
                } catch (TabitatException e) {
                    if (model.hasFailed()) {
                        throw e;
                    }
                    why = e.getMessage();
                }
            }
            reason += (reason.isEmpty() ? "" : " ") + id + " does not: " + why;
        }
        return new Opened(model.open(new ReferenceBackend()), REFERENCE,
                reason.isEmpty() ? "" : notice(REFERENCE, reason), 0, 0);
    }

    private static String notice(String id, String reason) {
        return "The " + id + " backend answers; " + reason + (reason.endsWith(".") ? "" : ".");
    }

    /** A session that passed its self-test, or null. */
    private Opened tested(String name, StoredModel model, String id, Slot slot, String reason) {
        Session session = model.open(slot.backend.orElseThrow());
        try {
            long weightBytes = session.memoryBytes();
            long start = environment.nanos();
            SelfTestReport report = model.test(id, session);
            slot.tests.put(name, report);
            if (report.passed()) {
                return new Opened(session, id, reason.isEmpty() ? "" : notice(id, reason), environment.nanos() - start,
                        weightBytes);
            }
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        session.close();
        return null;
    }

    /**
     * Why a backend cannot be used with adapters; empty when it can. It is tried the first time that it is asked for.
     */
    String adapterProblem(String id) {
        Slot slot = slots.get(id);
        if (slot == null || slot.backend.isEmpty()) {
            return "";
        }
        if (slot.adapters.isEmpty()) {
            slot.adapters = Optional.of(AdapterSelfTest.run(slot.backend.get()));
        }
        return slot.adapters.get().passed() ? "" : slot.adapters.get().problem();
    }

    /** The latest self-test of a model on a backend. */
    Optional<SelfTestReport> test(String id, String model) {
        return Optional.ofNullable(slots.get(id)).map(slot -> slot.tests.get(model));
    }

    /** @param allowSoftware whether a graphics adapter in software will do: only where it was requested by name */
    private Slot ask(String id, boolean allowSoftware) {
        Slot slot = slots.get(id);
        boolean askAgain = id.equals(WEBGPU) && allowSoftware && slot.backend.isEmpty();
        if (!slot.asked || askAgain) {
            slot.asked = true;
            slot.refusal = "";
            try {
                slot.backend = Optional
                        .of(id.equals(WASM) ? environment.wasmBackend() : environment.gpuBackend(allowSoftware));
            } catch (TabitatException e) {
                slot.refusal = e.getMessage()
                        + (e.finding().found().isEmpty() ? "" : " Found: " + e.finding().found() + ".");
            }
        }
        return slot;
    }

    /** Requests the backends that were not requested yet. */
    public void probe() {
        ask(WASM, false);
        ask(WEBGPU, false);
    }

    /** Ids of the backends that can be used here, the preferred first. */
    public List<String> supported() {
        List<String> ids = new ArrayList<>();
        Slot wasm = ask(WASM, false);
        if (wasm.backend.isPresent() && !wasm.isWrong()) {
            ids.add(WASM);
        }
        Slot gpu = slots.get(WEBGPU);
        if (gpu.backend.isPresent() && !gpu.isWrong()) {
            ids.add(WEBGPU);
        }
        ids.add(REFERENCE);
        return ids;
    }

    /** {@code [{id, state: ready|failed|absent|untried, reason, self_test?, self_tests, int8?}]}. */
    public List<JsonObject> json() {
        ask(WASM, false);
        List<JsonObject> all = new ArrayList<>();
        for (Map.Entry<String, Slot> entry : slots.entrySet()) {
            all.add(json(entry.getKey(), entry.getValue()));
        }
        all.add(JsonObject.of("id", REFERENCE, "state", "ready", "reason", "It defines what is right."));
        return all;
    }

    private JsonObject json(String id, Slot slot) {
        String state = !slot.asked ? "untried"
                : slot.backend.isEmpty() ? "absent" : slot.isWrong() ? "failed" : "ready";
        List<Json> tests = new ArrayList<>();
        SelfTestReport last = null;
        String problem = "";
        for (Map.Entry<String, SelfTestReport> test : slot.tests.entrySet()) {
            last = test.getValue();
            tests.add(json(last).with("model", test.getKey()).with("passed", last.passed()));
            problem = last.passed() ? problem
                    : "It did not agree with the reference on " + test.getKey() + ". " + last.problem();
        }
        String reason = !slot.asked ? "It is requested when it is needed, or when you measure."
                : problem.isEmpty() ? slot.refusal : problem;
        JsonObject json = JsonObject.of("id", id, "state", state, "reason", reason);
        json = last == null ? json : json.with("self_test", json(last));
        json = json.with("self_tests", new JsonArray(tests));
        json = id.equals(WASM) && slot.backend.isPresent() ? json.with("threads", environment.threads()) : json;
        json = id.equals(WASM) && environment.threadProblem().isPresent()
                ? json.with("threads_problem", environment.threadProblem().get())
                : json;
        return id.equals(WASM) && environment.int8Choice().isPresent()
                ? json.with("int8", int8(environment.int8Choice().get()))
                : json;
    }

    private static JsonObject json(SelfTestReport test) {
        JsonObject json = JsonObject.of("cases", test.cases(), "bound", test.bound());
        return test.maxError() < Double.POSITIVE_INFINITY ? json.with("max_error", test.maxError()) : json;
    }

    /** Every way to multiply int8 that was tried, and which one runs. */
    private static JsonArray int8(Int8Choice choice) {
        List<Json> ways = new ArrayList<>();
        for (Int8Choice.Tried tried : choice.tried()) {
            JsonObject way = JsonObject.of("way", tried.dot().title(), "chosen", tried.dot() == choice.dot(), "refusal",
                    tried.refusal());
            ways.add(tried.rates().isPresent() ? way.with("gops", tried.rates().get().median()) : way);
        }
        return new JsonArray(ways);
    }
}
