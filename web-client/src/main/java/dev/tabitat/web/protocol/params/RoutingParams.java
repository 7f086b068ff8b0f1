package dev.tabitat.web.protocol.params;

import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.routing.DataClass;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
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

        public static final Fields FIELDS = new Fields(Field.required("task", Kinds.text()),
                Field.of("data_class", Kinds.oneOf(DataClass.ids()), DataClass.GENERAL.id()),
                Field.of("escalation", Kinds.oneOf(ESCALATIONS), "never"),
                Field.of("memory_bytes", Kinds.count(Integer.MAX_VALUE), MEMORY_BYTES),
                Field.of("latency_ms", Kinds.number(), LATENCY_MILLIS),
                Field.of("minimum_margin", Kinds.number(), 0.0));

        public static Choose read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Choose(values.next(), values.next(), values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(task, dataClass, escalation, memoryBytes, latencyMs, minimumMargin);
        }

        /** A task with all that counts where nothing is said. */
        public static Choose of(String task) {
            return new Choose(task, DataClass.GENERAL.id(), "never", MEMORY_BYTES, LATENCY_MILLIS, 0);
        }
    }

    /** A text to route. {@code policy} is a document in place of the one in force. */
    public record Route(String input, String task, String dataClass, String escalation, int memoryBytes,
            double latencyMs, double minimumMargin, Optional<JsonObject> policy, Optional<String> target,
            Optional<List<String>> labels) {

        public static final Fields FIELDS = new Fields(Field.required("input", Kinds.text()),
                Field.required("task", Kinds.text()),
                Field.of("data_class", Kinds.oneOf(DataClass.ids()), DataClass.GENERAL.id()),
                Field.of("escalation", Kinds.oneOf(ESCALATIONS), "with_approval"),
                Field.of("memory_bytes", Kinds.count(Integer.MAX_VALUE), MEMORY_BYTES),
                Field.of("latency_ms", Kinds.number(), LATENCY_MILLIS),
                Field.of("minimum_margin", Kinds.number(), 0.0),
                Field.optional("policy", Kinds.object()),
                Field.optional("target", Kinds.text()),
                Field.optional("labels", Kinds.oneOrMore(Kinds.text())));

        public static Route read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Route(values.next(), values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(input, task, dataClass, escalation, memoryBytes, latencyMs, minimumMargin, policy,
                    target, labels);
        }

        /** The task and what it may use. */
        public Choose contract() {
            return new Choose(task, dataClass, escalation, memoryBytes, latencyMs, minimumMargin);
        }
    }

    /** What a person says to a plan; {@code digest} holds it to the bytes that were shown. */
    public record Approve(String plan, String choice, Optional<String> digest, int patienceMs) {

        public static final Fields FIELDS = new Fields(Field.required("plan", Kinds.text()),
                Field.of("choice", Kinds.oneOf(List.of("once", "always", "never")), "once"),
                Field.optional("digest", Kinds.text()),
                Field.of("patience_ms", Kinds.count(MAX_PATIENCE_MILLIS), PATIENCE_MILLIS));

        public static Approve read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Approve(values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(plan, choice, digest, patienceMs);
        }
    }

    /** A policy (a document) to set, or the wish for the first one. */
    public record Policy(Optional<JsonObject> set, boolean reset) {

        public static final Fields FIELDS = new Fields(Field.optional("set", Kinds.object()),
                Field.of("reset", Kinds.flag(), false));

        public static Policy read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Policy(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(set, reset);
        }
    }

    /** A text to look through. */
    public record Redact(String input) {

        public static final Fields FIELDS = new Fields(Field.required("input", Kinds.text()));

        public static Redact read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Redact(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(input);
        }
    }

    /** How much of the log is shown. */
    public record Routes(int last) {

        public static final Fields FIELDS = new Fields(Field.of("last", Kinds.count(1000), 20));

        public static Routes read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Routes(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(last);
        }
    }

    /** Examples to calibrate a model on: a name, a digest or a list. */
    public record Calibrate(PackageName model, Json dataset, String part, Optional<String> task, double goal,
            boolean loosen) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("dataset", Kinds.any()),
                Field.of("part", Kinds.oneOf(List.of("select", "test", "all")), "select"),
                Field.optional("task", Kinds.text()),
                Field.of("goal", Kinds.number(), AnswerThreshold.GOAL),
                Field.of("loosen", Kinds.flag(), false));

        public static Calibrate read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Calibrate(values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, dataset, part, task, goal, loosen);
        }
    }

    /** Examples to compare ways of answering on; {@code none} are texts of no known niche. */
    public record CompareRoutes(String task, Json dataset, String part, List<String> none, Optional<String> group) {

        public static final Fields FIELDS = new Fields(Field.required("task", Kinds.text()),
                Field.required("dataset", Kinds.any()),
                Field.of("part", Kinds.oneOf(List.of("select", "test", "all")), "test"),
                Field.of("none", Kinds.oneOrMore(Kinds.text()), List.of()),
                Field.optional("group", Kinds.text()));

        public static CompareRoutes read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new CompareRoutes(values.next(), values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(task, dataset, part, none, group);
        }
    }

    /** The consent to take back; all without an id. */
    public record ForgetConsent(Optional<String> id) {

        public static final Fields FIELDS = new Fields(Field.optional("id", Kinds.text()));

        public static ForgetConsent read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new ForgetConsent(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(id);
        }
    }

    /** An endpoint to add; a key is sealed by the passphrase. */
    public record AddTarget(Optional<String> name, String url, String dialect, String model, Optional<String> key,
            Optional<String> passphrase, double costPerMillionTokens, String currency) {

        public static final Fields FIELDS = new Fields(Field.optional("name", Kinds.text()),
                Field.required("url", Kinds.text()),
                Field.required("dialect", Kinds.text()),
                Field.required("model", Kinds.text()),
                Field.optional("key", Kinds.text()),
                Field.optional("passphrase", Kinds.text()),
                Field.of("cost_per_million_tokens", Kinds.number(), 0.0),
                Field.of("currency", Kinds.text(), ""));

        public static AddTarget read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new AddTarget(values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(name, url, dialect, model, key, passphrase, costPerMillionTokens, currency);
        }
    }

    /** An endpoint whose key is opened for this tab. */
    public record UnlockTarget(String target, String passphrase) {

        public static final Fields FIELDS = new Fields(Field.required("target", Kinds.text()),
                Field.required("passphrase", Kinds.text()));

        public static UnlockTarget read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new UnlockTarget(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(target, passphrase);
        }
    }

    /** An endpoint by its id. */
    public record Target(String target) {

        public static final Fields FIELDS = new Fields(Field.required("target", Kinds.text()));

        public static Target read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Target(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(target);
        }
    }

    /** An address to ask; without one the usual ports of this device are asked. */
    public record Discover(Optional<String> url, Optional<String> dialect) {

        public static final Fields FIELDS = new Fields(Field.optional("url", Kinds.text()),
                Field.optional("dialect", Kinds.text()));

        public static Discover read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Discover(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(url, dialect);
        }
    }

    /** What a member is claimed to reach, counted on {@code n} examples. */
    public record Utility(double value, int n) {

        public static final Fields FIELDS = new Fields(Field.of("value", Kinds.number(), -1.0),
                Field.of("n", Kinds.count(Integer.MAX_VALUE), 1));

        public static Utility read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Utility(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(value, n);
        }
    }

    /** A member that answers by an endpoint. {@code device} is a document. */
    public record AddMember(String name, String target, String task, List<String> labels, Optional<JsonObject> device,
            Optional<Utility> utility, double latencyMs) {

        public static final Fields FIELDS = new Fields(Field.required("name", Kinds.text()),
                Field.required("target", Kinds.text()),
                Field.required("task", Kinds.text()),
                Field.required("labels", Kinds.oneOrMore(Kinds.text())),
                Field.optional("device", Kinds.object()),
                Field.optional("utility", Kinds.record(Utility::read, Utility::write)),
                Field.of("latency_ms", Kinds.number(), 0.0));

        public static AddMember read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new AddMember(values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(name, target, task, labels, device, utility, latencyMs);
        }
    }

    /** A member by its name. */
    public record Member(String member) {

        public static final Fields FIELDS = new Fields(Field.required("member", Kinds.text()));

        public static Member read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Member(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(member);
        }
    }

    /** Examples to judge a member on; {@code approve} is the digest of what may leave. */
    public record MeasureMember(String member, Json dataset, String part, Optional<String> approve, int patienceMs) {

        public static final Fields FIELDS = new Fields(Field.required("member", Kinds.text()),
                Field.required("dataset", Kinds.any()),
                Field.of("part", Kinds.oneOf(List.of("train", "select", "test", "all")), "test"),
                Field.optional("approve", Kinds.text()),
                Field.of("patience_ms", Kinds.count(MAX_PATIENCE_MILLIS), PATIENCE_MILLIS));

        public static MeasureMember read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new MeasureMember(values.next(), values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(member, dataset, part, approve, patienceMs);
        }
    }

}
