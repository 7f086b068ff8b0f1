package dev.tabitat.web.engine.sources;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.hub.HubModel;
import dev.tabitat.core.importing.ImportNames;
import dev.tabitat.core.importing.ModelFile;
import dev.tabitat.core.importing.OciModelFiles;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.FileStream;
import dev.tabitat.web.protocol.params.ModelSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files of this device, read in parts. Blobs of Ollama are known by the manifest beside them, or a single one by its
 * first bytes.
 */
final class LocalSource implements OpenedSource {

    private static final int PART = 1 << 20;
    private static final int MAX_MANIFEST = 4 << 20;
    private static final int DIGEST_DIGITS = 64;
    private static final String BLOB = "sha256-";
    private static final byte[] GGUF = {'G', 'G', 'U', 'F'};

    private final List<SourceFile> files = new ArrayList<>();
    private final Map<String, Slices> bytes = new LinkedHashMap<>();
    private final String name;

    private LocalSource(Map<String, Slices> given) {
        Map<String, Slices> named = withoutStore(given);
        for (Map.Entry<String, Slices> file : named.entrySet()) {
            bytes.put(file.getKey(), file.getValue());
            files.add(SourceFile.of(new ModelFile(file.getKey(), file.getValue().length(), Optional.empty())));
        }
        name = name(given);
    }

    /**
     * @param all the bytes of the files, one after the other
     * @throws InvalidInput when the lengths do not add up, or a path comes twice
     */
    static LocalSource of(ModelSource.Files listed, Slices all) {
        Map<String, Slices> files = new LinkedHashMap<>();
        long at = 0;
        for (ModelSource.Listed one : listed.files()) {
            if (one.bytes() < 0 || at + one.bytes() > all.length()) {
                throw lengths(listed, all);
            }
            if (files.put(path(one.path()), new Part(all, at, one.bytes())) != null) {
                throw new InvalidInput("Two files have the same name.", Finding.at("files")
                        .expected("each path once").found(one.path()).remedy("Choose the files of one model only."));
            }
            at += one.bytes();
        }
        if (at != all.length()) {
            throw lengths(listed, all);
        }
        return new LocalSource(files);
    }

    /** Files by their paths. */
    static LocalSource of(Map<String, Slices> files) {
        return new LocalSource(files);
    }

    private static InvalidInput lengths(ModelSource.Files listed, Slices all) {
        return new InvalidInput("The files are not as long as they were said to be.", Finding.at("files")
                .expected("the bytes of " + listed.files().size() + " files").found(all.length() + " bytes")
                .remedy("Choose the files again."));
    }

    private static String path(String given) {
        String path = given.replace('\\', '/');
        while (path.startsWith("/") || path.startsWith("./")) {
            path = path.substring(path.indexOf('/') + 1);
        }
        if (path.isEmpty()) {
            throw new InvalidInput("A file has no name.",
                    Finding.at("files").expected("a name for each file").found("none"));
        }
        return path;
    }

    /** A stretch of all bytes. */
    private record Part(Slices all, long at, long length) implements Slices {

        @Override
        public byte[] read(long offset, int count) {
            return all.read(at + offset, count);
        }
    }

    /** Files by their names in the model, where some are blobs of Ollama's store. */
    private static Map<String, Slices> withoutStore(Map<String, Slices> given) {
        Map<String, Slices> blobs = new LinkedHashMap<>();
        Map<String, Slices> others = new LinkedHashMap<>();
        for (Map.Entry<String, Slices> one : given.entrySet()) {
            String last = one.getKey().substring(one.getKey().lastIndexOf('/') + 1);
            boolean isBlob = last.startsWith(BLOB) && last.length() == BLOB.length() + DIGEST_DIGITS;
            (isBlob ? blobs : others).put(isBlob ? last : one.getKey(), one.getValue());
        }
        if (blobs.isEmpty()) {
            return given;
        }
        for (Slices other : others.values()) {
            Optional<OciModelFiles> manifest = manifest(other);
            if (manifest.isPresent()) {
                return ofManifest(manifest.get(), blobs);
            }
        }
        Map<String, Slices> named = new LinkedHashMap<>(others);
        for (Map.Entry<String, Slices> blob : blobs.entrySet()) {
            named.put(isGguf(blob.getValue()) ? blobs.size() == 1 ? "model.gguf" : blob.getKey() + ".gguf"
                    : blob.getKey(), blob.getValue());
        }
        return named;
    }

