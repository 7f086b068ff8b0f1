package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.adapter.AdapterFiles;
import dev.tabitat.core.device.FitArithmetic;
import dev.tabitat.core.device.FitTerm;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.lineage.PackageInstalled;
import dev.tabitat.core.lineage.Statement;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.routing.Candidate;
import dev.tabitat.core.routing.Estimate;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The catalogue entry of a package: what its manifest says of it, read once; malformed claims are left out. */
public record CatalogEntry(StoredPackage stored) {

    /** Tokens of one pass on a CPU: some tens of milliseconds, so that a cancellation takes effect soon. */
    public static final int CPU_PASS = 256;
    private static final long ACTIVATION_BYTES = 64 << 10;
    private static final long MAX_ROW_BYTES = 1 << 24;
    private static final int MAX_TOKENS = 1 << 16;
    /** The hub's word for models that give a text labels. */
    private static final String CLASSIFICATION = "text-classification";
    /** How labels without names are called. */
    private static final String NUMBERED = "LABEL_";
    private static final int MAX_TASK_LABELS = 4;
    private static final int MAX_TASK_LENGTH = 120;

    private String note(String key) {
        return stored.manifest().findAnnotation(key).orElse("");
    }

    private long size(String path) {
        for (Descriptor layer : stored.manifest().layers()) {
            if (layer.path().equals(path)) {
                return layer.size();
            }
        }
        return 0;
    }

    /**
     * What it is made for. The hub's {@code text-classification} says nothing of what the labels are: of a model that
     * was imported the labels are part of its task, {@code text-classification (negative, positive)}, or its name where
     * they are numbers only. Models of one task can take each other's place.
     */
    public String task() {
        String task = notedTask();
        return task.equals(CLASSIFICATION) && importFacts().isPresent() ? CLASSIFICATION + " (" + labelled() + ")"
                : task;
    }

    /** What its package notes it is made for, as it stands there. */
    public String notedTask() {
        return note(PackageAnnotations.TASK);
    }

    private String labelled() {
        List<String> labels = importFacts().flatMap(facts -> facts.findArray("labels")).orElse(JsonArray.EMPTY)
                .strings();
        if (labels.isEmpty() || labels.get(0).startsWith(NUMBERED)) {
            return stored.manifest().name().name();
        }
        List<String> shown = labels.subList(0, Math.min(MAX_TASK_LABELS, labels.size()));
        String all = String.join(", ", shown)
                + (labels.size() > shown.size() ? " and " + (labels.size() - shown.size()) + " more" : "");
        return all.length() <= MAX_TASK_LENGTH ? all : stored.manifest().name().name();
    }

    /**
     * What was recognised of a model that was imported, as its package notes it, at least its kind and weights; empty
     * for others, and where the note is malformed.
     */
    private Optional<JsonObject> importFacts() {
        try {
            String text = note(PackageAnnotations.IMPORT);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            JsonObject facts = JsonReader.readObject(text, JsonLimits.DEFAULT);
            return facts.string("kind").isEmpty() || facts.array("weights").strings().isEmpty() ? Optional.empty()
                    : Optional.of(facts);
        } catch (TabitatException malformed) {
            return Optional.empty();
        }
    }

    public String quantization() {
        String word = note(PackageAnnotations.QUANTIZATION);
        return word.isEmpty() ? "none" : word;
    }

    public String licence() {
        String word = note(PackageAnnotations.LICENCE);
        return word.isEmpty() ? "NOASSERTION" : word;
    }

    /** Bytes in memory, as the builder estimates them, or the size of the weights. */
    long memoryBytes() {
        return number(PackageAnnotations.MEMORY_ESTIMATE,
                importFacts().isPresent() ? importedBytes() : size(ModelPackage.WEIGHTS));
    }

    private long fileBytes() {
        long bytes = 0;
        if (importFacts().isPresent()) {
            for (String path : importFacts().get().array("weights").strings()) {
                bytes += size(path);
            }
        }
        return bytes;
    }

