package dev.tabitat.core.release;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.DescendantEvaluated;
import dev.tabitat.core.lineage.ExamplesAdded;
import dev.tabitat.core.lineage.Lifecycle;
import dev.tabitat.core.lineage.LifecycleChanged;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.PackageInstalled;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.random.Seeds;
import dev.tabitat.core.signing.Envelope;
import dev.tabitat.core.signing.Signer;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record of what a model is for, how good it is and where it came from, with the sections of a skill manifest:
 * identity, lineage, capability contract, runtime, permissions, evaluation, safety, lifecycle. Every figure says how it
 * is known; what is not known is absent.
 */
public final class ReleasePacket {

    /** Of the payload of a packet's envelope. */
    public static final String MEDIA_TYPE = "application/vnd.dev.tabitat.release.v1+json";

    private static final double WEAK = 0.7;

    private final JsonObject record;

    private ReleasePacket(JsonObject record) {
        this.record = record;
    }

    /**
     * @param task that it is released for
     * @param signatures of the model, each with what it is worth here: {@code {state, by?, keyid?, envelope}}
     */
    public static ReleasePacket of(List<LineageRecord> lineage, Manifest manifest, Digest digest, String task,
            JsonArray signatures) {
        return new ReleasePacket(new Writer(lineage, manifest, digest, task).write().with("signatures", signatures));
    }

    /** The record, with its digest as {@code packet_digest} and its Markdown as {@code markdown}. */
    public JsonObject toJson() {
        return record.with("packet_digest", Digest.of(CanonicalJson.bytes(record)).toString()).with("markdown",
                markdown() + signatures());
    }

    /** As {@link #toJson}, with a DSSE envelope over the record's canonical form as {@code signature}. */
    public JsonObject signed(Signer signer) {
        Envelope envelope = Envelope.sign(MEDIA_TYPE, CanonicalJson.bytes(record), signer);
        JsonObject signature = JsonObject.of("keyid", signer.key().id(), "public_key", signer.key().pem(), "envelope",
                Utf8.decode(envelope.bytes()));
        JsonObject json = toJson();
        return json.with("signature", signature).with("markdown",
                json.string("markdown") + "- This packet, with the key `" + signer.key().id() + "`, packet digest `"
                        + json.string("packet_digest") + "`\n");
    }

    /** Who vouches for the model: the last section of the text, which a signature of the packet adds to. */
    private String signatures() {
        StringBuilder text = new StringBuilder("\n## Who signed it\n\n");
        for (JsonObject one : record.array("signatures").objects()) {
            text.append("- The model, ")
                    .append(one.findString("keyid").map(id -> "with the key `" + id + "` ").orElse("")).append("(")
                    .append(switch (one.string("state")) {
                        case "trusted" -> "checked; trusted here as " + one.stringOr("by", "");
                        case "wrong" -> "checked; the signature is wrong";
                        default -> "the key is not one that is trusted here";
                    }).append(")\n");
        }
        return record.array("signatures").size() == 0 ? text + "- The model: nobody.\n" : text.toString();
    }

    /** Collects what the lineage says; used once. */
    private static final class Writer {

        private final Manifest manifest;
        private final Digest digest;
        private final String task;
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Map<String, ExamplesAdded> examples = new LinkedHashMap<>();
        private Optional<DescendantBred> bred = Optional.empty();
        private final Map<String, DescendantEvaluated> evaluations = new LinkedHashMap<>();
        private Optional<LifecycleChanged> life = Optional.empty();

        Writer(List<LineageRecord> lineage, Manifest manifest, Digest digest, String task) {
            this.manifest = manifest;
            this.digest = digest;
            this.task = task;
            for (LineageRecord record : lineage) {
                LineageBody body = record.typedBody();
                if (body instanceof PackageInstalled one) {
                    names.put(one.manifestDigest().toString(), one.name());
                } else if (body instanceof ExamplesAdded one) {
                    examples.put(one.examplesDigest().toString(), one);
                } else if (body instanceof DescendantBred one && one.manifestDigest().equals(digest)) {
                    bred = Optional.of(one);
                } else if (body instanceof DescendantEvaluated one && one.manifestDigest().equals(digest)) {
                    evaluations.put(one.part(), one);
                } else if (body instanceof LifecycleChanged one && one.manifestDigest().equals(digest)) {
                    life = Optional.of(one);
                }
            }
        }

        JsonObject write() {
            return JsonObject.of("identity", identity(), "lineage", lineage(), "capability_contract", contract(),
                    "runtime", runtime(), "permissions", JsonObject.of("network", "none",
                            "filesystem", "none", "tools", "none", "credentials", "none"),
                    "evaluation", evaluation(), "safety", safety(), "lifecycle", lifecycle());
        }

