package dev.tabitat.core.importing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks at the files of a model and plans how it would be added: reads configurations, and of weights the headers
 * alone. What cannot be used is a {@link Problem} in the plan, never an exception; only a source that cannot be read
 * fails.
 */
public final class ModelInspector {

    private static final String CONFIG = "config.json";
    private static final int TEXT_BYTES = 1 << 16;
    private static final List<String> ALWAYS = List.of(CONFIG, "generation_config.json", "special_tokens_map.json");

    private final ModelFiles source;
    private final InspectOptions options;
    private final List<ModelFile> files;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> needed = new LinkedHashSet<>();
    private final String root;
    private final SmallFiles small;
    private final WeightFiles weightFiles;

    private ModelInspector(ModelFiles source, InspectOptions options) {
        this.source = source;
        this.options = options;
        files = source.list();
        root = root(files, options.file());
        small = new SmallFiles(source, root, problems);
        weightFiles = WeightFiles.of(small, files, root);
    }

    /**
     * Plans an import.
     *
     * @throws dev.tabitat.core.error.Unavailable when a file cannot be read now
     */
    public static ImportPlan inspect(ModelFiles source, InspectOptions options) {
        return new ModelInspector(source, options).plan();
    }

    /** The folder of the model: where its config.json is, at the top or in the only folder that has one. */
    private static String root(List<ModelFile> files, Optional<String> file) {
        Set<String> folders = new LinkedHashSet<>();
        Set<String> adapters = new LinkedHashSet<>();
        for (ModelFile one : files) {
            boolean isPart = one.folder().endsWith("_Pooling/") || one.folder().endsWith("_Dense/")
                    || one.folder().endsWith("_Normalize/");
            if (one.name().equals(CONFIG) && !isPart) {
                folders.add(one.folder());
            }
            if (one.name().equals(AdapterPlan.CONFIG)) {
                adapters.add(one.folder());
            }
        }
        Set<String> all = folders.isEmpty() ? adapters : folders;
        if (all.isEmpty() || all.contains("")) {
            return "";
        }
        String chosen = file.orElse("");
        String shortest = "";
        for (String folder : all) {
            if (chosen.startsWith(folder)) {
                return folder;
            }
            shortest = shortest.isEmpty() || folder.length() < shortest.length() ? folder : shortest;
        }
        return shortest;
    }

    private ImportPlan plan() {
        boolean isAdapter = small.has(AdapterPlan.CONFIG) && (!small.has(CONFIG) || weightFiles.variants().isEmpty());
        if (isAdapter) {
            return new AdapterPlan(small, files, source, problems).plan(licence(LicenceClaim.NONE), needed,
                    this::planned);
        }
        Optional<WeightVariant> chosen = choose();
        WeightFacts weights = WeightFacts.NONE;
        if (chosen.isPresent()) {
            requireComplete(chosen.get());
            weights = WeightFacts.read(chosen.get(), source, shards(chosen.get()), problems);
            for (ModelFile file : chosen.get().files()) {
                needed.add(file.path());
            }
        }
        return chosen.isPresent() && chosen.get().format() == WeightFormat.GGUF ? gguf(chosen.get(), weights)
                : folder(chosen, weights);
    }

    /** The variant that is asked for, or else the one to suggest; noted as a problem where there is none. */
    private Optional<WeightVariant> choose() {
        List<WeightVariant> variants = weightFiles.variants();
        if (options.file().isPresent()) {
            String wanted = options.file().get();
            for (WeightVariant variant : variants) {
                for (ModelFile file : variant.files()) {
                    if (file.path().equals(wanted)) {
                        return Optional.of(variant);
                    }
                }
            }
            problems.add(refusedFile(wanted));
            return Optional.empty();
        }
        if (variants.isEmpty()) {
            problems.add(noWeights());
            return Optional.empty();
        }
        WeightVariant first = variants.get(0);
        int same = 0;
        for (WeightVariant variant : variants) {
            same += variant.format() == WeightFormat.SAFETENSORS ? 1 : 0;
        }
        boolean isPlain = first.files().size() > 1 || first.files().get(0).name().equals("model.safetensors");
        if (first.format() == WeightFormat.SAFETENSORS && same > 1 && !isPlain) {
            problems.add(new Problem(Problem.CHOOSE_FILE, "The model has " + same + " files of weights.",
                    "Say which of them is meant, by the name of its file."));
        }
        return Optional.of(first.format() == WeightFormat.GGUF ? fitting(variants) : first);
    }