    /** Half precision becomes F32 in memory, and four bits become eight. */
    private long importedBytes() {
        if (importFacts().orElseThrow().string("kind").equals("generator")) {
            // Blocks stay as they are in the file.
            return fileBytes();
        }
        return switch (quantization()) {
            case "F16", "BF16", "int4" -> 2 * fileBytes();
            default -> fileBytes();
        };
    }

    /** About how many numbers an imported model has. */
    long weights() {
        return switch (quantization()) {
            case "F16", "BF16" -> fileBytes() / 2;
            case "int8" -> fileBytes();
            case "int4" -> 2 * fileBytes();
            default -> fileBytes() / 4;
        };
    }

    long number(String key, long otherwise) {
        try {
            return Math.max(0, Long.parseLong(note(key)));
        } catch (NumberFormatException nobodySays) {
            return otherwise;
        }
    }

    /** The longest text that is read, in tokens; 1 where texts are not cut into tokens. */
    public int maxTokens() {
        return (int) Math.min(MAX_TOKENS, Math.max(1, number(PackageAnnotations.MAX_TOKENS, 1)));
    }

    private long activationBytes(int tokens, long texts) {
        long row = number(PackageAnnotations.ACTIVATION_ROW, 0);
        return row == 0 || row > MAX_ROW_BYTES
                ? Math.max(ACTIVATION_BYTES, number(PackageAnnotations.ACTIVATION_ESTIMATE, 0))
                : EncoderRunner.passBytes(row, tokens, texts, CPU_PASS);
    }

    private List<JsonObject> list(String key) {
        try {
            String text = note(key);
            if (text.isEmpty()) {
                return List.of();
            }
            Json json = JsonReader.read(text, JsonLimits.DEFAULT);
            return json instanceof JsonArray array ? array.objects()
                    : json instanceof JsonObject one ? List.of(one) : List.of();
        } catch (TabitatException malformed) {
            return List.of();
        }
    }

    /** What the author says it reaches. */
    public List<JsonObject> claims() {
        List<JsonObject> claims = new ArrayList<>();
        for (JsonObject claim : list(PackageAnnotations.EVALUATION)) {
            claims.add(claim.with("how", Known.CLAIMED.id()));
        }
        return claims;
    }

    private Estimate utility() {
        for (JsonObject claim : list(PackageAnnotations.EVALUATION)) {
            Optional<Json> value = claim.find("value");
            if (value.isPresent() && value.get() instanceof JsonNumber number
                    && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
                long n = claim.find("n").filter(JsonNumber.class::isInstance).map(JsonNumber.class::cast)
                        .filter(count -> count.isWhole() && count.longValue() >= 0).map(JsonNumber::longValue)
                        .orElse(0L);
                return new Estimate(number.doubleValue(), Known.CLAIMED, n);
            }
        }
        return Estimate.UNKNOWN;
    }

    /** Whether it is a base with an adapter and a head. */
    private boolean isStack() {
        return stored.manifest().layers().stream().anyMatch(layer -> layer.path().equals(AdapterFiles.CONFIG))
                && !isAdapter();
    }

    /** From which confidence on its answers count, as its builder measured; what is malformed is left out. */
    public List<AnswerThreshold> thresholds() {
        List<AnswerThreshold> all = new ArrayList<>();
        for (JsonObject one : list(PackageAnnotations.CALIBRATION)) {
            try {
                all.add(AnswerThreshold.fromJson(one.with("model", stored.digest().toString())));
            } catch (TabitatException malformed) {
                continue;
            }
        }
        return all;
    }

    boolean isAdapter() {
        return stored.manifest().isAdapter();
    }

