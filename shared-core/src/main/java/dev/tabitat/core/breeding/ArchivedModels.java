package dev.tabitat.core.breeding;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.tar.TarEntry;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.ImportReport;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.ProvJson;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.OciArchive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models and examples of an exported archive, for a replay from it alone: every byte is verified when it is read.
 */
public final class ArchivedModels {

    private static final String LINEAGE = "application/vnd.dev.tabitat.lineage.v1+json";

    private final OciArchive archive;
    private final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> examples = new LinkedHashMap<>();
    private final List<LineageRecord> lineage = new ArrayList<>();

    private ArchivedModels(OciArchive archive) {
        this.archive = archive;
    }

    /**
     * @throws DamagedData when it is no archive, a manifest is broken, or the chain of its lineage is
     * @throws dev.tabitat.core.error.Unsupported when it is compressed or of a newer layout
     */
    public static ArchivedModels read(Slices file) {
        ArchivedModels stock = new ArchivedModels(OciArchive.read(file));
        for (OciArchive.Listed listed : stock.archive.manifests()) {
            stock.add(listed);
        }
        return stock;
    }

    private void add(OciArchive.Listed listed) {
        byte[] bytes = archive.manifest(listed);
        JsonObject json = JsonReader.readObject(bytes, new JsonLimits(bytes.length, 16));
        String type = json.stringOr("artifactType", "");
        if (type.equals(LINEAGE)) {
            for (JsonObject layer : json.array("layers").objects()) {
                addLineage(file(Descriptor.fromJson(layer)));
            }
        } else if (type.equals(MediaTypes.MODEL) || type.equals(MediaTypes.ADAPTER)
                || type.equals(MediaTypes.EXAMPLES)) {
            Manifest manifest = Manifest.read(bytes);
            manifests.put(Digest.of(bytes), manifest);
            if (manifest.isExamples()) {
                manifest.layers().forEach(layer -> examples.put(layer.digest(), layer));
            }
        }
    }

    private void addLineage(byte[] prov) {
        ImportReport report = ProvJson.verify(prov);
        if (!report.ok()) {
            throw new DamagedData("The lineage in the archive does not hold.",
                    Finding.at("lineage").expected("an unbroken chain")
                            .found(report.problems().isEmpty() ? "a broken one" : report.problems().get(0)));
        }
        lineage.addAll(ProvJson.records(prov));
    }

    private byte[] file(Descriptor descriptor) {
        TarEntry entry = archive.require(descriptor);
        byte[] bytes = archive.read(entry, 0, (int) entry.size());
        descriptor.verify(bytes, entry.name());
        return bytes;
    }

    public List<LineageRecord> lineage() {
        return List.copyOf(lineage);
    }

    /** Packages that say how they were bred. */
    public List<Digest> bred() {
        List<Digest> bred = new ArrayList<>();
        manifests.forEach((digest, manifest) -> {
            if (manifest.isModel() && Replay.isBred(manifest)) {
                bred.add(digest);
            }
        });
        return bred;
    }

    public Optional<ModelPackage> find(Digest digest) {
        Manifest manifest = manifests.get(digest);
        if (manifest == null) {
            return Optional.empty();
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Descriptor layer : manifest.layers()) {
            files.put(layer.path(), file(layer));
        }
        return Optional.of(ModelPackage.of(manifest, files));
    }

    /** @throws InvalidInput when the archive does not hold them */
    public Examples examples(Digest digest) {
        Descriptor layer = examples.get(digest);
        if (layer == null) {
            throw new InvalidInput("The archive does not hold the examples.",
                    Finding.at("archive").expected("examples " + digest).found("nothing")
                            .remedy("Export the package again, with its examples."));
        }
        return Examples.read(file(layer));
    }
}
