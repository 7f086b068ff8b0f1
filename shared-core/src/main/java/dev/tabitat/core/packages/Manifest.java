package dev.tabitat.core.packages;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.licences.LicenceExpression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The manifest of a package: of a model, an OCI image manifest 1.1 with the artifact type of CNCF ModelPack; of an
 * adapter, one with {@link MediaTypes#ADAPTER} whose subject is its base; or of labelled examples, one with
 * {@link MediaTypes#EXAMPLES}.
 *
 * @param config the model's configuration; {@link Descriptor#EMPTY} for others
 * @param layers its files
 * @param subject the package that this one belongs to
 * @param annotations see {@link PackageAnnotations}
 */
public record Manifest(
        String artifactType, Descriptor config, List<Descriptor> layers, Optional<Descriptor> subject,
        Map<String, String> annotations) {

    /** 4 MiB, the least that registries must accept (OCI distribution specification). */
    public static final int MAX_BYTES = 4 << 20;

    /** Files a package may have. */
    private static final int MAX_LAYERS = 1024;

    private static final JsonLimits LIMITS = new JsonLimits(MAX_BYTES, 16);

    public Manifest {
        layers = List.copyOf(layers);
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /**
     * Reads a manifest.
     *
     * @throws DamagedData when it is none
     * @throws Unsupported when it is of a newer format or of another type
     */
    public static Manifest read(byte[] bytes) {
        NotHtml.require(bytes, "the manifest");
        JsonObject json = JsonReader.readObject(bytes, LIMITS);
        require("schemaVersion", "2", Long.toString(json.integer("schemaVersion")));
        require("mediaType", MediaTypes.MANIFEST, json.string("mediaType"));
        String type = json.stringOr("artifactType", "nothing");
        require("artifactType",
                type.equals(MediaTypes.ADAPTER) || type.equals(MediaTypes.EXAMPLES) ? type : MediaTypes.MODEL, type);
        List<Descriptor> layers = json.array("layers").objects(Descriptor::fromJson);
        Manifest manifest = new Manifest(
                json.string("artifactType"), Descriptor.fromJson(json.object("config")), layers,
                json.findObject("subject").map(Descriptor::fromJson), Descriptor.annotations(json));
        manifest.check();
        return manifest;
    }

    public boolean isModel() {
        return artifactType.equals(MediaTypes.MODEL);
    }

    public boolean isAdapter() {
        return artifactType.equals(MediaTypes.ADAPTER);
    }

    /** Whether it is of labelled examples. */
    public boolean isExamples() {
        return artifactType.equals(MediaTypes.EXAMPLES);
    }

    /** The bytes that are stored, served and hashed: canonical JSON. */
    public byte[] bytes() {
        JsonArray files = JsonArray.ofEach(layers, Descriptor::toJson);
        return CanonicalJson.bytes(JsonObject.builder()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.MANIFEST)
                .put("artifactType", artifactType)
                .put("config", config.toJson())
                .put("layers", files)
                .putIf("subject", subject.map(Descriptor::toJson))
                .put("annotations", Descriptor.annotationsJson(annotations))
                .build());
    }

    public Digest digest() {
        return Digest.of(bytes());
    }

    public PackageName name() {
        return new PackageName(annotation(PackageAnnotations.NAME), annotation(PackageAnnotations.TAG));
    }

    /** A note that must be there. @throws DamagedData when it is not */
    public String annotation(String key) {
        String value = annotations.get(key);
        if (value == null) {
            throw new DamagedData("A manifest lacks a note.",
                    Finding.at("annotation " + key).expected("a value").found("nothing"));
        }
        return value;
    }

    public Optional<String> findAnnotation(String key) {
        return Optional.ofNullable(annotations.get(key));
    }

    /** The layer of a file. @throws DamagedData when the package has none */
    public Descriptor layer(String path) {
        for (Descriptor layer : layers) {
            if (layer.path().equals(path)) {
                return layer;
            }
        }
        throw new DamagedData("A package lacks a file.",
                Finding.at("the manifest").expected(path).found("no such layer"));
    }

    /** Every blob of the package: its configuration and its layers. */
    public List<Descriptor> blobs() {
        List<Descriptor> blobs = new ArrayList<>();
        blobs.add(config);
        blobs.addAll(layers);
        return blobs;
    }

    /** Bytes of all blobs. */
    public long totalBytes() {
        long total = 0;
        for (Descriptor blob : blobs()) {
            total += blob.size();
        }
        return total;
    }

    private void check() {
        String version = annotation(PackageAnnotations.FORMAT_VERSION);
        if (!version.equals(Integer.toString(PackageAnnotations.FORMAT))) {
            throw new Unsupported(
                    "This package is of another format version.",
                    Finding.at("annotation " + PackageAnnotations.FORMAT_VERSION)
                            .expected(PackageAnnotations.FORMAT)
                            .found(version.length() > 20 ? "a long text" : version)
                            .remedy("Reload the page for a newer Tabitat, or choose another package."));
        }
        require("config.mediaType", isModel() ? MediaTypes.CONFIG : MediaTypes.EMPTY, config.mediaType());
        if (isAdapter()) {
            checkAdapter();
        }
        name();
        if (layers.size() > MAX_LAYERS) {
            throw new DamagedData(
                    "A package has too many files.",
                    Finding.at("the manifest").expected("at most " + MAX_LAYERS).found(layers.size()));
        }
        findAnnotation(PackageAnnotations.LICENCE).ifPresent(LicenceExpression::parse);
        Set<String> paths = new HashSet<>();
        for (Descriptor layer : layers) {
            if (!MediaTypes.LAYERS.contains(layer.mediaType())) {
                throw new Unsupported(
                        "A layer is of an unknown media type.",
                        Finding.at("layer " + layer.digest().shortForm()).expected(MediaTypes.LAYERS)
                                .found(layer.mediaType()));
            }
            requireChunks(layer);
            if (!paths.add(layer.path())) {
                throw new DamagedData("A file comes twice in a package.",
                        Finding.at("the manifest").expected("each path once").found(layer.path()));
            }
        }
    }

    private void checkAdapter() {
        String base = Digest.parse(annotation(PackageAnnotations.BASE)).toString();
        String found = subject.map(descriptor -> descriptor.digest().toString()).orElse("no subject");
        if (!base.equals(found)) {
            throw new DamagedData("An adapter's manifest names two bases.",
                    Finding.at("field subject").expected(base).found(found));
        }
        if (!config.digest().equals(Descriptor.EMPTY.digest()) || config.size() != Descriptor.EMPTY.size()) {
            throw new DamagedData("An adapter has a configuration of its own.",
                    Finding.at("field config").expected(Descriptor.EMPTY.digest()).found(config.digest()));
        }
        Digest.parse(annotation(PackageAnnotations.TENSOR_LAYOUT));
        Digest.parse(annotation(PackageAnnotations.TOKENIZER));
        annotation(PackageAnnotations.ADAPTER_TYPE);
    }

    private static void requireChunks(Descriptor layer) {
        if (!layer.annotations().containsKey(PackageAnnotations.CHUNKS)) {
            throw new DamagedData(
                    "A layer has no chunk list.",
                    Finding.at("layer " + layer.digest().shortForm())
                            .expected("annotation " + PackageAnnotations.CHUNKS).found("nothing"));
        }
        layer.chunks();
    }

    private static void require(String field, String expected, String found) {
        if (!expected.equals(found)) {
            String shown = found.length() > 100 ? found.substring(0, 100) + "\u2026" : found;
            throw new Unsupported("This is not a model package.",
                    Finding.at("field " + field).expected(expected).found(shown));
        }
    }
}