    /** Of several GGUF files the first in the order of preference that is not too large for the device. */
    private WeightVariant fitting(List<WeightVariant> variants) {
        if (options.availableBytes().isEmpty()) {
            return variants.get(0);
        }
        for (WeightVariant variant : variants) {
            if (variant.format() == WeightFormat.GGUF
                    && variant.bytes() <= options.availableBytes().getAsLong() * 4 / 5) {
                return variant;
            }
        }
        return variants.get(0);
    }

    private Problem refusedFile(String wanted) {
        for (ModelFile file : files) {
            if (file.path().equals(wanted)) {
                return weightFiles.pickles().contains(file) ? pickle(file)
                        : new Problem(Problem.CHOOSE_FILE, wanted + " has no weights that are read here.",
                                "Choose a .safetensors, .gguf or .onnx file of the model.");
            }
        }
        return new Problem(Problem.CHOOSE_FILE, "The model has no file " + wanted + ".",
                "Choose one of the files that an inspection lists.");
    }

    private static Problem pickle(ModelFile file) {
        return new Problem(Problem.PICKLE,
                file.path() + " is a pickle: it can run code when it is read, so it is never read here.",
                "Choose a model, or a revision of it, with .safetensors files; save_pretrained of transformers writes them.");
    }

    private Problem noWeights() {
        if (!weightFiles.pickles().isEmpty()) {
            return pickle(weightFiles.pickles().get(0));
        }
        return new Problem(Problem.NO_WEIGHTS,
                "There are no weights that are read here"
                        + (weightFiles.others().isEmpty() ? "."
                                : ", only files of other programs: " + String.join(", ", weightFiles.others()) + "."),
                "Choose a model with .safetensors, .gguf or .onnx files.");
    }

    /** Which file has which tensor, of a model that is split; else empty. */
    private JsonObject shards(WeightVariant variant) {
        boolean isSplit = variant.format() == WeightFormat.SAFETENSORS && variant.files().size() > 1;
        return isSplit ? Fields.object(small.json(WeightFiles.INDEX).orElse(JsonObject.EMPTY), "weight_map")
                : JsonObject.EMPTY;
    }

    private void requireComplete(WeightVariant variant) {
        if (!variant.isComplete()) {
            problems.add(new Problem(Problem.MISSING_FILE,
                    "The model is split into several files, and not all of them are here; there are "
                            + variant.files().size() + ", among them " + variant.file() + ".",
                    "Add the missing files too."));
        }
    }

    private ImportPlan gguf(WeightVariant variant, WeightFacts weights) {
        if (weights.ggufs().isEmpty()) {
            return plan(variant, weights, ModelKind.GENERATOR, "", "text-generation", OptionalLong.empty(),
                    ImportPlan.Head.NONE, TokenizerFacts.NONE, LicenceClaim.NONE, variant.quantization(),
                    new MemoryEstimate(variant.bytes(), 0, 0));
        }
        GgufModelFacts facts = new GgufModelFacts(weights.ggufs().get(0));
        facts.inspect(options.support(), problems);
        TokenizerFacts tokenizer = facts.tokenizer(variant.file(), weights.embeddingRows(), options.support(),
                problems);
        requireRows(tokenizer, weights.embeddingRows(), OptionalLong.empty());
        ModelKind kind = facts.kind();
        long activations = kind == ModelKind.GENERATOR
                ? MemoryEstimate.generatorActivations(facts.measures(), facts.context())
                : MemoryEstimate.encoderActivations(facts.measures(), facts.context());
        String task = kind == ModelKind.GENERATOR ? "text-generation"
                : kind == ModelKind.RERANKER ? "text-ranking" : "sentence-similarity";
        ImportPlan.Head head = kind == ModelKind.ENCODER
                ? new ImportPlan.Head(List.of(), facts.pooling(), 0, false, "", "")
                : ImportPlan.Head.NONE;
        String quantization = facts.quantization().isEmpty() ? variant.quantization() : facts.quantization();
        return plan(variant, weights, kind, facts.architecture(), task, facts.context(), head, tokenizer,
                facts.licence(),
                quantization, new MemoryEstimate(variant.bytes(), activations,
                        tokenizer.ids().orElse(0) * MemoryEstimate.TOKEN_BYTES));
    }