    /** What an imported model gives. */
    private static String output(JsonObject facts) {
        return switch (facts.string("kind")) {
            case "encoder" -> "embedding";
            case "classifier" -> "label-scores";
            case "reranker" -> "relevance-score";
            case "token-classifier" -> facts.stringOr("task", "").equals("question-answering") ? "answer" : "spans";
            default -> "text";
        };
    }

    /** The member {@code name} of the contract, or what every text classifier here has. */
    private String contract(String name, String otherwise) {
        if (name.equals("output") && importFacts().isPresent()) {
            return output(importFacts().get());
        }
        try {
            return JsonReader.readObject(note(PackageAnnotations.CONTRACT), JsonLimits.DEFAULT).stringOr(name,
                    otherwise);
        } catch (TabitatException noJson) {
            return otherwise;
        }
    }

    /** Whether it gives labels to texts. */
    public boolean isClassifier() {
        return stored.manifest().isModel() && contract("output", "label-scores").equals("label-scores");
    }

    /**
     * @param latency milliseconds of one answer
     * @param measuredUtility on examples that it had not seen, in this tab
     */
    public Candidate candidate(Estimate latency, Optional<Long> measuredMemory, Candidate.Condition condition,
            Optional<Estimate> measuredUtility) {
        Estimate memory = measuredMemory.isPresent()
                ? new Estimate(measuredMemory.get(), Known.MEASURED, 1)
                : new Estimate(memoryBytes(), Known.CLAIMED, 0);
        return new Candidate(stored.name(), stored.digest(), task(), contract("input", "text"),
                contract("output", "label-scores"), isStack() ? List.of(Candidate.STACK) : List.of(),
                List.of("wasm", "reference"), memory, measuredUtility.orElseGet(this::utility),
                new Estimate(1, Known.CHECKED, 0), latency, condition);
    }

    /**
     * What it needs in memory.
     *
     * @param tokens of each text
     * @param texts how many are given at once
     * @param measured what it took here before
     * @param loadedBytes what others hold
     */
    public FitArithmetic fit(int tokens, long texts, Optional<MeasuredMemory> measured, long loadedBytes,
            OptionalLong available) {
        FitTerm weights = new FitTerm(FitTerm.Name.WEIGHTS, memoryBytes(), Known.CLAIMED);
        FitTerm activations = new FitTerm(FitTerm.Name.ACTIVATIONS, activationBytes(tokens, texts), Known.ESTIMATED);
        List<FitTerm> terms = new ArrayList<>();
        terms.add(measured.map(run -> weights.measured(run.weights())).orElse(weights));
        // A run of much shorter or longer texts says nothing about these.
        terms.add(measured.filter(
                run -> run.activations() >= activations.bytes() / 2 && run.activations() <= 2 * activations.bytes())
                .map(run -> activations.measured(run.activations()))
                .orElse(activations));
        terms.add(new FitTerm(FitTerm.Name.VOCABULARY, size(ModelPackage.VOCABULARY) + size(ModelPackage.TOKENIZER),
                Known.CLAIMED));
        terms.add(new FitTerm(FitTerm.Name.LOADED, loadedBytes, Known.MEASURED));
        return FitArithmetic.of(terms, available);
    }

    /** The source's coordinates; several joined. */
    String source() {
        List<String> names = new ArrayList<>();
        for (JsonObject source : list(PackageAnnotations.SOURCE)) {
            Optional<Json> coordinates = source.find("coordinates");
            coordinates.filter(JsonString.class::isInstance)
                    .map(text -> ((JsonString) text).value())
                    .filter(text -> !names.contains(text)).ifPresent(names::add);
        }
        return String.join(", ", names);
    }

    private String sourceDigest() {
        List<JsonObject> sources = list(PackageAnnotations.SOURCE);
        if (sources.size() != 1) {
            return "";
        }
        String digest = sources.get(0).find("sha256").filter(JsonString.class::isInstance)
                .map(text -> ((JsonString) text).value()).orElse("");
        String full = digest.startsWith("sha256:") || digest.isEmpty() ? digest : "sha256:" + digest;
        try {
            return full.isEmpty() ? "" : Digest.parse(full).toString();
        } catch (TabitatException malformed) {
            return "";
        }
    }

