package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.examples.Split;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.fitness.Temperature;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.AdapterSpec;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.CharNgramMaxent;
import dev.tabitat.core.model.CharNgramMlp;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.TensorLayout;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.specialist.LinearHead;
import dev.tabitat.core.specialist.Specialist;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.training.AdapterTrainer;
import dev.tabitat.core.training.HeadTrainer;
import dev.tabitat.core.training.ProgressListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes descendants by their recipes: the same bytes from the same parents, examples and recipe, in a tab or anywhere
 * else. Bases stay open between recipes; close it when done.
 */
public final class Breeder implements AutoCloseable {

    private static final String LIMITS = "Made from a person's examples. It is evaluated in its scorecard, which is not part of the package.";
    private static final int CALIBRATION_TEXTS = 32;
    private static final int MAX_BASES = 2;

    private final ParentModels stock;
    private final Map<Digest, Base> bases = new LinkedHashMap<>();
    private final Map<Digest, Split> splits = new LinkedHashMap<>();

    public Breeder(ParentModels stock) {
        this.stock = stock;
    }

    /** The state of an adapter's training, from which it can be resumed. */
    public record Progress(Optional<byte[]> resume, AdapterTrainer.CheckpointListener keeper) {

        public static final Progress NONE = new Progress(Optional.empty(), AdapterTrainer.CheckpointListener.NONE);
    }

    Base base(Digest digest) {
        Base known = bases.remove(digest);
        if (known == null) {
            if (bases.size() >= MAX_BASES) {
                bases.remove(bases.keySet().iterator().next()).close();
            }
            known = new Base(digest, stock.find(digest), stock.backend());
        }
        bases.put(digest, known);
        return known;
    }

    /** The parts of a data set. */
    public Split split(Digest examples) {
        // No computeIfAbsent: reading examples may wait, and callbacks of the library that wait make all its callers
        // fibers.
        Split split = splits.get(examples);
        if (split == null) {
            split = Split.of(stock.examples(examples).requireEnough());
            splits.put(examples, split);
        }
        return split;
    }

    private List<String> labels(Digest examples) {
        return stock.examples(examples).labels();
    }

    /**
     * @throws Incompatible when parents do not fit together
     * @throws Unsupported when an operator has no meaning for a parent's kind
     * @throws InvalidInput when there is too little to learn from, or weights cannot be merged by
     */
    public BreedingResult breed(Recipe recipe, BreedingResult.Facts facts, Progress progress, ProgressListener watch) {
        if (recipe instanceof Recipe.TrainHead train) {
            return trainHead(train, facts, watch);
        }
        if (recipe instanceof Recipe.TrainAdapter train) {
            return trainAdapter(train, facts, progress, watch);
        }
        if (recipe instanceof Recipe.Distil distil) {
            return distil(distil, facts, watch);
        }
        if (recipe instanceof Recipe.Quantize quantize) {
            return quantize(quantize, facts, watch);
        }
        if (recipe instanceof Recipe.RouteSpecialize route) {
            return specialize(route, facts);
        }
        List<BreedingResult.Parent> parents = parents(recipe);
        List<Genes> genes = new ArrayList<>();
        for (BreedingResult.Parent parent : parents) {
            genes.add(Genes.of(parent.files()));
            genes.get(0).requireFits(genes.get(genes.size() - 1));
        }
        double[] values = values(recipe, genes);
        return rebuilt(recipe, facts, parents, genes.get(0), genes.get(0).with(values), genes.get(0).labels(),
                adapter(recipe, parents));
    }

    /**
     * Makes a descendant again from what its manifest says.
     *
     * @param manifest of the descendant
     * @throws InvalidInput when it was not bred here
     */
    public BreedingResult replay(Manifest manifest, ProgressListener watch) {
        String recipe = manifest.findAnnotation(PackageAnnotations.RECIPE)
                .orElseThrow(() -> new InvalidInput("The package does not record how it was made.",
                        Finding.at(manifest.name() + ", annotation " + PackageAnnotations.RECIPE).expected("a recipe")
                                .found("nothing")));
        return breed(Recipe.read(JsonReader.readObject(recipe, JsonLimits.DEFAULT)), BreedingResult.Facts.of(manifest),
                Progress.NONE, watch);
    }