        private JsonObject identity() {
            return JsonObject.of("name", manifest.name().toString(), "title",
                    manifest.findAnnotation(PackageAnnotations.TITLE).orElse(""), "manifest_digest", digest.toString(),
                    "bytes", manifest.totalBytes(), "licence",
                    manifest.findAnnotation(PackageAnnotations.LICENCE).orElse("NOASSERTION"), "how", "checked");
        }

        private JsonObject lineage() {
            JsonObject json = JsonObject.of("replayable", bred.isPresent());
            if (bred.isEmpty()) {
                return json;
            }
            List<String> parents = new ArrayList<>();
            for (String parent : bred.get().genome().mergeParents()) {
                parents.add(names.getOrDefault(parent, "not here") + " " + parent);
            }
            JsonObject recipe = JsonReader.readObject(bred.get().recipe(), JsonLimits.DEFAULT);
            json = json.with("genome_id", bred.get().genome().genomeId()).with("operator", recipe.string("operator"))
                    .with("mutation_log",
                            JsonArray.ofStrings(bred.get().genome().mutationLog()))
                    .with("parents", JsonArray.ofStrings(parents))
                    .with("random_seed", Seeds.text(bred.get().genome().randomSeed()))
                    .with("recipe", recipe);
            ExamplesAdded data = examples.get(recipe.stringOr("dataset", ""));
            return data == null ? json
                    : json.with("examples",
                            JsonObject.of("name", data.name(), "digest", data.examplesDigest().toString(), "n",
                                    data.n(), "labels", data.labels(),
                                    "split", data.rule()));
        }

        private JsonObject contract() {
            JsonObject json = JsonObject.of("input_schema", "text", "output_schema", "label-scores", "task_tags",
                    JsonArray.of(task), "confidence_field", "score",
                    "abstention_policy", "none by itself; the abstention curve says what a threshold costs",
                    "escalation_policy", "never by itself");
            DescendantEvaluated judged = judged();
            return judged == null ? json : json.with("labels", judged.scorecard().object("confusion").array("labels"));
        }

        private DescendantEvaluated judged() {
            return evaluations.getOrDefault("test", evaluations.get("select"));
        }

        private JsonObject runtime() {
            JsonObject json = JsonObject.of("engine", "Tabitat in a browser tab", "format", "safetensors",
                    "quantization",
                    manifest.findAnnotation(PackageAnnotations.QUANTIZATION).orElse("none"), "supported_hardware",
                    "any browser with WebAssembly GC; faster with SIMD");
            if (manifest.findAnnotation(PackageAnnotations.BASE_NAME).isPresent()) {
                json = json.with("base", manifest.annotation(PackageAnnotations.BASE_NAME) + " "
                        + manifest.annotation(PackageAnnotations.BASE));
            }
            DescendantEvaluated judged = judged();
            if (judged == null) {
                return json;
            }
            JsonObject latency = judged.scorecard().object("latency");
            return json.with("memory_mb", judged.scorecard().object("memory").number("bytes") / 1e6)
                    .with("p50_latency_ms", latency.number("p50_ms"))
                    .with("p95_latency_ms", latency.number("p95_ms")).with("latency_n", latency.integer("n"))
                    .with("device_profile_digest",
                            judged.scorecard().stringOr("device_profile_digest", ""))
                    .with("how", "measured");
        }

        private JsonObject evaluation() {
            DescendantEvaluated judged = judged();
            if (judged == null) {
                return JsonObject.of("how", "unknown", "known_failure_slices", JsonArray.EMPTY);
            }
            JsonObject card = judged.scorecard();
            List<JsonObject> weak = new ArrayList<>();
            for (JsonObject slice : card.array("slices").objects()) {
                JsonObject recall = slice.object("recall");
                if (recall.integer("n") > 0 && recall.number("value") < WEAK) {
                    weak.add(JsonObject.of("label", slice.string("label"), "recall", recall));
                }
            }
            return JsonObject.of("part", judged.part(), "scorecard_digest", judged.scorecardDigest().toString(),
                    "evaluator_digest", card.string("evaluator_digest"), "n",
                    card.integer("n"), "accuracy", card.object("accuracy"), "macro_f1", card.object("macro_f1"),
                    "calibration_error", card.object("calibration").object("ece"),
                    "known_failure_slices", weak, "how", "measured");
        }

        private JsonObject safety() {
            return JsonObject.of("risk_tier", "not assessed", "does_not", JsonArray.of(
                    "say when a text is none of its labels: it gives each text one of them",
                    "hold for texts that are unlike the examples: other languages, lengths or times",
                    "replace a person where a wrong label does harm"));
        }

