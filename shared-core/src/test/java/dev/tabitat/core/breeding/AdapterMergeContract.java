package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdaptedModel;
import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.AdapterPackageContract;
import dev.tabitat.core.adapter.AdapterSamples;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.BertByHand;
import dev.tabitat.core.adapter.Intervention;
import dev.tabitat.core.adapter.Lora;
import dev.tabitat.core.adapter.LowRankDelta;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.TensorLayout;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A merged stack is what the stack was on the activation path; the same bytes every time, and nothing else is touched. */
public final class AdapterMergeContract {

    private static final BertConfig CONFIG = BertContract.config(Op.Pooling.MEAN);
    private static final Modules MODULES = Modules.of(CONFIG);
    private static final int[] TEXT = {1, 9, 9, 29, 0, 3, 4, 2};
    private static final Digest DIGEST = Digest.of(new byte[] {1});
    private static final String QUERY = "encoder.layer.0.attention.self.query";

    private AdapterMergeContract() {
    }

    public static List<Contract> all() {
        return List.of(
                Contract.of("merge: in floats it is the activation path within rounding", AdapterMergeContract::floats),
                Contract.of("merge: quantized matrices are changed and quantized again", AdapterMergeContract::quantized),
                Contract.of("merge: the same bytes every time, the recipe says how", AdapterMergeContract::pure),
                Contract.of("merge: a descendant is a package of its own", AdapterMergeContract::packages),
                Contract.of("merge: what cannot be merged is refused", AdapterMergeContract::refused));
    }

    private static AdapterStack stack() {
        List<AdapterStack.Entry> entries = new ArrayList<>();
        double[] weights = {1, -0.5, 2, 0.5};
        List<Adapter> each = AdapterSamples.each(CONFIG, 40);
        for (int i = 0; i < weights.length; i++) {
            entries.add(new AdapterStack.Entry("a" + i, DIGEST, each.get(i), weights[i]));
        }
        return new AdapterStack(entries);
    }

    private static void floats(Check check) {
        Map<String, Tensor> base = BertContract.tensors(3);
        Map<String, Tensor> merged = AdapterMerge.merge(base, DIGEST, MODULES, stack()).tensors();
        BertEncoder encoder = BertContract.encoder(CONFIG, base);
        AdaptedModel adapted = AdaptedModel.of(encoder.graph(), MODULES, stack());
        float[] alongside;
        try (Session plain = new ReferenceBackend().open(encoder.graph(), encoder.weights()); Session session = plain.derive(adapted.graph(), adapted.added())) {
            alongside = session.run(BertContract.inputs(TEXT)).get(BertEncoder.EMBEDDINGS).toFloats();
        }
        float[] inside = run(merged);
        for (int i = 0; i < inside.length; i++) {
            check.near("number " + i, alongside[i], inside[i], 2e-6);
        }
        check.isTrue("and not what the base was", Math.abs(inside[0] - run(base)[0]) > 1e-3);
        Lora lora = AdapterSamples.lora(CONFIG, 4, 7);
        Map<String, Tensor> one = AdapterMerge.merge(base, DIGEST, MODULES, AdapterStack.of(new AdapterStack.Entry("a", DIGEST, lora, 0.5))).tensors();
        BertByHand byHand = new BertByHand(CONFIG, base);
        byHand.add(QUERY, 2 * 0.5, BertByHand.product(lora.pairs().get(QUERY).b().toFloats(), lora.pairs().get(QUERY).a().toFloats(), 4));
        float[] found = one.get(QUERY + ".weight").toFloats();
        for (int i = 0; i < found.length; i++) {
            check.isTrue("W + scale · B · A, rounded once, " + i, found[i] == (float) byHand.weights(QUERY)[i]);
        }
    }

