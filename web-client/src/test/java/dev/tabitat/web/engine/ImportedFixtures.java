package dev.tabitat.web.engine;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.importing.CoreSupport;
import dev.tabitat.core.importing.ImportPlan;
import dev.tabitat.core.importing.ImportedPackage;
import dev.tabitat.core.importing.InspectOptions;
import dev.tabitat.core.importing.ModelFile;
import dev.tabitat.core.importing.ModelFiles;
import dev.tabitat.core.importing.ModelInspector;
import dev.tabitat.core.importing.Precision;
import dev.tabitat.core.importing.WeightConversion;
import dev.tabitat.core.importing.WeightRecipe;
import dev.tabitat.core.importing.WeightSource;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.encoder.Fixtures;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that PyTorch made and ran, as a folder of Hugging Face: its plan, its package, and that on a host. Its words
 * are w0 to w99, so that a text has the tokens that are wanted.
 */
final class ImportedFixtures {

    static final int WORDS = 100;

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private Optional<WeightRecipe> recipe = Optional.empty();

    private ImportedFixtures() {}

    /** The folder of a fixture, with a tokenizer. */
    static ImportedFixtures of(String fixture) {
        ImportedFixtures folder = new ImportedFixtures();
        for (String file : List.of("config.json", "model.safetensors")) {
            folder.files.put(file, Fixtures.bytes(fixture + "/" + file));
        }
        folder.files.put("tokenizer.json", tokenizer().getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    ImportedFixtures with(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    ImportedFixtures withFixture(String fixture, String path) {
        files.put(path, Fixtures.bytes(fixture + "/" + path));
        return this;
    }

    ImportedFixtures converted(Precision precision) {
        recipe = Optional.of(WeightRecipe.of(precision));
        return this;
    }

    /** The weights in two files. */
    ImportedFixtures inShards() {
        Safetensors whole = Safetensors.read(files.remove("model.safetensors"));
        List<Map<String, Tensor>> parts = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
        JsonObject.Builder index = JsonObject.builder();
        int at = 0;
        for (Map.Entry<String, Tensor> tensor : whole.tensors().entrySet()) {
            int part = at++ % 2;
            parts.get(part).put(tensor.getKey(), tensor.getValue());
            index.put(tensor.getKey(), shard(part));
        }
        for (int part = 0; part < 2; part++) {
            files.put(shard(part), new Safetensors(parts.get(part), Map.of("format", "pt")).write());
        }
        return with("model.safetensors.index.json",
                JsonObject.of("metadata", JsonObject.EMPTY, "weight_map", index.build()).toString());
    }

    private static String shard(int part) {
        return "model-0000" + (part + 1) + "-of-00002.safetensors";
    }

    byte[] file(String path) {
        return files.get(path);
    }

    ImportPlan plan() {
        Map<String, Slices> slices = new LinkedHashMap<>();
        files.forEach((path, bytes) -> slices.put(path, Slices.of(bytes)));
        ImportPlan plan = ModelInspector.inspect(ModelFiles.of(slices), InspectOptions.of(new CoreSupport()));
        if (!plan.isSupported()) {
            throw new AssertionError(plan.problems().toString());
        }
        return plan;
    }

    /** The package of the folder, offered on a host. */
    String offer(FakeEngineEnvironment host, String name) {
        ImportPlan plan = plan();
        Map<String, byte[]> all = new LinkedHashMap<>(files);
        if (recipe.isPresent()) {
            all.put(ImportedPackage.CONVERTED, convert(plan));
        }
        List<ImportedPackage.StoredFile> stored = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : all.entrySet()) {
            stored.add(new ImportedPackage.StoredFile(file.getKey(), Digest.of(file.getValue()),
                    ChunkList.of(file.getValue())));
        }
        ImportedPackage made = ImportedPackage.of(plan,
                new ImportedPackage.Facts(PackageName.parse(name), name, "local", "", recipe), stored);
        PackageName parsed = PackageName.parse(name);
        host.resources.put("/v2/" + parsed.name() + "/manifests/" + parsed.tag(), made.manifest().bytes());
        host.resources.put("/v2/" + parsed.name() + "/blobs/" + made.manifest().config().digest(), made.config());
        for (Descriptor layer : made.manifest().layers()) {
            host.resources.put("/v2/" + parsed.name() + "/blobs/" + layer.digest(), all.get(layer.path()));
        }
        return name;
    }

    private byte[] convert(ImportPlan plan) {
        List<Slices> weights = new ArrayList<>();
        for (ModelFile file : plan.needed()) {
            if (plan.weights().contains(file.path())) {
                weights.add(Slices.of(files.get(file.path())));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WeightConversion.of(WeightSource.open(weights), recipe.orElseThrow(), Map.of()).run(out::writeBytes);
        return out.toByteArray();
    }

    /** Words between blanks; a pair of texts is told apart by its types. */
    private static String tokenizer() {
        JsonObject.Builder vocabulary = JsonObject.builder();
        for (int i = 0; i < WORDS; i++) {
            vocabulary.put("w" + i, i);
        }
        JsonObject first = JsonObject.of("Sequence", JsonObject.of("id", "A", "type_id", 0));
        JsonObject second = JsonObject.of("Sequence", JsonObject.of("id", "B", "type_id", 1));
        return JsonObject.of("version", "1.0", "added_tokens", JsonArray.EMPTY, "normalizer",
                JsonNull.NULL, "pre_tokenizer", JsonObject.of("type", "WhitespaceSplit"),
                "post_processor",
                JsonObject.of("type", "TemplateProcessing", "single", JsonArray.of(first), "pair",
                        JsonArray.of(first, second), "special_tokens", JsonObject.EMPTY),
                "decoder", JsonNull.NULL, "model",
                JsonObject.of("type", "WordLevel", "vocab", vocabulary.build(), "unk_token", "w0")).toString();
    }

    /** A text of these tokens. */
    static String text(int... ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(text.length() == 0 ? "w" : " w").append(id);
        }
        return text.toString();
    }
}
