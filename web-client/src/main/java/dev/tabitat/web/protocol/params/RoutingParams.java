package dev.tabitat.web.protocol.params;

import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.routing.DataClass;
import dev.tabitat.web.protocol.Codec;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods about choosing, routing, endpoints and members. */
public final class RoutingParams {

    private static final List<String> ESCALATIONS = List.of("never", "with_approval");
    private static final double LATENCY_MILLIS = 200;
    private static final int MEMORY_BYTES = 256_000_000;
    /** How long an endpoint may take where nothing is said. */
    public static final int PATIENCE_MILLIS = 60_000;
    private static final int MAX_PATIENCE_MILLIS = 600_000;

    private RoutingParams() {}

    /** A task and what it may use. */
    public record Choose(String task, String dataClass, String escalation, int memoryBytes, double latencyMs,
            double minimumMargin) {

        public static final Codec<Choose> CODEC = new Codec<>(
                in -> new Choose(in.next(), in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.task, it.dataClass, it.escalation, it.memoryBytes, it.latencyMs,
                        it.minimumMargin},
                Field.required("task", Kinds.text()),
                Field.of("data_class", Kinds.oneOf(DataClass.ids()), DataClass.GENERAL.id()),
                Field.of("escalation", Kinds.oneOf(ESCALATIONS), "never"),
                Field.of("memory_bytes", Kinds.count(Integer.MAX_VALUE), MEMORY_BYTES),
                Field.of("latency_ms", Kinds.number(), LATENCY_MILLIS),
                Field.of("minimum_margin", Kinds.number(), 0.0));

        /** A task with all that counts where nothing is said. */
        public static Choose of(String task) {
            return new Choose(task, DataClass.GENERAL.id(), "never", MEMORY_BYTES, LATENCY_MILLIS, 0);
        }
    }
    /** A text to route. {@code policy} is a document in place of the one in force. */
    public record Route(String input, String task, String dataClass, String escalation, int memoryBytes,
            double latencyMs, double minimumMargin, Optional<JsonObject> policy, Optional<String> target,
            Optional<List<String>> labels) {

        public static final Codec<Route> CODEC = new Codec<>(
                in -> new Route(in.next(), in.next(), in.next(), in.next(), in.next(), in.next(), in.next(), in.next(),
                        in.next(), in.next()),
                it -> new Object[]{it.input, it.task, it.dataClass, it.escalation, it.memoryBytes, it.latencyMs,
                        it.minimumMargin, it.policy, it.target, it.labels},
                Field.required("input", Kinds.text()),
                Field.required("task", Kinds.text()),
                Field.of("data_class", Kinds.oneOf(DataClass.ids()), DataClass.GENERAL.id()),
                Field.of("escalation", Kinds.oneOf(ESCALATIONS), "with_approval"),
                Field.of("memory_bytes", Kinds.count(Integer.MAX_VALUE), MEMORY_BYTES),
                Field.of("latency_ms", Kinds.number(), LATENCY_MILLIS),
                Field.of("minimum_margin", Kinds.number(), 0.0),
                Field.optional("policy", Kinds.object()),
                Field.optional("target", Kinds.text()),
                Field.optional("labels", Kinds.oneOrMore(Kinds.text())));

        /** The task and what it may use. */
        public Choose contract() {
            return new Choose(task, dataClass, escalation, memoryBytes, latencyMs, minimumMargin);
        }
    }
    /** What a person says to a plan; {@code digest} holds it to the bytes that were shown. */
    public record Approve(String plan, String choice, Optional<String> digest, int patienceMs) {

        public static final Codec<Approve> CODEC = new Codec<>(
                in -> new Approve(in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.plan, it.choice, it.digest, it.patienceMs},
                Field.required("plan", Kinds.text()),
                Field.of("choice", Kinds.oneOf(List.of("once", "always", "never")), "once"),
                Field.optional("digest", Kinds.text()),
                Field.of("patience_ms", Kinds.count(MAX_PATIENCE_MILLIS), PATIENCE_MILLIS));
    }
    /** A policy (a document) to set, or the wish for the first one. */
    public record Policy(Optional<JsonObject> set, boolean reset) {

        public static final Codec<Policy> CODEC = new Codec<>(in -> new Policy(in.next(), in.next()),
                it -> new Object[]{it.set, it.reset},
                Field.optional("set", Kinds.object()),
                Field.of("reset", Kinds.flag(), false));
    }
    /** A text to look through. */
    public record Redact(String input) {

        public static final Codec<Redact> CODEC = new Codec<>(in -> new Redact(in.next()),
                it -> new Object[]{it.input},
                Field.required("input", Kinds.text()));
    }
    /** How much of the log is shown. */
    public record Routes(int last) {

        public static final Codec<Routes> CODEC = new Codec<>(in -> new Routes(in.next()),
                it -> new Object[]{it.last},
                Field.of("last", Kinds.count(1000), 20));
    }
    /** Examples to calibrate a model on: a name, a digest or a list. */
    public record Calibrate(PackageName model, Json dataset, String part, Optional<String> task, double goal,
            boolean loosen) {

        public static final Codec<Calibrate> CODEC = new Codec<>(
                in -> new Calibrate(in.next(), in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.model, it.dataset, it.part, it.task, it.goal, it.loosen},
                Field.required("model", Kinds.packageName()),
                Field.required("dataset", Kinds.any()),
                Field.of("part", Kinds.oneOf(List.of("select", "test", "all")), "select"),
                Field.optional("task", Kinds.text()),
                Field.of("goal", Kinds.number(), AnswerThreshold.GOAL),
                Field.of("loosen", Kinds.flag(), false));
    }
    /** Examples to compare ways of answering on; {@code none} are texts of no known niche. */
    public record CompareRoutes(String task, Json dataset, String part, List<String> none, Optional<String> group) {