    private List<BreedingResult.Parent> parents(Recipe recipe) {
        List<BreedingResult.Parent> parents = new ArrayList<>();
        for (Digest digest : recipe.parents()) {
            parents.add(new BreedingResult.Parent(digest, stock.find(digest)));
        }
        return parents;
    }

    private static String architecture(ModelPackage files) {
        return JsonReader.readObject(files.file(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT).string("architecture");
    }

    private BreedingResult trainHead(Recipe.TrainHead recipe, BreedingResult.Facts facts, ProgressListener watch) {
        Split split = split(recipe.examples());
        List<String> labels = labels(recipe.examples());
        List<BreedingResult.Parent> parents = parents(recipe);
        HeadTrainer.Settings settings = new HeadTrainer.Settings(recipe.seed(), recipe.rate(), recipe.decay(),
                recipe.balanced());
        ModelPackage files = parents.get(0).files();
        if (architecture(files).equals(CharNgramMlp.ID)) {
            return trainOutput(recipe, facts, parents, split, labels, settings, watch);
        }
        Base base = base(recipe.base());
        HeadTrainer.Part train = new HeadTrainer.Part(base.embeddings(split.train(), watch), base.encoder().width(),
                answers(split.train()));
        HeadTrainer.Part select = new HeadTrainer.Part(base.embeddings(split.select(), watch), base.encoder().width(),
                answers(split.select()));
        LinearHead head = HeadTrainer.train(labels, train, select, settings, watch);
        return specialist(recipe, facts, parents, base, tempered(head, select), Optional.empty());
    }

    private static List<String> answers(List<Example> examples) {
        List<String> answers = new ArrayList<>();
        examples.forEach(example -> answers.add(example.label()));
        return answers;
    }

    private static LinearHead tempered(LinearHead head, HeadTrainer.Part select) {
        List<double[]> probabilities = new ArrayList<>();
        for (int i = 0; i < select.answers().size(); i++) {
            probabilities.add(head.probabilities(select.values(), i * head.width()));
        }
        return head.withTemperature(Temperature.fit(new Predictions(head.labels(), select.answers(), probabilities)));
    }

    private BreedingResult specialist(Recipe recipe, BreedingResult.Facts facts, List<BreedingResult.Parent> parents,
            Base base, LinearHead head, Optional<Adapter> adapter) {
        Manifest ofBase = base.files().manifest();
        Specialist made = new Specialist(base.digest(), ofBase.name().toString(), head, adapter);
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.BASE, base.digest().toString());
        notes.put(PackageAnnotations.BASE_NAME, ofBase.name().toString());
        Map<String, Tensor> all = new TreeMap<>(head.tensors());
        adapter.ifPresent(one -> all.putAll(one.tensors()));
        notes.put(PackageAnnotations.TENSOR_LAYOUT, TensorLayout.digest(all).toString());
        ofBase.findAnnotation(PackageAnnotations.TOKENIZER)
                .ifPresent(tokenizer -> notes.put(PackageAnnotations.TOKENIZER, tokenizer));
        ofBase.findAnnotation(PackageAnnotations.MAX_TOKENS)
                .ifPresent(most -> notes.put(PackageAnnotations.MAX_TOKENS, most));
        long bytes = 0;
        for (Tensor tensor : all.values()) {
            bytes += tensor.byteLength();
        }
        notes.put(PackageAnnotations.MEMORY_ESTIMATE, Long.toString(bytes));
        notes.put(PackageAnnotations.LABELS, Integer.toString(head.labels().size()));
        List<AdapterSpec> specs = adapter
                .map(one -> List.of(AdapterSpec.of(facts.name().toString(), one, base.modules(),
                        Digest.parse(ofBase.annotation(PackageAnnotations.TENSOR_LAYOUT)))))
                .orElse(List.of());
        return BreedingResult.pack(facts, recipe, parents, Specialist.ID, made.files(), notes, specs,
                LIMITS + " It needs its base, " + ofBase.name()
                        + ", and says nothing useful of texts that are none of its labels.");
    }