    private static boolean isGguf(Slices file) {
        return file.length() >= GGUF.length && Arrays.equals(file.read(0, GGUF.length), GGUF);
    }

    private static Optional<OciModelFiles> manifest(Slices file) {
        if (file.length() > MAX_MANIFEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(OciModelFiles.read(file.read(0, (int) file.length())));
        } catch (DamagedData otherFile) {
            return Optional.empty();
        }
    }

    private static Map<String, Slices> ofManifest(OciModelFiles manifest, Map<String, Slices> blobs) {
        Map<String, Slices> files = new LinkedHashMap<>();
        for (OciModelFiles.Layer layer : manifest.layers()) {
            Slices blob = blobs.get(BLOB + layer.digest().hex());
            if (blob == null) {
                throw new InvalidInput("A blob of the model is missing.", Finding.at(layer.file().path())
                        .expected(BLOB + layer.digest().hex()).found("no such file")
                        .remedy("Add the blobs that the manifest lists too."));
            }
            files.put(layer.file().path(), blob);
        }
        return files;
    }

    /** The folder's name, or the only file's, or that of the first file with weights. */
    private static String name(Map<String, Slices> given) {
        String first = given.keySet().iterator().next();
        int slash = first.indexOf('/');
        boolean isFolder = slash > 0;
        for (String path : given.keySet()) {
            isFolder &= slash > 0 && path.startsWith(first.substring(0, slash + 1));
        }
        if (isFolder) {
            return first.substring(0, slash);
        }
        for (String path : given.keySet()) {
            String file = path.substring(path.lastIndexOf('/') + 1);
            if (file.endsWith(".gguf") || file.endsWith(".safetensors") || file.endsWith(".onnx")) {
                return file;
            }
        }
        return first.substring(first.lastIndexOf('/') + 1);
    }

    @Override
    public List<SourceFile> files() {
        return List.copyOf(files);
    }

    @Override
    public String coordinates() {
        return "local";
    }

    @Override
    public String page() {
        return "";
    }

    /** What was chosen may be another file of the same name and length. */
    @Override
    public String version() {
        return "";
    }

    @Override
    public String verifiedBy() {
        return "local";
    }

    @Override
    public PackageName name(String quantization) {
        return ImportNames.of(name, quantization);
    }

    @Override
    public Optional<HubModel> hub() {
        return Optional.empty();
    }

    @Override
    public JsonObject again() {
        return JsonObject.EMPTY;
    }

    Slices slices(String path) {
        return bytes.get(path);
    }

    @Override
    public void read(SourceFile file, long from, long to, FileStream.Sink sink, CancellationToken stop) {
        Slices slices = bytes.get(file.path());
        for (long at = from; at < to; at += PART) {
            stop.check();
            byte[] part;
            try {
                part = slices.read(at, (int) Math.min(PART, to - at));
            } catch (TabitatException gone) {
                throw new DamagedData("A file changed, moved or became unreadable while it was read.",
                        Finding.at(file.path()).expected(file.bytes() + " bytes, as when it was chosen")
                                .found(gone.finding().found()).remedy("Choose the files again."));
            }
            if (part.length != Math.min(PART, to - at)) {
                throw new DamagedData("A file became shorter while it was read.", Finding.at(file.path())
                        .expected(file.bytes() + " bytes").found(at + part.length + " bytes")
                        .remedy("Choose the files again."));
            }
            sink.take(part);
        }
    }
}