        public static final Codec<CompareRoutes> CODEC = new Codec<>(
                in -> new CompareRoutes(in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.task, it.dataset, it.part, it.none, it.group},
                Field.required("task", Kinds.text()),
                Field.required("dataset", Kinds.any()),
                Field.of("part", Kinds.oneOf(List.of("select", "test", "all")), "test"),
                Field.of("none", Kinds.oneOrMore(Kinds.text()), List.of()),
                Field.optional("group", Kinds.text()));
    }
    /** The consent to take back; all without an id. */
    public record ForgetConsent(Optional<String> id) {

        public static final Codec<ForgetConsent> CODEC = new Codec<>(in -> new ForgetConsent(in.next()),
                it -> new Object[]{it.id},
                Field.optional("id", Kinds.text()));
    }
    /** An endpoint to add; a key is sealed by the passphrase. */
    public record AddTarget(Optional<String> name, String url, String dialect, String model, Optional<String> key,
            Optional<String> passphrase, double costPerMillionTokens, String currency) {

        public static final Codec<AddTarget> CODEC = new Codec<>(
                in -> new AddTarget(in.next(), in.next(), in.next(), in.next(), in.next(), in.next(), in.next(),
                        in.next()),
                it -> new Object[]{it.name, it.url, it.dialect, it.model, it.key, it.passphrase,
                        it.costPerMillionTokens, it.currency},
                Field.optional("name", Kinds.text()),
                Field.required("url", Kinds.text()),
                Field.required("dialect", Kinds.text()),
                Field.required("model", Kinds.text()),
                Field.optional("key", Kinds.text()),
                Field.optional("passphrase", Kinds.text()),
                Field.of("cost_per_million_tokens", Kinds.number(), 0.0),
                Field.of("currency", Kinds.text(), ""));
    }
    /** An endpoint whose key is opened for this tab. */
    public record UnlockTarget(String target, String passphrase) {

        public static final Codec<UnlockTarget> CODEC = new Codec<>(in -> new UnlockTarget(in.next(), in.next()),
                it -> new Object[]{it.target, it.passphrase},
                Field.required("target", Kinds.text()),
                Field.required("passphrase", Kinds.text()));
    }
    /** An endpoint by its id. */
    public record Target(String target) {

        public static final Codec<Target> CODEC = new Codec<>(in -> new Target(in.next()),
                it -> new Object[]{it.target},
                Field.required("target", Kinds.text()));
    }
    /** An address to ask; without one the usual ports of this device are asked. */
    public record Discover(Optional<String> url, Optional<String> dialect) {

        public static final Codec<Discover> CODEC = new Codec<>(in -> new Discover(in.next(), in.next()),
                it -> new Object[]{it.url, it.dialect},
                Field.optional("url", Kinds.text()),
                Field.optional("dialect", Kinds.text()));
    }
    /** What a member is claimed to reach, counted on {@code n} examples. */
    public record Utility(double value, int n) {

        public static final Codec<Utility> CODEC = new Codec<>(in -> new Utility(in.next(), in.next()),
                it -> new Object[]{it.value, it.n},
                Field.of("value", Kinds.number(), -1.0),
                Field.of("n", Kinds.count(Integer.MAX_VALUE), 1));
    }
    /** A member that answers by an endpoint. {@code device} is a document. */
    public record AddMember(String name, String target, String task, List<String> labels, Optional<JsonObject> device,
            Optional<Utility> utility, double latencyMs) {

        public static final Codec<AddMember> CODEC = new Codec<>(
                in -> new AddMember(in.next(), in.next(), in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.name, it.target, it.task, it.labels, it.device, it.utility, it.latencyMs},
                Field.required("name", Kinds.text()),
                Field.required("target", Kinds.text()),
                Field.required("task", Kinds.text()),
                Field.required("labels", Kinds.oneOrMore(Kinds.text())),
                Field.optional("device", Kinds.object()),
                Field.optional("utility", Kinds.record(Utility.CODEC)),
                Field.of("latency_ms", Kinds.number(), 0.0));
    }
    /** A member by its name. */
    public record Member(String member) {

        public static final Codec<Member> CODEC = new Codec<>(in -> new Member(in.next()),
                it -> new Object[]{it.member},
                Field.required("member", Kinds.text()));
    }
    /** Examples to judge a member on; {@code approve} is the digest of what may leave. */
    public record MeasureMember(String member, Json dataset, String part, Optional<String> approve, int patienceMs) {

        public static final Codec<MeasureMember> CODEC = new Codec<>(
                in -> new MeasureMember(in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.member, it.dataset, it.part, it.approve, it.patienceMs},
                Field.required("member", Kinds.text()),
                Field.required("dataset", Kinds.any()),
                Field.of("part", Kinds.oneOf(List.of("train", "select", "test", "all")), "test"),
                Field.optional("approve", Kinds.text()),
                Field.of("patience_ms", Kinds.count(MAX_PATIENCE_MILLIS), PATIENCE_MILLIS));
    }
}