    private BreedingResult trainAdapter(Recipe.TrainAdapter recipe, BreedingResult.Facts facts, Progress progress,
            ProgressListener watch) {
        Split split = split(recipe.examples());
        List<String> labels = labels(recipe.examples());
        Base base = base(recipe.base());
        AdapterTrainer.Settings settings = new AdapterTrainer.Settings(recipe.kind(), recipe.seed(), recipe.layers(),
                recipe.rank(), recipe.rate(), recipe.headRate());
        AdapterTrainer trainer = new AdapterTrainer(labels, base.config(), base.tensors(), settings, stock.products());
        HeadTrainer.Part train = new HeadTrainer.Part(base.embeddings(split.train(), watch), base.encoder().width(),
                answers(split.train()));
        HeadTrainer.Part select = new HeadTrainer.Part(base.embeddings(split.select(), watch), base.encoder().width(),
                answers(split.select()));
        LinearHead start = HeadTrainer.train(labels, train, select, HeadTrainer.Settings.of(recipe.seed()), watch);
        int first = AdapterTrainer.firstLayer(base.config(), settings);
        AdapterTrainer.Trained trained = trainer.train(
                new AdapterTrainer.Part(base.states(split.train(), first, watch), answers(split.train())),
                new AdapterTrainer.Part(base.states(split.select(), first, watch), answers(split.select())), start,
                progress.resume(), progress.keeper(), watch);
        AdapterStack stack = AdapterStack.of(new AdapterStack.Entry("trained", recipe.base(), trained.adapter(), 1));
        List<String> texts = new ArrayList<>();
        split.select().forEach(example -> texts.add(example.text()));
        // The head meets the encoder as it runs: where that is quantized, training saw what its integers stand for.
        HeadTrainer.Part seen = new HeadTrainer.Part(base.embeddings(texts, stack, watch), base.encoder().width(),
                answers(split.select()));
        return specialist(recipe, facts, parents(recipe), base, tempered(trained.head(), seen),
                Optional.of(trained.adapter()));
    }

    /** The hidden layer of a small network stays; another output layer is learnt above it. */
    private BreedingResult trainOutput(Recipe.TrainHead recipe, BreedingResult.Facts facts,
            List<BreedingResult.Parent> parents, Split split, List<String> labels, HeadTrainer.Settings settings,
            ProgressListener watch) {
        ModelPackage files = parents.get(0).files();
        CharNgramMlp network = (CharNgramMlp) Models.classifier(files);
        Graph graph = new Graph(network.graph().nodes(), List.of("hidden"));
        LinearHead head;
        try (Session session = stock.backend().open(graph, network.weights())) {
            int width = network.weights().get("hidden.bias").elements();
            HeadTrainer.Part train = new HeadTrainer.Part(hidden(network, session, split.train(), width), width,
                    answers(split.train()));
            HeadTrainer.Part select = new HeadTrainer.Part(hidden(network, session, split.select(), width), width,
                    answers(split.select()));
            head = HeadTrainer.train(labels, train, select, settings, watch);
            // The softmax of the network has no temperature: it goes into the weights.
            double temperature = tempered(head, select).temperature();
            head = scaled(head, 1 / temperature);
        }
        Map<String, Tensor> tensors = new TreeMap<>(Safetensors.read(files.file(ModelPackage.WEIGHTS)).tensors());
        Genes.put(tensors, "output", head.tensors().get(LinearHead.WEIGHT));
        tensors.put("output.bias", head.tensors().get(LinearHead.BIAS));
        return network(recipe, facts, parents, files, tensors, labels);
    }