        private JsonObject lifecycle() {
            Lifecycle state = life.map(LifecycleChanged::state)
                    .orElse(bred.isPresent() ? Lifecycle.LAB : Lifecycle.SPECIALIST);
            JsonObject json = JsonObject.of("state", state.id());
            if (life.isPresent()) {
                json = json.with("approval_record", life.get().reason());
                String target = life.get().rollbackTarget();
                json = target.isEmpty() ? json
                        : json.with("rollback_target", names.getOrDefault(target, "not here") + " " + target);
            }
            return json;
        }
    }

    /** For people: the same record as text. */
    public String markdown() {
        JsonObject identity = record.object("identity");
        JsonObject evaluation = record.object("evaluation");
        JsonObject runtime = record.object("runtime");
        JsonObject lineage = record.object("lineage");
        StringBuilder text = new StringBuilder();
        text.append("# ").append(identity.string("name")).append("\n\n").append(identity.string("title"))
                .append("\n\n");
        text.append("- Task: ").append(record.object("capability_contract").array("task_tags").strings().get(0))
                .append('\n');
        record.object("capability_contract").findArray("labels").ifPresent(
                labels -> text.append("- Labels: ").append(String.join(", ", labels.strings())).append('\n'));
        text.append("- Digest: `").append(identity.string("manifest_digest")).append("` (checked)\n- Size: ")
                .append(identity.integer("bytes")).append(" bytes; licence ")
                .append(identity.string("licence")).append("\n- Place: ")
                .append(record.object("lifecycle").string("state")).append('\n');
        text.append("\n## How good it is\n\n");
        if (evaluation.string("how").equals("unknown")) {
            text.append("It has not been evaluated here.\n");
        } else {
            text.append("Measured on ").append(evaluation.integer("n"))
                    .append(evaluation.string("part").equals("test") ? " held-back examples that breeding never saw"
                            : " examples of the part \"" + evaluation.string("part") + "\"")
                    .append(", with 95 % intervals:\n\n");
            line(text, "Macro-F1", evaluation.object("macro_f1"));
            line(text, "Accuracy", evaluation.object("accuracy"));
            line(text, "Calibration error", evaluation.object("calibration_error"));
            text.append("\nWhere it is weak: ");
            List<String> weak = new ArrayList<>();
            for (JsonObject slice : evaluation.array("known_failure_slices").objects()) {
                weak.add(
                        "\"" + slice.string("label") + "\" (finds " + hundredths(slice.object("recall").number("value"))
                                + ", n = " + slice.object("recall").integer("n") + ")");
            }
            text.append(weak.isEmpty() ? "no label below " + hundredths(WEAK) + "." : String.join("; ", weak) + ".")
                    .append('\n');
        }
        text.append("\n## What it does not do\n\n");
        record.object("safety").array("does_not").strings()
                .forEach(one -> text.append("- It does not ").append(one).append(".\n"));
        text.append("\n## What it needs\n\n- ").append(runtime.string("supported_hardware")).append('\n');
        runtime.findString("base").ifPresent(base -> text.append("- Its base: ").append(base).append('\n'));
        if (runtime.has("memory_mb")) {
            text.append("- ").append(hundredths(runtime.number("memory_mb")))
                    .append(" MB of memory; half of its answers within ")
                    .append(hundredths(runtime.number("p50_latency_ms")))
                    .append(" ms, 19 of 20 within ").append(hundredths(runtime.number("p95_latency_ms")))
                    .append(" ms (measured, n = ").append(runtime.integer("latency_n")).append(")\n");
        }
        text.append("\n## Where it came from\n\n");
        if (lineage.bool("replayable")) {
            text.append("- ").append(String.join("; ", lineage.array("mutation_log").strings())).append(", seed ")
                    .append(lineage.string("random_seed")).append('\n');
            lineage.array("parents").strings().forEach(parent -> text.append("- Parent: ").append(parent).append('\n'));
            lineage.findObject("examples")
                    .ifPresent(data -> text.append("- Examples: ").append(data.integer("n")).append(", ")
                            .append(data.integer("labels")).append(" labels, `")
                            .append(data.string("digest")).append("`\n"));
            text.append("- From these anyone can make it again, byte for byte.\n");
        } else {
            text.append("It was not bred here.\n");
        }
        text.append("\n## When it fails\n\n")
                .append(record.object("lifecycle").findString("rollback_target")
                        .map(target -> "Go back to " + target + ".")
                        .orElse("There is no earlier model to return to: stop using it."))
                .append('\n');
        return text.toString();
    }

    private static void line(StringBuilder text, String name, JsonObject figure) {
        text.append("- ").append(name).append(": ").append(hundredths(figure.number("value"))).append(" [")
                .append(hundredths(figure.number("low"))).append(", ")
                .append(hundredths(figure.number("high"))).append("]\n");
    }

    private static String hundredths(double value) {
        long scaled = Math.round(value * 100);
        String digits = Long.toString(Math.abs(scaled) % 100);
        return scaled / 100 + "." + (digits.length() < 2 ? "0" : "") + digits;
    }
}
