package dev.tabitat.core.routing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How texts are routed: a file that a person can read and change. Its form is published as
 * {@code /schema/RouterPolicy.schema.json} and described in {@code docs/formats/router-policy.md}; a member that is not
 * known there is refused by name.
 *
 * @param name what its owner calls it
 * @param localOnly kinds of data that may not go beyond {@code localReach}
 * @param localReach how far they may go: {@link ExecutionScope#TAB} or {@link ExecutionScope#DEVICE}
 * @param weights of the terms of the score
 * @param order names of candidates that go before all others, in this order
 * @param exclude candidates that are never asked
 * @param cascade whether a cheaper candidate is asked first
 * @param uncalibrated what is done with an uncalibrated model
 * @param fallback what happens when no model is sure enough
 * @param device what holds on a low battery, under memory pressure and where data is to be saved
 * @param thresholds from which confidence on answers count, with their evidence
 */
public record RouterPolicy(String name, List<DataClass> localOnly, ExecutionScope localReach, ScoreWeights weights,
        List<String> order, List<Excluded> exclude, boolean cascade,
        Uncalibrated uncalibrated, Fallback fallback, DeviceRules device, List<AnswerThreshold> thresholds) {

    /** The version of the form. */
    public static final int VERSION = 1;

    /** The default policy. */
    public static final RouterPolicy DEFAULT = new RouterPolicy("Tabitat's own", privateKinds(), ExecutionScope.TAB,
            ScoreWeights.EQUAL, List.of(), List.of(), true, Uncalibrated.ABSTAIN,
            Fallback.ESCALATE, new DeviceRules(0.2, 64_000_000, 128_000_000, 0.5, false), List.of());

    private static final List<String> MEMBERS = List.of("policy_version", "name", "local_only", "weights", "order",
            "exclude", "cascade", "uncalibrated", "fallback", "device",
            "thresholds");
    private static final int MAX_ITEMS = 1000;
    private static final int MAX_NAME_LENGTH = 200;

    /** A candidate that is never asked, by its name; a star at the end stands for any ending. */
    public record Excluded(String name, String reason) {

        public Excluded {
            if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || reason.length() > 1000) {
                throw new InvalidInput("An exclusion names a candidate.",
                        Finding.at("exclude").expected("1 to " + MAX_NAME_LENGTH + " characters").found(name.length()));
            }
        }

        boolean covers(String candidate) {
            return name.endsWith("*") ? candidate.startsWith(name.substring(0, name.length() - 1))
                    : candidate.equals(name);
        }
    }

    /** What is done with a model without a threshold. */
    public enum Uncalibrated {
        /** Its answers do not count. */
        ABSTAIN("abstain"),
        /** Its answers count as they are. */
        ANSWER("answer");

        private final String id;

        Uncalibrated(String id) {
            this.id = id;
        }
    }

    /** What happens when no model here is sure enough. */
    public enum Fallback {
        /** A plan is proposed, where the task may leave the tab. */
        ESCALATE("cloud_escalation"),
        /** Nothing. */
        NO_OP("no_op");

        private final String id;

        Fallback(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * @param lowBattery below this charge, and not charging, models beyond {@code lowBatteryBytes} rest; 0 for never
     * @param lowBatteryBytes memory that a model may take then
     * @param pressureBytes with less than this to use there is memory pressure
     * @param pressureShare share of what there is that a model may take then, above 0, up to 1
     * @param networkWhenSavingData whether a plan may be proposed that uses the network while data is to be saved
     */
    public record DeviceRules(double lowBattery, long lowBatteryBytes, long pressureBytes, double pressureShare,
            boolean networkWhenSavingData) {

        public DeviceRules {
            if (!(lowBattery >= 0 && lowBattery <= 1) || lowBatteryBytes < 0 || pressureBytes < 0
                    || !(pressureShare > 0 && pressureShare <= 1)) {
                throw new InvalidInput("The policy's rules about the device are out of range.", Finding.at("device")
                        .expected("below: 0 to 1, sizes of at least 0, share above 0 up to 1")
                        .found(JsonNumber.text(lowBattery) + ", " + lowBatteryBytes + ", " + pressureBytes + ", "
                                + JsonNumber.text(pressureShare)));
            }
        }

        boolean isLow(DeviceConditions here) {
            return here.battery().isPresent() && here.battery().getAsDouble() < lowBattery
                    && !here.isCharging().orElse(false);
        }

        boolean isPressed(DeviceConditions here) {
            return here.availableMemoryBytes().isPresent() && here.availableMemoryBytes().getAsLong() < pressureBytes;
        }
    }

    public RouterPolicy {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new InvalidInput("A policy has a short name.",
                    Finding.at("name").expected("1 to " + MAX_NAME_LENGTH + " characters").found(name.length()));
        }
        if (localReach == ExecutionScope.NETWORK) {
            throw new InvalidInput("What is local only does not go into a network.",
                    Finding.at("local_only, reach").expected("tab or device").found(localReach.id()));
        }
        if (order.size() > MAX_ITEMS || exclude.size() > MAX_ITEMS || thresholds.size() > MAX_ITEMS) {
            throw new InvalidInput("A list of the policy is too long.",
                    Finding.at("order, exclude, thresholds").expected("at most " + MAX_ITEMS).found("more"));
        }
        localOnly = List.copyOf(localOnly);
        order = List.copyOf(order);
        exclude = List.copyOf(exclude);
        thresholds = List.copyOf(thresholds);
    }

    private static List<DataClass> privateKinds() {
        List<DataClass> kinds = new ArrayList<>();
        for (DataClass kind : DataClass.values()) {
            if (kind.isLocalOnly()) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** Whether data of this kind may go so far. */
    public boolean allows(DataClass kind, ExecutionScope reach) {
        return !localOnly.contains(kind) || reach.ordinal() <= localReach.ordinal();
    }

    /** The threshold of a model for a task. */
    public Optional<AnswerThreshold> threshold(Digest model, String task) {
        for (AnswerThreshold one : thresholds) {
            if (one.model().equals(model) && one.task().equals(task)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The same with other thresholds. */
    public RouterPolicy withThresholds(List<AnswerThreshold> others) {
        return new RouterPolicy(name, localOnly, localReach, weights, order, exclude, cascade, uncalibrated, fallback,
                device, others);
    }

    /** Of the canonical JSON: what a decision names. */
    public Digest digest() {
        return Digest.of(CanonicalJson.bytes(toJson()));
    }

    public JsonObject toJson() {
        List<String> kinds = new ArrayList<>();
        localOnly.forEach(kind -> kinds.add(kind.id()));
        List<JsonObject> excluded = new ArrayList<>();
        exclude.forEach(one -> excluded.add(JsonObject.of("name", one.name(), "reason", one.reason())));
        JsonArray evidence = JsonArray.ofEach(thresholds, AnswerThreshold::toJson);
        return JsonObject.of("policy_version", VERSION, "name", name, "local_only",
                JsonObject.of("data_classes", JsonArray.ofStrings(kinds), "reach", localReach.id()),
                "weights", weights.toJson(), "order", JsonArray.ofStrings(order), "exclude", excluded, "cascade",
                cascade, "uncalibrated", uncalibrated.id, "fallback", fallback.id,
                "device", JsonObject.of(
                        "battery_low",
                        JsonObject.of("below", device.lowBattery(), "most_memory_bytes", device.lowBatteryBytes()),
                        "memory_pressure",
                        JsonObject.of("below_bytes", device.pressureBytes(), "share", device.pressureShare()),
                        "data_saver", JsonObject.of("network", device.networkWhenSavingData())),
                "thresholds", evidence);
    }

    /**
     * @throws DamagedData when a member is missing, unknown or of a wrong kind
     * @throws InvalidInput when a value is out of range
     * @throws Unsupported when it is of a newer version
     */
    public static RouterPolicy fromJson(JsonObject json) {
        long version = json.integer("policy_version");
        if (version > VERSION) {
            throw new Unsupported("This policy is of a newer version.",
                    Finding.at("policy_version").expected(VERSION).found(version).remedy("Open it with that version."));
        }
        if (version != VERSION) {
            throw new DamagedData("There is no such version of a policy.",
                    Finding.at("policy_version").expected(VERSION).found(version));
        }
        only(json, "policy", MEMBERS);
        JsonObject local = only(json.object("local_only"), "local_only", List.of("data_classes", "reach"));
        List<DataClass> kinds = new ArrayList<>();
        for (String id : local.array("data_classes").strings()) {
            kinds.add(DataClass.parse(id, "local_only, data_classes"));
        }
        List<Excluded> exclude = new ArrayList<>();
        for (JsonObject one : json.array("exclude").objects()) {
            only(one, "exclude", List.of("name", "reason"));
            exclude.add(new Excluded(one.string("name"), one.string("reason")));
        }
        List<AnswerThreshold> thresholds = json.array("thresholds").objects(AnswerThreshold::fromJson);
        return new RouterPolicy(json.string("name"), kinds,
                ExecutionScope.parse(local.string("reach"), "local_only, reach"),
                ScoreWeights.fromJson(only(json.object("weights"), "weights",
                        List.of("utility", "privacy", "latency_fit", "memory_cost"))),
                json.array("order").strings(), exclude,
                json.bool("cascade"),
                oneOf(json, "uncalibrated", "abstain", "answer").equals("answer") ? Uncalibrated.ANSWER
                        : Uncalibrated.ABSTAIN,
                oneOf(json, "fallback", "cloud_escalation", "no_op").equals("no_op") ? Fallback.NO_OP
                        : Fallback.ESCALATE,
                device(json.object("device")), thresholds);
    }

    private static String oneOf(JsonObject json, String name, String first, String second) {
        String word = json.string(name);
        if (!word.equals(first) && !word.equals(second)) {
            throw new InvalidInput("The policy has an unknown value.", Finding.at(name)
                    .expected(first + " or " + second).found(word.length() > 100 ? "a long text" : word));
        }
        return word;
    }

    private static DeviceRules device(JsonObject json) {
        only(json, "device", List.of("battery_low", "memory_pressure", "data_saver"));
        JsonObject battery = only(json.object("battery_low"), "device, battery_low",
                List.of("below", "most_memory_bytes"));
        JsonObject pressure = only(json.object("memory_pressure"), "device, memory_pressure",
                List.of("below_bytes", "share"));
        JsonObject saver = only(json.object("data_saver"), "device, data_saver", List.of("network"));
        return new DeviceRules(battery.number("below"), battery.integer("most_memory_bytes"),
                pressure.integer("below_bytes"), pressure.number("share"), saver.bool("network"));
    }

    private static JsonObject only(JsonObject json, String where, List<String> known) {
        for (String name : json.names()) {
            if (!known.contains(name)) {
                throw new DamagedData("The policy has an unknown member.",
                        Finding.at(where).expected(known).found(name.length() > 100 ? "a long name" : name));
            }
        }
        return json;
    }
}