    private static void quantized(Check check) {
        Lora lora = AdapterSamples.lora(CONFIG, 4, 7);
        AdapterStack stack = AdapterStack.of(new AdapterStack.Entry("a", DIGEST, lora, 1));
        double[][] delta = BertByHand.product(lora.pairs().get(QUERY).b().toFloats(), lora.pairs().get(QUERY).a().toFloats(), 4);
        Map<String, Tensor> large = BertContract.tensors(3);
        Map<String, float[]> inputs = Calibration.largestInputs(BertContract.encoder(CONFIG, large), List.of(BertContract.inputs(new int[] {1, 5, 6, 7, 2})));
        for (Quantizer.Kind kind : Quantizer.Kind.values()) {
            for (boolean isSmooth : new boolean[] {false, true}) {
                Map<String, Tensor> base = Quantizer.quantize(large, kind, isSmooth ? inputs : Map.of());
                AdapterMerge.Merged merged = AdapterMerge.merge(base, DIGEST, MODULES, stack);
                float[] before = matrix(base, kind);
                float[] after = matrix(merged.tensors(), kind);
                float[] smoothing = isSmooth ? base.get(QUERY + ".smoothing").toFloats() : new float[0];
                for (int i = 0; i < before.length; i++) {
                    double factor = isSmooth ? smoothing[i % 40] : 1;
                    double expected = before[i] * factor + 2 * delta[i / 40][i % 40];
                    // Half a step of int8; in int4, where a block's largest may be cut for the others, one of its coarsest.
                    double step = merged.tensors().get(QUERY + ".scale").toFloats()[i / 40] * (kind == Quantizer.Kind.INT8 ? 0.5001 : Quantization4.MOST) * factor;
                    check.near(kind + " weight " + i, expected, after[i] * factor, step);
                }
                check.equal("the same layout", TensorLayout.digest(base), TensorLayout.digest(merged.tensors()));
                check.equal("the kind is recorded", "[\"" + kind.id() + "\"]", merged.recipe().array("requantized").toString());
                for (String name : base.keySet()) {
                    boolean isChanged = lora.targets().contains(name.substring(0, name.lastIndexOf('.'))) && !name.endsWith(".smoothing") && !name.endsWith(".bias");
                    check.isTrue("untouched: " + name, isChanged || base.get(name) == merged.tensors().get(name));
                }
                run(merged.tensors());
            }
        }
    }

    private static float[] matrix(Map<String, Tensor> tensors, Quantizer.Kind kind) {
        Tensor values = tensors.get(QUERY + ".weight");
        Tensor scales = tensors.get(QUERY + ".scale");
        Quantization integers = kind == Quantizer.Kind.INT8 ? new Quantization(values, scales)
                : new Quantization4(40, values, tensors.get(QUERY + ".multiplier"), scales).expand();
        return integers.toFloats().toFloats();
    }