    private ImportPlan folder(Optional<WeightVariant> chosen, WeightFacts weights) {
        JsonObject config = small.has(CONFIG) ? small.json(CONFIG).orElse(JsonObject.EMPTY) : configOfGraph(weights);
        if (config.isEmpty() && !weightFiles.variants().isEmpty() && !small.has(CONFIG)) {
            problems.add(new Problem(Problem.MISSING_FILE, "The model's config.json is missing.",
                    "Add it beside the weights: it says what kind of model this is."));
        }
        for (String name : ALWAYS) {
            if (small.has(name)) {
                needed.add(small.path(name));
            }
        }
        boolean isSentenceModel = SentencePipeline.isListed(small);
        ConfigInspection inspection = new ConfigInspection(config, problems);
        String tag = options.hub().isPresent() ? options.hub().get().pipelineTag() : "";
        ModelHead head = ModelHead.of(config, tag, isSentenceModel, problems);
        Optional<Problem> problemType = ModelHead.problemType(config, head.kind());
        if (problemType.isPresent()) {
            problems.add(problemType.get());
        }
        if (!config.isEmpty()) {
            inspection.inspect(head.kind(), chosen.isPresent() ? chosen.get().format() : WeightFormat.SAFETENSORS,
                    options.support());
        }
        TokenizerFacts tokenizer = new TokenizerInspection(small, options.support(), problems).inspect();
        needed.addAll(tokenizer.files());
        requireRows(tokenizer, weights.embeddingRows(), Fields.count(config, "vocab_size"));
        OptionalLong context = smaller(inspection.positions(), tokenizer.limit());
        ImportPlan.Head end = new ImportPlan.Head(head.labels(), "", 0, false, "", "");
        if (head.kind() == ModelKind.ENCODER) {
            SentencePipeline pipeline = SentencePipeline.read(small, problems);
            needed.addAll(pipeline.files());
            context = smaller(context, pipeline.limit());
            Optional<SentencePipeline.Prompts> prompts = pipeline.prompts();
            end = new ImportPlan.Head(List.of(), pipeline.pooling(), pipeline.denseLayers(), pipeline.isNormalized(),
                    prompts.isPresent() ? prompts.get().query() : "",
                    prompts.isPresent() ? prompts.get().passage() : "");
        }
        String quantization = chosen.isPresent() ? quantization(chosen.get(), weights) : "";
        MemoryEstimate memory = MemoryEstimate.of(config, head.kind(), weights, quantization, context, tokenizer);
        return plan(chosen.orElse(null), weights, head.kind(), inspection.architecture(), head.task(), context, end,
                tokenizer, LicenceClaim.NONE, quantization, memory);
    }

    /** What the weights are: by their types where those tell, else by the file's name. */
    private static String quantization(WeightVariant chosen, WeightFacts weights) {
        String type = weights.mainType();
        if (chosen.format() != WeightFormat.ONNX) {
            return type.isEmpty() ? chosen.quantization() : type;
        }
        boolean isInt8 = chosen.quantization().isEmpty() && (type.equals("INT8") || type.equals("UINT8"));
        return type.equals("FLOAT") ? "fp32"
                : type.equals("FLOAT16") ? "fp16" : isInt8 ? "int8" : chosen.quantization();
    }

    /** A graph alone tells BERT by its weights' names. */
    private static JsonObject configOfGraph(WeightFacts weights) {
        boolean isBert = weights.onnx().isPresent() && weights.embeddingRows().isPresent();
        return isBert ? JsonObject.of("model_type", "bert") : JsonObject.EMPTY;
    }

    private static OptionalLong smaller(OptionalLong a, OptionalLong b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : OptionalLong.of(Math.min(a.getAsLong(), b.getAsLong()));
    }

