package dev.tabitat.core.importing;

import static dev.tabitat.core.importing.ModelSamples.miniLm;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.SparseFile;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights are converted some rows at a time, with the bytes that a conversion in one piece has; packages keep
 * originals.
 */
public final class ConversionContract {

    private ConversionContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("import: a conversion in pieces equals one in memory", ConversionContract::sameBytes),
                Contract.of("import: half precision and int8 are read as the numbers they are",
                        ConversionContract::types),
                Contract.of("import: a survey finds the matrices that int4 would spoil", ConversionContract::survey),
                Contract.of("import: what cannot be converted is refused by name", ConversionContract::refusals),
                Contract.of("import: large weights are never in memory whole", ConversionContract::inPieces),
                Contract.of("import: a package keeps the model's file byte for byte", ConversionContract::packages));
    }

    private static Tensor random(SplitMix64 random, int... dims) {
        float[] values = new float[Shape.of(dims).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return Tensor.ofFloats(Shape.of(dims), values);
    }

    /** Larger than one chunk, so that rows of a matrix come in several pieces. */
    private static Map<String, Tensor> model() {
        SplitMix64 random = new SplitMix64(7);
        Map<String, Tensor> model = new LinkedHashMap<>();
        model.put("embeddings.word_embeddings.weight", random(random, 1300, 600));
        model.put("embeddings.position_embeddings.weight", random(random, 16, 600));
        model.put("layer.0.dense.weight", random(random, 7, 33));
        model.put("layer.0.dense.bias", random(random, 7));
        return model;
    }

    private static Slices file(Map<String, Tensor> tensors) {
        return Slices.of(new Safetensors(tensors, Map.of()).write());
    }

    private static byte[] converted(WeightSource source, WeightRecipe recipe) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WeightConversion conversion = WeightConversion.of(source, recipe, Map.of("format", "pt"));
        conversion.run(bytes -> out.write(bytes, 0, bytes.length));
        if (out.size() != conversion.bytes()) {
            throw new AssertionError("planned " + conversion.bytes() + ", written " + out.size());
        }
        return out.toByteArray();
    }

    private static void sameBytes(Check check) {
        Map<String, Tensor> model = model();
        Map<String, Tensor> first = new LinkedHashMap<>(model);
        Map<String, Tensor> second = new LinkedHashMap<>();
        second.put("layer.0.dense.weight", first.remove("layer.0.dense.weight"));
        WeightSource source = WeightSource.open(List.of(file(first), file(second)));
        for (Quantizer.Kind kind : Quantizer.Kind.values()) {
            Safetensors pieces = Safetensors.read(converted(source, WeightRecipe.of(Precision.parse(kind.id()))));
            Map<String, Tensor> whole = Quantizer.quantize(model, kind);
            check.equal(kind + " names", whole.keySet(), pieces.tensors().keySet());
            for (String name : whole.keySet()) {
                Tensor expected = whole.get(name);
                check.equal(kind + " " + name, expected.dtype() + " " + expected.shape(),
                        pieces.tensor(name).dtype() + " " + pieces.tensor(name).shape());
                check.isTrue(kind + " bytes of " + name,
                        Arrays.equals(expected.toBytes(), pieces.tensor(name).toBytes()));
            }
        }
        Safetensors floats = Safetensors.read(converted(source, WeightRecipe.of(Precision.FLOAT32)));
        for (String name : model.keySet()) {
            check.isTrue(name, Arrays.equals(model.get(name).toBytes(), floats.tensor(name).toBytes()));
        }
    }

    private static void types(Check check) {
        byte[] half = {0x00, 0x3C, 0x00, (byte) 0xC0};
        byte[] brain = {(byte) 0x80, 0x3F, 0x00, (byte) 0xC0};
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", new Tensor(DType.F16, Shape.of(2), half, 0));
        tensors.put("b", new Tensor(DType.BF16, Shape.of(2), brain, 0));
        tensors.put("ids", new Tensor(DType.I64, Shape.of(1), new byte[]{5, 0, 0, 0, 0, 0, 0, 0}, 0));
        tensors.put("m.weight", Tensor.ofBytes(DType.I8, Shape.of(2, 2), (byte) 127, (byte) -1, (byte) 2, (byte) 4));
        tensors.put("m.scale", Tensor.ofFloats(Shape.of(2), 0.5f, 2));
        WeightSource source = WeightSource.open(List.of(file(tensors)));
        Safetensors floats = Safetensors.read(converted(source, WeightRecipe.of(Precision.FLOAT32)));
        check.isTrue("F16", Arrays.equals(new float[]{1, -2}, floats.tensor("a").toFloats()));
        check.isTrue("BF16", Arrays.equals(new float[]{1, -2}, floats.tensor("b").toFloats()));
        check.equal("whole numbers stay", DType.I64, floats.tensor("ids").dtype());
        check.isTrue("int8 with scales",
                Arrays.equals(new float[]{63.5f, -0.5f, 4, 8}, floats.tensor("m.weight").toFloats()));
        check.isTrue("scales are part of their matrix", !floats.tensors().containsKey("m.scale"));
        Safetensors again = Safetensors.read(converted(source, WeightRecipe.of(Precision.INT8)));
        check.isTrue("quantized again", Arrays.equals(new int[]{127, -1, 64, 127}, again.tensor("m.weight").toInts()));
    }

    private static void survey(Check check) {
        Map<String, Tensor> model = model();
        float[] spoilt = new float[64 * 64];
        SplitMix64 random = new SplitMix64(3);
        for (int i = 0; i < spoilt.length; i++) {
            // One large number in each block leaves little of the others in four bits.
            spoilt[i] = i % 32 == 0 ? 20 : (float) (random.nextDouble() * 2.8 - 1.4);
        }
        model.put("layer.1.dense.weight", Tensor.ofFloats(Shape.of(64, 64), spoilt));
        WeightSource source = WeightSource.open(List.of(file(model)));
        WeightSurvey survey = WeightSurvey.of(source);
        check.equal("matrices", 3, survey.matrices().size());
        for (WeightSurvey.Matrix matrix : survey.matrices()) {
            check.isTrue(matrix + "", matrix.int8Cosine() > 0.9999 && matrix.int4Cosine() < matrix.int8Cosine());
        }
        WeightRecipe mixed = WeightRecipe.mixed(survey, 0.99);
        check.equal("overrides", Map.of("layer.1.dense.weight", Precision.INT8), mixed.overrides());
        check.equal("a recipe reads back", mixed, WeightRecipe.fromJson(mixed.toJson()));
        check.equal("as text", "{\"operator\":\"quantization\",\"kind\":\"int4\",\"overrides\":"
                + "{\"layer.1.dense.weight\":\"int8\"}}", mixed.toJson().toString());
        List<WeightConversion.Converted> done = WeightConversion.of(source, mixed, Map.of()).run(bytes -> {});
        for (WeightConversion.Converted one : done) {
            boolean isInt8 = one.name().equals("layer.1.dense.weight");
            boolean isMatrix = WeightRecipe.isMatrix(one.name(), model.get(one.name()).shape().rank());
            check.equal(one.name(), isInt8 ? Precision.INT8 : isMatrix ? Precision.INT4 : Precision.FLOAT32,
                    one.precision());
            check.isTrue(one.toJson().toString(), one.cosine() >= 0.99);
        }
        check.equal("nothing is near enough", Precision.FLOAT32,
                WeightRecipe.mixed(survey, 1.1).overrides().get("layer.0.dense.weight"));
    }

    private static void refusals(Check check) {
        Map<String, Tensor> model = model();
        WeightSource source = WeightSource.open(List.of(file(model)));
        check.fails("an override of nothing", InvalidInput.class, () -> WeightConversion.of(source,
                new WeightRecipe(Precision.INT8, Map.of("x.weight", Precision.INT4)), Map.of()));
        check.fails("another operator", InvalidInput.class,
                () -> WeightRecipe.fromJson(JsonObject.of("operator", "merge", "kind", "int8")));
        check.fails("another precision", InvalidInput.class,
                () -> WeightRecipe.fromJson(JsonObject.of("operator", "quantization", "kind", "int2")));
        check.fails("a tensor twice", DamagedData.class, () -> WeightSource.open(List.of(file(model), file(model))));
        model.put("q.weight", Tensor.ofBytes(DType.U8, Shape.of(1, 2), (byte) 1, (byte) 2));
        InvalidInput quantized = check.fails("quantized already", InvalidInput.class, () -> WeightConversion
                .of(WeightSource.open(List.of(file(model))), WeightRecipe.of(Precision.INT8), Map.of()));
        check.equal("by name", "tensor q.weight", quantized.finding().where());
        model.remove("q.weight");
        model.put("n.weight", Tensor.ofFloats(Shape.of(2, 2), 1, 2, Float.NaN, 4));
        WeightConversion conversion = WeightConversion.of(WeightSource.open(List.of(file(model))),
                WeightRecipe.of(Precision.INT8), Map.of());
        DamagedData notFinite = check.fails("NaN", DamagedData.class, () -> conversion.run(bytes -> {}));
        check.equal("its place", "tensor n.weight, element 2", notFinite.finding().where());
    }

    private static void inPieces(Check check) {
        SparseFile file = (SparseFile) ModelSamples.safetensors(DType.F16, "a.weight[9000,1000]", "b.weight[10,3]");
        long[] largest = new long[2];
        Slices watched = new Slices() {
            @Override
            public long length() {
                return file.length();
            }

            @Override
            public byte[] read(long offset, int length) {
                largest[0] = Math.max(largest[0], length);
                return file.read(offset, length);
            }
        };
        WeightConversion conversion = WeightConversion.of(WeightSource.open(List.of(watched)),
                WeightRecipe.of(Precision.INT8), Map.of());
        conversion.run(bytes -> largest[1] = Math.max(largest[1], bytes.length));
        check.isTrue("of " + file.length() + " bytes read at most " + largest[0] + " at once", largest[0] <= 1 << 20);
        check.isTrue("written at most " + largest[1] + " at once", largest[1] <= 1 << 20);
    }

    private static void packages(Check check) {
        Map<String, Slices> files = miniLm().map();
        ImportPlan plan = ModelInspector.inspect(ModelFiles.of(files), InspectOptions.of(ModelSamples.ANYTHING));
        List<ImportedPackage.StoredFile> stored = new ArrayList<>();
        for (ModelFile file : plan.needed()) {
            stored.add(stored(file.path(), files.get(file.path()).read(0, (int) file.bytes())));
        }
        ImportedPackage.Facts facts = new ImportedPackage.Facts(new PackageName("mini", "mine"), "Mini",
                "hf:a/mini@" + "ab".repeat(20), "https://huggingface.co/a/mini", Optional.empty());
        ImportedPackage made = ImportedPackage.of(plan, facts, stored);
        Manifest manifest = Manifest.read(made.manifest().bytes());
        check.equal("layers", plan.needed().size(), manifest.layers().size());
        Descriptor weights = manifest.layer("model.safetensors");
        check.equal("type", MediaTypes.WEIGHT, weights.mediaType());
        check.equal("the file's own digest", Digest.of(files.get("model.safetensors").read(0, (int) weights.size())),
                weights.digest());
        check.equal("tokenizer", MediaTypes.WEIGHT_CONFIG, manifest.layer("tokenizer.json").mediaType());
        check.equal("card", MediaTypes.DOC, manifest.layer("README.md").mediaType());
        check.equal("licence", "Apache-2.0", manifest.annotation(PackageAnnotations.LICENCE));
        check.equal("quantization", "F32", manifest.annotation(PackageAnnotations.QUANTIZATION));
        check.isTrue("source", manifest.annotation(PackageAnnotations.SOURCE).contains(weights.digest().hex()));
        JsonObject notes = JsonReader.readObject(manifest.annotation(PackageAnnotations.IMPORT), JsonLimits.DEFAULT);
        check.equal("pooling", "mean", notes.string("pooling"));
        check.equal("context", 256L, notes.integer("context"));
        check.equal("config", manifest.config().digest(), Digest.of(made.config()));
        check.equal("the same again", manifest.digest(), ImportedPackage.of(plan, facts, stored).manifest().digest());

        List<ImportedPackage.StoredFile> changed = new ArrayList<>(stored);
        changed.removeIf(file -> file.path().equals("model.safetensors"));
        check.fails("a missing file", InvalidInput.class, () -> ImportedPackage.of(plan, facts, changed));
        changed.add(stored("model.safetensors", new byte[10]));
        check.fails("another length", DamagedData.class, () -> ImportedPackage.of(plan, facts, changed));
        ImportedPackage.Facts q8 = new ImportedPackage.Facts(facts.name(), facts.title(), facts.coordinates(),
                facts.address(), Optional.of(WeightRecipe.of(Precision.INT8)));
        Manifest converted = ImportedPackage.of(plan, q8, changed).manifest();
        check.equal("recipe", "{\"operator\":\"quantization\",\"kind\":\"int8\"}",
                converted.annotation(PackageAnnotations.RECIPE));
        check.equal("int8", "int8", converted.annotation(PackageAnnotations.QUANTIZATION));
        check.equal("the new weights", 10L, converted.layer(ImportedPackage.CONVERTED).size());
        ImportPlan bad = miniLm().without("tokenizer.json").inspect();
        check.fails("a plan with problems", InvalidInput.class, () -> ImportedPackage.of(bad, facts, stored));
    }

    private static ImportedPackage.StoredFile stored(String path, byte[] bytes) {
        return new ImportedPackage.StoredFile(path, Digest.of(bytes), ChunkList.of(bytes));
    }
}