    private static LinearHead scaled(LinearHead head, double factor) {
        float[] weights = new float[head.weights().length];
        float[] bias = new float[head.bias().length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (head.weights()[i] * factor);
        }
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) (head.bias()[i] * factor);
        }
        return new LinearHead(head.labels(), head.width(), weights, bias, 1);
    }

    private static float[] hidden(CharNgramMlp network, Session session, List<Example> examples, int width) {
        float[] rows = new float[examples.size() * width];
        for (int i = 0; i < examples.size(); i++) {
            System.arraycopy(session.run(network.features(examples.get(i).text())).get("hidden").toFloats(), 0, rows,
                    i * width, width);
        }
        return rows;
    }

    /** A network of n-grams with other weights or labels. */
    private BreedingResult network(Recipe recipe, BreedingResult.Facts facts, List<BreedingResult.Parent> parents,
            ModelPackage files, Map<String, Tensor> tensors, List<String> labels) {
        JsonObject architecture = JsonReader.readObject(files.file(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT)
                .with("labels", JsonArray.ofStrings(labels));
        Map<String, byte[]> made = new LinkedHashMap<>();
        made.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        made.put(ModelPackage.ARCHITECTURE, CanonicalJson.bytes(architecture));
        made.put(ModelPackage.VOCABULARY, files.file(ModelPackage.VOCABULARY));
        String id = architecture.string("architecture");
        return BreedingResult.pack(facts, recipe, parents, id, made,
                networkNotes(made, tensors, labels, id.equals(CharNgramMlp.ID) ? "int8" : "none"), List.of(), LIMITS);
    }

    private static Map<String, String> networkNotes(Map<String, byte[]> made, Map<String, Tensor> tensors,
            List<String> labels, String quantization) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.TENSOR_LAYOUT, TensorLayout.digest(tensors).toString());
        notes.put(PackageAnnotations.TOKENIZER, Digest.of(made.get(ModelPackage.VOCABULARY)).toString());
        notes.put(PackageAnnotations.QUANTIZATION, quantization);
        notes.put(PackageAnnotations.LABELS, Integer.toString(labels.size()));
        long bytes = 4L * made.get(ModelPackage.VOCABULARY).length;
        for (Tensor tensor : tensors.values()) {
            bytes += 4L * tensor.elements();
        }
        notes.put(PackageAnnotations.MEMORY_ESTIMATE, Long.toString(bytes));
        return notes;
    }

    private BreedingResult distil(Recipe.Distil recipe, BreedingResult.Facts facts, ProgressListener watch) {
        Split split = split(recipe.examples());
        List<BreedingResult.Parent> parents = parents(recipe);
        Predictions taught = predict(recipe.teacher(), split.train(), watch);
        List<String> labels = labels(recipe.examples());
        if (!taught.labels().equals(labels)) {
            throw new Incompatible("The teacher has other labels.",
                    Finding.at("distil").expected(labels).found(taught.labels()));
        }
        List<double[]> targets = new ArrayList<>();
        for (int i = 0; i < taught.n(); i++) {
            double[] target = new double[labels.size()];
            for (int label = 0; label < target.length; label++) {
                target[label] = (1 - recipe.hard()) * taught.probabilities().get(i)[label]
                        + (labels.get(label).equals(taught.right().get(i)) ? recipe.hard() : 0);
            }
            targets.add(target);
        }
        Map<String, byte[]> made = NgramStudent.train(labels, split.train(), targets, recipe.seed(), watch);
        return BreedingResult.pack(facts, recipe, parents, CharNgramMaxent.ID, made,
                networkNotes(made, Safetensors.read(made.get(ModelPackage.WEIGHTS)).tensors(), labels, "none"),
                List.of(), LIMITS + " It needs no base.");
    }

    private BreedingResult quantize(Recipe.Quantize recipe, BreedingResult.Facts facts, ProgressListener watch) {
        List<BreedingResult.Parent> parents = parents(recipe);
        ModelPackage files = parents.get(0).files();
        if (!architecture(files).equals(BertConfig.ID)) {
            throw new Unsupported("Only encoders in full precision are quantized here.",
                    Finding.at("quantize, parent").expected(BertConfig.ID).found(architecture(files)));
        }
        Quantizer.Kind kind = Quantizer.Kind.parse(recipe.kind());
        TextEncoder whole = Models.encoder(files);
        BertConfig config = whole.config();
        Safetensors weights = Safetensors.read(files.file(ModelPackage.WEIGHTS));
        List<Map<String, Tensor>> inputs = new ArrayList<>();
        List<Example> train = split(recipe.examples()).train();
        for (Example example : train.subList(0, Math.min(CALIBRATION_TEXTS, train.size()))) {
            int[] ids = whole.tokenizer().encode(example.text(), 64).ids();
            int[] places = new int[ids.length];
            for (int i = 0; i < places.length; i++) {
                places[i] = i;
            }
            inputs.add(EncoderRunner.inputs(ids, places, new int[]{0, ids.length}));
            watch.step("calibrate", inputs.size(), CALIBRATION_TEXTS);
        }
        Map<String, Tensor> made = Quantizer.quantize(weights.tensors(), kind,
                Calibration.largestInputs(BertEncoder.of(config, weights), inputs));
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(ModelPackage.WEIGHTS, new Safetensors(made, weights.metadata()).write());
        all.put(ModelPackage.ARCHITECTURE, files.file(ModelPackage.ARCHITECTURE));
        all.put(ModelPackage.TOKENIZER, files.file(ModelPackage.TOKENIZER));
        KnownAnswers asked = KnownAnswers.read(files.file(ModelPackage.KNOWN_ANSWERS), config.hidden());
        BertEncoder smaller = BertEncoder.of(config, new Safetensors(made, Map.of()));
        try (Session session = new ReferenceBackend().open(smaller.graph(), smaller.weights())) {
            all.put(ModelPackage.KNOWN_ANSWERS,
                    new KnownAnswers(asked.inputs(), session.run(asked.inputs()).get(BertEncoder.EMBEDDINGS)).write());
        }
        Map<String, String> notes = new LinkedHashMap<>();
        for (String key : List.of(PackageAnnotations.CONTRACT, PackageAnnotations.TOKENIZER,
                PackageAnnotations.ACTIVATION_ESTIMATE, PackageAnnotations.ACTIVATION_ROW,
                PackageAnnotations.MAX_TOKENS)) {
            files.manifest().findAnnotation(key).ifPresent(value -> notes.put(key, value));
        }
        long bytes = 0;
        for (Tensor tensor : smaller.weights().values()) {
            bytes += tensor.byteLength();
        }
        notes.put(PackageAnnotations.MEMORY_ESTIMATE, Long.toString(bytes));
        notes.put(PackageAnnotations.QUANTIZATION, kind.id());
        notes.put(PackageAnnotations.TENSOR_LAYOUT, TensorLayout.digest(made).toString());
        return BreedingResult.pack(facts, recipe, parents, BertConfig.ID, all, notes, List.of(), LIMITS);
    }

    private BreedingResult specialize(Recipe.RouteSpecialize recipe, BreedingResult.Facts facts) {
        List<BreedingResult.Parent> parents = parents(recipe);
        ModelPackage files = parents.get(0).files();
        Genes genes = Genes.of(files);
        List<Integer> rows = new ArrayList<>();
        for (String label : recipe.labels()) {
            int row = genes.labels().indexOf(label);
            if (row < 0 || rows.contains(row)) {
                throw new InvalidInput("A specialist can keep only labels that its parent has, each once.",
                        Finding.at("route_specialize, labels")
                                .expected("some of " + genes.labels().size() + " labels").found(label));
            }
            rows.add(row);
        }
        if (genes.architecture().equals(Specialist.ID)) {
            Specialist parent = Specialist.read(files);
            LinearHead head = LinearHead.of(recipe.labels(), parent.head().width(), parent.head().temperature(), Map.of(
                    LinearHead.WEIGHT, Genes.rows(genes.tensor(LinearHead.WEIGHT), rows), LinearHead.BIAS,
                    Genes.rows(genes.tensor(LinearHead.BIAS), rows)));
            return specialist(recipe, facts, parents, base(parent.base()), head, parent.adapter());
        }
        Map<String, Tensor> tensors = new TreeMap<>();
        if (genes.architecture().equals(CharNgramMlp.ID)) {
            tensors.putAll(Safetensors.read(files.file(ModelPackage.WEIGHTS)).tensors());
            Genes.put(tensors, "output", Genes.rows(genes.tensor("output.weight"), rows));
            tensors.put("output.bias", Genes.rows(genes.tensor("output.bias"), rows));
        } else {
            tensors.putAll(someColumns(genes, rows));
        }
        return network(recipe, facts, parents, files, tensors, recipe.labels());
    }

    /** Sparse rows with some of their columns. */
    private static Map<String, Tensor> someColumns(Genes genes, List<Integer> rows) {
        int[] offsets = genes.fixedTensor("row_offsets").toInts();
        int[] columns = genes.fixedTensor("columns").toInts();
        float[] weights = genes.tensor("weights").toFloats();
        int[] newOffsets = new int[offsets.length];
        byte[] newColumns = new byte[columns.length];
        float[] newWeights = new float[weights.length];
        int at = 0;
        for (int row = 0; row + 1 < offsets.length; row++) {
            for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                int column = rows.indexOf(columns[i]);
                if (column >= 0) {
                    newColumns[at] = (byte) column;
                    newWeights[at++] = weights[i];
                }
            }
            newOffsets[row + 1] = at;
        }
        byte[] keptColumns = new byte[at];
        float[] keptWeights = new float[at];
        System.arraycopy(newColumns, 0, keptColumns, 0, at);
        System.arraycopy(newWeights, 0, keptWeights, 0, at);
        return Map.of("row_offsets", Tensor.ofInts(Shape.of(newOffsets.length), newOffsets), "columns",
                Tensor.ofBytes(DType.U8, Shape.of(at), keptColumns),
                "weights", Tensor.ofFloats(Shape.of(at), keptWeights), "bias", Genes.rows(genes.tensor("bias"), rows));
    }

    private double[] values(Recipe recipe, List<Genes> genes) {
        List<double[]> vectors = new ArrayList<>();
        genes.forEach(one -> vectors.add(one.values()));
        if (recipe instanceof Recipe.Merge merge) {
            return merged(merge, vectors, genes.get(0));
        }
        if (recipe instanceof Recipe.Crossover cross) {
            int[] units = genes.get(0).units();
            int most = 0;
            for (int unit : units) {
                most = Math.max(most, unit);
            }
            SplitMix64 random = new SplitMix64(cross.seed());
            boolean[] fromSecond = new boolean[most + 1];
            for (int unit = 0; unit <= most; unit++) {
                fromSecond[unit] = random.nextDouble() < 0.5;
            }
            double[] crossed = vectors.get(0).clone();
            for (int i = 0; i < crossed.length; i++) {
                crossed[i] = fromSecond[units[i]] ? vectors.get(1)[i] : crossed[i];
            }
            return crossed;
        }
        if (recipe instanceof Recipe.Mutate mutate) {
            return Merging.mutated(vectors.get(0), mutate.share(), mutate.strength(), new SplitMix64(mutate.seed()));
        }
        if (recipe instanceof Recipe.Prune prune) {
            return pruned(vectors.get(0), genes.get(0).matrices(), prune.sparsity());
        }
        throw new IllegalStateException(recipe.operator());
    }

    private double[] merged(Recipe.Merge merge, List<double[]> vectors, Genes shape) {
        double[] ancestor = new double[vectors.get(0).length];
        if (merge.ancestor().isPresent()) {
            Genes genes = Genes.of(stock.find(merge.ancestor().get()));
            shape.requireFits(genes);
            ancestor = genes.values();
        }
        return switch (merge.method()) {
            case LINEAR -> Merging.linear(vectors, merge.weights());
            case SLERP -> Merging.slerp(vectors.get(0), vectors.get(1), merge.weights().get(1));
            case TASK_ARITHMETIC -> Merging.taskArithmetic(ancestor, vectors, merge.weights());
            case TIES -> Merging.ties(ancestor, vectors, merge.weights(), merge.density());
            case DARE -> Merging.dare(ancestor, vectors, merge.weights(), merge.density(), merge.seed());
        };
    }

    /** Of each matrix the smallest share is set to zero. */
    private static double[] pruned(double[] values, int[] matrices, double sparsity) {
        double[] pruned = values.clone();
        int last = 0;
        for (int matrix : matrices) {
            last = Math.max(last, matrix);
        }
        for (int matrix = 0; matrix <= last; matrix++) {
            int count = 0;
            for (int of : matrices) {
                count += of == matrix ? 1 : 0;
            }
            if (count == 0) {
                continue;
            }
            double[] part = new double[count];
            int at = 0;
            for (int i = 0; i < values.length; i++) {
                if (matrices[i] == matrix) {
                    part[at++] = values[i];
                }
            }
            double[] kept = Merging.trimmed(part, 1 - sparsity);
            at = 0;
            for (int i = 0; i < values.length; i++) {
                if (matrices[i] == matrix) {
                    pruned[i] = kept[at++];
                }
            }
        }
        return pruned;
    }

    /**
     * Parents with adapters give theirs on where all have the same; sums of adapters are made when merging linearly.
     */
    private Optional<Adapter> adapter(Recipe recipe, List<BreedingResult.Parent> parents) {
        List<Specialist> specialists = new ArrayList<>();
        for (BreedingResult.Parent parent : parents) {
            if (architecture(parent.files()).equals(Specialist.ID)) {
                specialists.add(Specialist.read(parent.files()));
            }
        }
        boolean anyAdapter = specialists.stream().anyMatch(one -> one.adapter().isPresent());
        if (!anyAdapter) {
            return Optional.empty();
        }
        if (specialists.size() == 1) {
            return specialists.get(0).adapter();
        }
        if (recipe instanceof Recipe.Merge merge && merge.method() == Recipe.Method.LINEAR) {
            List<Optional<Adapter>> adapters = new ArrayList<>();
            specialists.forEach(one -> adapters.add(one.adapter()));
            return AdapterSum.of(adapters, merge.weights(), Modules.of(base(specialists.get(0).base()).encoder()));
        }
        throw new Incompatible("Parents with adapters are merged as weighted sums only.",
                Finding.at("merge").expected("the method linear").found(recipe.operator()));
    }

    private BreedingResult rebuilt(Recipe recipe, BreedingResult.Facts facts, List<BreedingResult.Parent> parents,
            Genes genes, Map<String, Tensor> tensors, List<String> labels,
            Optional<Adapter> adapter) {
        if (genes.architecture().equals(Specialist.ID)) {
            Specialist first = Specialist.read(parents.get(0).files());
            return specialist(recipe, facts, parents, base(first.base()),
                    LinearHead.of(labels, first.head().width(), first.head().temperature(), tensors), adapter);
        }
        return network(recipe, facts, parents, parents.get(0).files(), tensors, labels);
    }

    /**
     * What a model says of examples, in the bits of the plain kernels.
     *
     * @param manifest of a specialist or a classifier
     */
    public Predictions predict(Digest manifest, List<Example> examples, ProgressListener watch) {
        return predict(manifest, stock.find(manifest), examples, watch);
    }

    /** The same of one that is not in stock yet. */
    public Predictions predict(Digest manifest, ModelPackage files, List<Example> examples, ProgressListener watch) {
        List<String> right = answers(examples);
        List<double[]> probabilities = new ArrayList<>();
        if (architecture(files).equals(Specialist.ID)) {
            Specialist specialist = Specialist.read(files);
            Base base = base(specialist.base());
            List<String> texts = new ArrayList<>();
            examples.forEach(example -> texts.add(example.text()));
            float[] rows = specialist.adapter().isPresent() ? base.embeddings(texts, specialist.stack(manifest), watch)
                    : base.embeddings(examples, watch);
            for (int i = 0; i < examples.size(); i++) {
                probabilities.add(specialist.head().probabilities(rows, i * base.encoder().width()));
            }
            return predictions(specialist.head().labels(), right, probabilities);
        }
        TextClassifier classifier = Models.classifier(files);
        try (Session session = stock.backend().open(classifier.graph(), classifier.weights())) {
            for (int i = 0; i < examples.size(); i++) {
                float[] scores = classifier.scores(
                        session.run(classifier.features(examples.get(i).text())).get(TextClassifier.SCORES).toFloats());
                double[] p = new double[scores.length];
                for (int label = 0; label < p.length; label++) {
                    p[label] = scores[label];
                }
                probabilities.add(p);
                watch.step("answer", i + 1, examples.size());
            }
        }
        return predictions(classifier.labels(), right, probabilities);
    }

    /** Labels that the model does not know are added, with no probability. */
    private static Predictions predictions(List<String> known, List<String> right, List<double[]> probabilities) {
        List<String> labels = new ArrayList<>(known);
        for (String label : right) {
            if (!labels.contains(label)) {
                labels.add(label);
            }
        }
        if (labels.size() > known.size()) {
            probabilities.replaceAll(p -> java.util.Arrays.copyOf(p, labels.size()));
        }
        return new Predictions(labels, right, probabilities);
    }

    /**
     * How long single answers take, warm, and what is held.
     *
     * @param nanos a clock that never goes back
     */
    public Timed time(Digest manifest, ModelPackage files, List<String> texts, LongSupplier nanos) {
        long start = nanos.getAsLong();
        if (!architecture(files).equals(Specialist.ID)) {
            TextClassifier classifier = Models.classifier(files);
            try (Session session = stock.backend().open(classifier.graph(), classifier.weights())) {
                return timed(texts, nanos, start, text -> session.run(classifier.features(text)), session.memoryBytes(),
                        0);
            }
        }
        Specialist specialist = Specialist.read(files);
        Base base = base(specialist.base());
        if (specialist.adapter().isEmpty()) {
            return timed(texts, nanos, start,
                    text -> specialist.head().probabilities(base.embedding(text, base.session()), 0),
                    base.memoryBytes(), base.files().manifest().totalBytes());
        }
        try (Session adapted = base.adapted(specialist.stack(manifest))) {
            return timed(texts, nanos, start, text -> specialist.head().probabilities(base.embedding(text, adapted), 0),
                    base.memoryBytes() + adapted.memoryBytes(),
                    base.files().manifest().totalBytes());
        }
    }

    /** @param baseBytes of the base's package; 0 without one */
    public record Timed(double[] millis, double loadMillis, long memoryBytes, long baseBytes) {
    }

    private static Timed timed(List<String> texts, LongSupplier nanos, long start, Consumer<String> answer, long memory,
            long baseBytes) {
        answer.accept(texts.get(0));
        double load = (nanos.getAsLong() - start) / 1e6;
        answer.accept(texts.get(0));
        double[] millis = new double[texts.size()];
        for (int i = 0; i < millis.length; i++) {
            long before = nanos.getAsLong();
            answer.accept(texts.get(i));
            millis[i] = (nanos.getAsLong() - before) / 1e6;
        }
        return new Timed(millis, load, memory, baseBytes);
    }

    /** The examples of a data set. */
    public Examples examples(Digest digest) {
        return stock.examples(digest);
    }

    @Override
    public void close() {
        bases.values().forEach(Base::close);
        bases.clear();
    }
}
