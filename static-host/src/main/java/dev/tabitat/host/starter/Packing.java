package dev.tabitat.host.starter;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files and facts to packages, packages to OCI image layouts. The same inputs give the same digests. */
final class Packing {

    /** Where a configuration is kept among the files here; in the package it is the manifest's config. */
    private static final String CONFIG_FILE = "config.json";

    private Packing() {}

    /**
     * A package of these files, with a card.
     *
     * @param task one sentence for the card: what goes in and what comes out
     * @param limits a paragraph for the card: what to know before trusting it
     * @param notes beside those that follow from the facts
     */
    static ModelPackage pack(PackageFacts facts, String task, String limits, Map<String, byte[]> made,
            Map<String, String> notes) {
        Map<String, byte[]> files = new LinkedHashMap<>(made);
        files.put(ModelPackage.CARD, card(facts, task, limits).getBytes(StandardCharsets.UTF_8));
        List<Descriptor> layers = new ArrayList<>();
        files.forEach((path, bytes) -> layers.add(Descriptor.ofFile(mediaType(path), path, bytes)));
        byte[] config = config(facts, layers);
        files.put(CONFIG_FILE, config);
        Map<String, String> all = new LinkedHashMap<>();
        all.put(PackageAnnotations.FORMAT_VERSION, Integer.toString(PackageAnnotations.FORMAT));
        all.put(PackageAnnotations.NAME, facts.name().name());
        all.put(PackageAnnotations.TAG, facts.name().tag());
        all.put(PackageAnnotations.TITLE, facts.title());
        all.put(PackageAnnotations.SUMMARY, facts.summary());
        all.put(PackageAnnotations.LICENCE, facts.licence());
        all.put(PackageAnnotations.TASK, facts.task());
        all.put(PackageAnnotations.CONTRACT, JsonObject.of("input", "text", "output", facts.output()).toString());
        all.put(PackageAnnotations.ARCHITECTURE, facts.architecture());
        all.put(PackageAnnotations.QUANTIZATION, facts.quantization());
        all.put(PackageAnnotations.SOURCE, source(facts).toString());
        all.putAll(notes);
        Descriptor described = new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length,
                Map.of(PackageAnnotations.CHUNKS, ChunkList.of(config).toJson().toString()));
        return ModelPackage.of(new Manifest(MediaTypes.MODEL, described, layers, Optional.empty(), all), files);
    }

    private static JsonArray source(PackageFacts facts) {
        List<Json> rows = new ArrayList<>();
        for (Artifacts.Pinned input : facts.inputs()) {
            rows.add(JsonObject.of("coordinates", input.coordinates(), "file", input.file(), "sha256", input.sha256()));
        }
        return new JsonArray(rows);
    }

    /** CNCF ModelPack, model configuration. */
    private static byte[] config(PackageFacts facts, List<Descriptor> layers) {
        List<String> digests = layers.stream().map(layer -> layer.digest().toString()).toList();
        return CanonicalJson.bytes(JsonObject.of(
                "descriptor", JsonObject.of(
                        "name", facts.name().name(), "title", facts.title(), "description", facts.summary(),
                        "sourceURL", facts.source(), "licenses", List.of(facts.licence())),
                "modelfs", JsonObject.of("type", "layers", "diffIds", digests),
                "config", JsonObject.of("architecture", facts.architecture(), "format", "safetensors", "precision",
                        facts.precision())));
    }

    private static String card(PackageFacts facts, String task, String limits) {
        StringBuilder inputs = new StringBuilder();
        for (Artifacts.Pinned input : facts.inputs()) {
            inputs.append("- ").append(input.coordinates()).append(", ").append(input.file()).append(", sha256 ")
                    .append(input.sha256()).append('\n');
        }
        return """
                # %s

                %s

                %s
                Licence: %s, as its source states; the text is in LICENSE.

                Made from these files:

                %s
                %s""".formatted(facts.title(), facts.summary(), task, facts.licence(), inputs, limits);
    }

    private static String mediaType(String path) {
        return switch (path) {
            case ModelPackage.WEIGHTS -> MediaTypes.WEIGHT;
            case ModelPackage.ARCHITECTURE, ModelPackage.VOCABULARY, ModelPackage.TOKENIZER,
                    ModelPackage.KNOWN_ANSWERS ->
                MediaTypes.WEIGHT_CONFIG;
            default -> MediaTypes.DOC;
        };
    }

    /**
     * Writes packages of one name and several tags as one OCI image layout in place of the one before; equal files
     * once.
     */
    static void write(List<ModelPackage> tags, Path target) throws IOException {
        Path layout = target.resolve(tags.get(0).manifest().name().name());
        Path blobs = layout.resolve("blobs/sha256");
        if (Files.isDirectory(blobs)) {
            try (var old = Files.list(blobs)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(blobs);
        List<Json> entries = new ArrayList<>();
        for (ModelPackage built : tags) {
            Manifest manifest = built.manifest();
            for (Descriptor layer : manifest.layers()) {
                Files.write(blobs.resolve(layer.digest().hex()), built.file(layer.path()));
            }
            Files.write(blobs.resolve(manifest.config().digest().hex()), built.file(CONFIG_FILE));
            byte[] bytes = manifest.bytes();
            Files.write(blobs.resolve(Digest.of(bytes).hex()), bytes);
            entries.add(JsonObject.of(
                    "mediaType", MediaTypes.MANIFEST, "artifactType", MediaTypes.MODEL, "digest",
                    Digest.of(bytes).toString(), "size", bytes.length,
                    "annotations", JsonObject.of("org.opencontainers.image.ref.name", manifest.name().tag())));
        }
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.write(layout.resolve("index.json"), CanonicalJson.bytes(
                JsonObject.of("schemaVersion", 2, "mediaType", MediaTypes.INDEX, "manifests", new JsonArray(entries))));
    }
}