    private static void pure(Check check) {
        for (Map<String, Tensor> base : List.of(BertContract.tensors(3), Quantizer.quantize(BertContract.tensors(3), Quantizer.Kind.INT4))) {
            byte[] once = new Safetensors(AdapterMerge.merge(base, DIGEST, MODULES, stack()).tensors(), Map.of()).write();
            byte[] again = new Safetensors(AdapterMerge.merge(base, DIGEST, MODULES, stack()).tensors(), Map.of()).write();
            check.isTrue("the same bytes", Arrays.equals(once, again));
        }
        // The same on every machine: here and in a browser.
        Map<String, Tensor> plain = plain();
        LowRankDelta delta = new LowRankDelta(0.7, Map.of(QUERY, new LowRankDelta.Factors(numbers(4, 3, 40), numbers(5, 40, 3))));
        AdapterStack one = AdapterStack.of(new AdapterStack.Entry("a", DIGEST, delta, 0.3));
        Map<Quantizer.Kind, String> expected = Map.of(Quantizer.Kind.INT8, "efde8334efa2b9a16efdfb4f12d89ea513f665a6c4cca094012c37d0a1cbaf41", Quantizer.Kind.INT4, "5100b93d6339ed313acd598597c5b423d9b43f17eeb4bf39ba3432a0a0312051");
        check.equal("floats", "69bab7c0a44aafc18a8bb7946b2f9c1c4add57bcbfd06450cc60b9bafa3d7cc2", digest(AdapterMerge.merge(plain, DIGEST, MODULES, one)));
        expected.forEach((kind, digest) -> check.equal(kind + "", digest, digest(AdapterMerge.merge(Quantizer.quantize(plain, kind), DIGEST, MODULES, one))));
        JsonObject recipe = AdapterMerge.merge(BertContract.tensors(3), DIGEST, MODULES, stack()).recipe();
        check.equal("operator", "adapter_merge", recipe.string("operator"));
        check.equal("base", DIGEST.toString(), recipe.string("base"));
        check.equal("adapters in order", "a1", recipe.array("adapters").objects().get(1).string("adapter_id"));
        check.near("their weights", -0.5, recipe.array("adapters").objects().get(1).number("weight"), 0);
        check.equal("nothing requantized", 0, recipe.array("requantized").size());
        check.isTrue("an intervention changes a norm's beta", recipe.array("changed").strings().contains("encoder.layer.1.output.LayerNorm.bias"));
    }

    private static String digest(AdapterMerge.Merged merged) {
        return Digest.of(new Safetensors(merged.tensors(), Map.of()).write()).hex();
    }

    /** A matrix that every platform makes alike. */
    private static Map<String, Tensor> plain() {
        return Map.of(QUERY + ".weight", numbers(3, 40, 40));
    }

    private static Tensor numbers(int seed, int rows, int columns) {
        float[] values = new float[rows * columns];
        int state = seed;
        for (int i = 0; i < values.length; i++) {
            state = state * 1_664_525 + 1_013_904_223;
            values[i] = (state >> 8) / (float) (1 << 23);
        }
        return Tensor.ofFloats(Shape.of(rows, columns), values);
    }