    private void requireRows(TokenizerFacts tokenizer, OptionalLong rows, OptionalLong vocabulary) {
        OptionalLong known = rows.isPresent() ? rows : vocabulary;
        if (tokenizer.ids().isPresent() && known.isPresent() && tokenizer.ids().getAsLong() > known.getAsLong()) {
            problems.add(new Problem(Problem.TOKENIZER_MISMATCH,
                    "The tokenizer has " + tokenizer.ids().getAsLong() + " tokens, but the model has embeddings for "
                            + known.getAsLong() + ".",
                    "Choose the tokenizer.json that belongs to these weights."));
        }
    }

    private ImportPlan plan(WeightVariant chosen, WeightFacts weights, ModelKind kind, String architecture, String task,
            OptionalLong context, ImportPlan.Head head, TokenizerFacts tokenizer, LicenceClaim own, String quantization,
            MemoryEstimate memory) {
        LicenceClaim licence = licence(own);
        List<String> paths = new ArrayList<>();
        if (chosen != null) {
            for (ModelFile file : chosen.files()) {
                paths.add(file.path());
            }
        }
        return new ImportPlan(problems, kind, architecture, task,
                chosen == null ? Optional.empty() : Optional.of(chosen.format()),
                weights.parameters() > 0 ? OptionalLong.of(weights.parameters()) : OptionalLong.empty(), context,
                quantization, root, planned(), paths, licence, head, tokenizer, chatTemplate(kind, tokenizer),
                new Choices(weightFiles.variants(), options, kind, weights, memory).list(chosen),
                memory.toJson(options.availableBytes(), kind == ModelKind.GENERATOR ? options.bytesPerSecond()
                        : OptionalDouble.empty()));
    }

    private ImportPlan.ChatTemplate chatTemplate(ModelKind kind, TokenizerFacts tokenizer) {
        if (kind != ModelKind.GENERATOR || tokenizer.chatTemplate().isEmpty()) {
            return ImportPlan.ChatTemplate.NONE;
        }
        try {
            options.support().requireChatTemplate(tokenizer.chatTemplate().get());
            return ImportPlan.ChatTemplate.OK;
        } catch (TabitatException unsupported) {
            return ImportPlan.ChatTemplate.UNSUPPORTED;
        }
    }

    /** The claim of the hub's answer, the README, the tags, the file's own notes, in this order. */
    private LicenceClaim licence(LicenceClaim own) {
        LicenceClaim claim = options.hub().isPresent() ? LicenceClaim.ofCard(options.hub().get().card())
                : LicenceClaim.NONE;
        for (String name : List.of("README.md", "readme.md")) {
            if (small.has(name)) {
                needed.add(small.path(name));
                claim = claim.isNone() ? LicenceClaim.ofCard(LicenceClaim.frontMatter(text(name))) : claim;
            }
        }
        if (claim.isNone() && options.hub().isPresent()) {
            claim = LicenceClaim.ofTags(options.hub().get().tags());
        }
        claim = claim.isNone() ? own : claim;
        for (ModelFile file : files) {
            String upper = file.name().toUpperCase(Locale.ROOT);
            boolean isText = upper.startsWith("LICENSE") || upper.startsWith("LICENCE") || upper.startsWith("COPYING");
            if (file.folder().equals(root) && isText) {
                needed.add(file.path());
                return claim.withFile(file.path(), text(file.path().substring(root.length())));
            }
        }
        return claim;
    }

    /** The beginning of a text file; bytes that are not UTF-8, as at a cut, are replaced. */
    private String text(String name) {
        Slices file = small.open(name);
        byte[] head = file.read(0, (int) Math.min(TEXT_BYTES, file.length()));
        int end = head.length;
        while (end > 0 && (head[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        try {
            return Utf8.decode(head, 0, end > 0 && head[end - 1] < 0 ? end - 1 : end);
        } catch (DamagedData notUtf8) {
            return "";
        }
    }

    private List<ImportPlan.PlannedFile> planned() {
        List<ImportPlan.PlannedFile> planned = new ArrayList<>();
        for (ModelFile file : files) {
            boolean isNeeded = needed.contains(file.path());
            boolean isPickle = !isNeeded && weightFiles.pickles().contains(file);
            planned.add(new ImportPlan.PlannedFile(file, isNeeded,
                    isPickle ? "A pickle can run code when it is read." : ""));
        }
        return planned;
    }
}