    /** The record for the lineage when the package has been installed. */
    public PackageInstalled installed() {
        List<Statement> facts = new ArrayList<>();
        facts.add(new Statement("bytes", stored.bytes() + " bytes in " + stored.chunks().size() + " pieces",
                Known.CHECKED));
        facts.add(new Statement("manifest", stored.digest().toString(), Known.CHECKED));
        if (stored.manifest().isExamples()) {
            stored.manifest().layers().stream().filter(layer -> layer.path().endsWith(".jsonl"))
                    .forEach(layer -> facts
                            .add(new Statement(PackageInstalled.EXAMPLES, layer.digest().toString(), Known.CHECKED)));
        }
        if (note(PackageAnnotations.PARENT).isEmpty() && !note(PackageAnnotations.RECIPE).isEmpty()) {
            facts.add(new Statement("recipe", note(PackageAnnotations.RECIPE), Known.CLAIMED));
        }
        for (JsonObject claim : list(PackageAnnotations.EVALUATION)) {
            facts.add(new Statement(claim.findString("what").orElse("evaluation"), inWords(claim), Known.CLAIMED));
        }
        return new PackageInstalled(stored.name(), stored.digest(), stored.bytes(), notedTask(), quantization(),
                licence(),
                source(), sourceDigest(), parent(), facts);
    }

    /** What it was made from, if its author says so in a form that can be read. */
    private Optional<PackageInstalled.Parent> parent() {
        try {
            return note(PackageAnnotations.PARENT).isEmpty() ? Optional.empty()
                    : Optional.of(new PackageInstalled.Parent(note(PackageAnnotations.PARENT_NAME),
                            Digest.parse(note(PackageAnnotations.PARENT)), note(PackageAnnotations.RECIPE)));
        } catch (TabitatException malformed) {
            return Optional.empty();
        }
    }

    /**
     * A claimed figure with its interval, n and data set, as far as they are given:
     * {@code 0.91 [0.9, 0.92], n = 2748, UDHR}.
     */
    private static String inWords(JsonObject claim) {
        StringBuilder words = new StringBuilder(claim.find("value").map(Json::toString).orElse("no value"));
        if (claim.has("low") && claim.has("high")) {
            words.append(" [").append(claim.get("low")).append(", ").append(claim.get("high")).append("]");
        }
        claim.find("n").ifPresent(n -> words.append(", n = ").append(n));
        claim.findString("dataset").ifPresent(dataset -> words.append(", ").append(dataset));
        return words.toString();
    }

    /** The catalogue's entry without what depends on the device and the store. */
    public JsonObject json() {
        Manifest manifest = stored.manifest();
        JsonObject.Builder json = JsonObject.builder()
                .put("name", stored.name())
                .put("digest", stored.digest().toString())
                .put("title", manifest.findAnnotation(PackageAnnotations.TITLE).orElse(stored.name()))
                .put("summary", note(PackageAnnotations.SUMMARY))
                .put("kind", isAdapter() ? "adapter" : stored.manifest().isExamples() ? "examples" : "model")
                .put("task", task())
                .put("architecture", note(PackageAnnotations.ARCHITECTURE))
                .put("quantization", quantization())
                .put("bytes", stored.bytes())
                .put("licence", licence())
                .put("source", source())
                .put("claims", claims())
                .putIf("import", importFacts());
        if (maxTokens() > 1) {
            json.put("max_tokens", maxTokens());
        }
        try {
            long labels = Long.parseLong(note(PackageAnnotations.LABELS));
            json.put("labels", labels);
            if (task().equals("language-identification")) {
                json.put("languages", labels);
            }
        } catch (NumberFormatException unknown) {
            return json.build();
        }
        return json.build();
    }
}