    private static ModelPackage base(Map<String, Tensor> tensors) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of("format", "pt")).write());
        files.put(ModelPackage.ARCHITECTURE, Utf8.encode(CONFIG.write().toString()));
        files.put(ModelPackage.TOKENIZER, Utf8.encode("{}"));
        files.put(ModelPackage.LICENCE, Utf8.encode("MIT License"));
        Tensor embeddings = Tensor.ofFloats(Shape.of(1, 40), run(tensors));
        files.put(ModelPackage.KNOWN_ANSWERS, new KnownAnswers(BertContract.inputs(TEXT), embeddings).write());
        List<Descriptor> layers = new ArrayList<>();
        files.forEach((path, bytes) -> layers.add(Descriptor.ofFile(MediaTypes.WEIGHT, path, bytes)));
        Manifest manifest = AdapterPackageContract.base("q8", TensorLayout.digest(tensors), DIGEST);
        return ModelPackage.of(new Manifest(manifest.artifactType(), manifest.config(), layers, manifest.subject(), manifest.annotations()), files);
    }

    private static ModelPackage licensed(ModelPackage base, String licence) {
        Map<String, String> notes = new LinkedHashMap<>(base.manifest().annotations());
        notes.put(PackageAnnotations.LICENCE, licence);
        return ModelPackage.of(new Manifest(base.manifest().artifactType(), base.manifest().config(), base.manifest().layers(), base.manifest().subject(), notes), base.files());
    }

    private static MergedPackage merged(ModelPackage base, String name, String licence) {
        return MergedPackage.of(new MergedPackage.Facts(PackageName.parse(name), "Mine", "Knows our words.", licence), base, base.manifest().digest(), stack(),
                "2026-11-23T12:00:00Z");
    }

    private static void packages(Check check) {
        for (Map<String, Tensor> tensors : List.of(BertContract.tensors(3), Quantizer.quantize(BertContract.tensors(3), Quantizer.Kind.INT8))) {
            ModelPackage base = base(tensors);
            MergedPackage made = merged(base, "base:mine", "MIT");
            TextEncoder loaded = Models.encoder(made.asModel());
            check.equal("its known answers are right", Arrays.toString(loaded.known().embeddings().toFloats()),
                    Arrays.toString(run(Safetensors.read(made.files().get(ModelPackage.WEIGHTS)).tensors())));
            check.isTrue("and not its parent's", !Arrays.equals(loaded.known().embeddings().toFloats(), run(tensors)));
            check.equal("its parent", base.manifest().digest().toString(), made.manifest().annotation(PackageAnnotations.PARENT));
            check.equal("its parent's name", "base:q8", made.manifest().annotation(PackageAnnotations.PARENT_NAME));
            check.isTrue("its recipe", made.manifest().annotation(PackageAnnotations.RECIPE).startsWith("{\"operator\":\"adapter_merge\""));
            check.equal("the same layout", base.manifest().annotation(PackageAnnotations.TENSOR_LAYOUT), made.manifest().annotation(PackageAnnotations.TENSOR_LAYOUT));
            check.equal("the configuration is its manifest's", Digest.of(made.config()), made.manifest().config().digest());
            check.equal("the same again", made.manifest().digest(), merged(base, "base:mine", "MIT").manifest().digest());
            check.equal("parents", 5, made.genome().mergeParents().size());
            check.equal("genome as JSON and back", made.genome(), dev.tabitat.core.lineage.Genome.fromJson(made.genome().toJson()));
            check.fails("its parent's own name", InvalidInput.class, () -> merged(base, "base:q8", "MIT"));
            check.fails("a licence that is none", DamagedData.class, () -> merged(base, "base:mine", "MIT OR"));
            check.fails("a base whose licence allows no descendants", Refused.class, () -> merged(licensed(base, "CC-BY-ND-4.0"), "base:mine", "MIT"));
            check.equal("a base whose licence does", "MIT", merged(licensed(base, "Apache-2.0"), "base:mine", "MIT").manifest().annotation(PackageAnnotations.LICENCE));
        }
    }

    private static void refused(Check check) {
        Map<String, Tensor> base = BertContract.tensors(3);
        check.fails("nothing", InvalidInput.class, () -> AdapterMerge.merge(base, DIGEST, MODULES, AdapterStack.EMPTY));
        Intervention huge = new Intervention(1, Map.of(0, Tensor.ofFloats(Shape.of(40), filled(Float.MAX_VALUE))));
        check.fails("too strong", InvalidInput.class,
                () -> AdapterMerge.merge(base, DIGEST, MODULES, AdapterStack.of(new AdapterStack.Entry("a", DIGEST, huge, 2))));
        Map<String, Tensor> less = new LinkedHashMap<>(base);
        less.remove(QUERY + ".weight");
        check.fails("a base that lacks a matrix", DamagedData.class, () -> AdapterMerge.merge(less, DIGEST, MODULES, stack()));
        less.put(QUERY + ".weight", Tensor.ofFloats(Shape.of(40, 4), new float[160]));
        check.fails("a base with another", DamagedData.class, () -> AdapterMerge.merge(less, DIGEST, MODULES, stack()));
        BertConfig narrow = new BertConfig(32, 2, 4, 72, 30, 16, 1e-12, Op.Pooling.MEAN, true, 12);
        check.fails("another base", Incompatible.class, () -> AdapterMerge.merge(base, DIGEST, Modules.of(narrow), stack()));
    }

    private static float[] filled(float value) {
        float[] values = new float[40];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] run(Map<String, Tensor> tensors) {
        BertEncoder encoder = BertContract.encoder(CONFIG, tensors);
        try (Session session = new ReferenceBackend().open(encoder.graph(), encoder.weights())) {
            return session.run(BertContract.inputs(TEXT)).get(BertEncoder.EMBEDDINGS).toFloats();
        }
    }
}
