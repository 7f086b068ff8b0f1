package dev.tabitat.core.importing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.MediaTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a model in any OCI registry, by its manifest, whoever pushed it.
 *
 * <pre>
 * manifest = {"schemaVersion": 2, "mediaType"?, "config", "layers": [{"mediaType", "digest", "size", "annotations"?}*]}
 * </pre>
 *
 * A layer's path is its annotation {@code org.cncf.model.filepath} or {@code org.opencontainers.image.title}; where it
 * has neither, its media type tells for the types of Docker Model Runner ({@code application/vnd.docker.ai...}) and of
 * Ollama ({@code application/vnd.ollama.image...}). Layers that are archives are refused, since their files have no
 * digests of their own.
 *
 * @param layers in the manifest's order
 */
public record OciModelFiles(List<Layer> layers) {

    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 16);
    private static final int MAX_LAYERS = 1024;
    private static final String TITLE = "org.opencontainers.image.title";

    private static final Map<String, String> KNOWN = Map.of(
            "application/vnd.docker.ai.gguf.v3", "model.gguf", "application/vnd.docker.ai.license", "LICENSE",
            "application/vnd.docker.ai.chat.template.jinja", "chat_template.jinja",
            "application/vnd.ollama.image.model", "model.gguf", "application/vnd.ollama.image.license", "LICENSE");

    /** Parts of other programs, which a model is whole without. */
    private static final Set<String> PASSED_OVER = Set.of("application/vnd.docker.ai.mmproj",
            "application/vnd.ollama.image.template", "application/vnd.ollama.image.params",
            "application/vnd.ollama.image.system", "application/vnd.ollama.image.projector",
            "application/vnd.ollama.image.messages");

    public OciModelFiles {
        layers = List.copyOf(layers);
    }

    /** A file and the blob that has its bytes. */
    public record Layer(ModelFile file, Digest digest) {}

    /**
     * Reads a manifest.
     *
     * @throws DamagedData when it is none, or a layer's path is missing, unsafe or there twice
     * @throws Unsupported when it lists manifests in place of layers, or a layer is an archive
     */
    public static OciModelFiles read(byte[] manifest) {
        JsonObject json = JsonReader.readObject(manifest, LIMITS);
        if (json.has("manifests") && !json.has("layers")) {
            throw new Unsupported("This is a list of manifests, not a model.", Finding.at("the manifest")
                    .expected(MediaTypes.MANIFEST).found(MediaTypes.INDEX)
                    .remedy("Name one of its manifests by its digest: name@sha256:\u2026"));
        }
        List<Layer> layers = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        List<JsonObject> entries = json.array("layers").objects();
        if (entries.size() > MAX_LAYERS) {
            throw new DamagedData("A package has too many files.",
                    Finding.at("the manifest").expected("at most " + MAX_LAYERS).found(entries.size()));
        }
        for (JsonObject entry : entries) {
            Descriptor layer = Descriptor.fromJson(entry);
            if (PASSED_OVER.contains(layer.mediaType())) {
                continue;
            }
            String path = path(layer);
            if (!paths.add(path)) {
                throw new DamagedData("A file comes twice in a package.",
                        Finding.at("the manifest").expected("each path once").found(path));
            }
            layers.add(new Layer(new ModelFile(path, layer.size(), Optional.of(layer.digest())), layer.digest()));
        }
        return new OciModelFiles(layers);
    }

    private static String path(Descriptor layer) {
        String type = layer.mediaType();
        String named = layer.annotations().getOrDefault(Descriptor.FILE_PATH,
                layer.annotations().getOrDefault(TITLE, KNOWN.getOrDefault(type, "")));
        boolean isArchive = type.endsWith(".tar") || type.endsWith("+gzip") || type.endsWith("+zstd")
                || type.endsWith(".tar.gzip");
        if (isArchive) {
            throw new Unsupported("A layer of the model is an archive.", Finding
                    .at("layer " + layer.digest().shortForm())
                    .expected("files as they are, such as " + MediaTypes.WEIGHT).found(type)
                    .remedy("Push the model's files as single layers, with modctl or oras, or add them from this device."));
        }
        if (named.isEmpty()) {
            throw new Unsupported("A layer of the model has no name.",
                    Finding.at("layer " + layer.digest().shortForm())
                            .expected("the annotation " + Descriptor.FILE_PATH + " or " + TITLE).found(type)
                            .remedy("Choose a model that is packed as CNCF ModelPack, or with file names."));
        }
        // Checks that the path stays inside the package.
        return new Descriptor(type, layer.digest(), layer.size(), Map.of(Descriptor.FILE_PATH, named)).path();
    }

    /** The files, for an inspection. */
    public List<ModelFile> files() {
        List<ModelFile> files = new ArrayList<>();
        for (Layer layer : layers) {
            files.add(layer.file());
        }
        return files;
    }
}
