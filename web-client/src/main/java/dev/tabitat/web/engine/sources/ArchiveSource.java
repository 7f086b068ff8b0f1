package dev.tabitat.web.engine.sources;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.tar.TarEntry;
import dev.tabitat.core.importing.ImportPlan;
import dev.tabitat.core.importing.ModelKind;
import dev.tabitat.core.importing.OciModelFiles;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.OciArchive;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.store.StoredPackage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * An archive that this app, or another program for OCI images, has written: a package of it is installed as it is, with
 * its digest, signatures and lineage.
 */
final class ArchiveSource {

    private static final int MAGIC_AT = 257;
    private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r'};

    private ArchiveSource() {}

    /** Whether a file is a tar archive. */
    static boolean isArchive(Slices file) {
        return file.length() > MAGIC_AT + MAGIC.length
                && Arrays.equals(file.read(MAGIC_AT, MAGIC.length), MAGIC);
    }

    /** The first package of an archive, with its manifest. */
    private record Found(OciArchive archive, Manifest manifest, byte[] bytes) {}

    private static Found find(Slices file) {
        OciArchive archive = OciArchive.read(file);
        for (OciArchive.Listed listed : archive.manifests()) {
            byte[] bytes = archive.manifest(listed);
            try {
                return new Found(archive, Manifest.read(bytes), bytes);
            } catch (TabitatException noPackage) {
                // The lineage, or a signature.
                continue;
            }
        }
        throw new Unsupported("The archive has no package of this app.", Finding.at("the archive")
                .expected("a manifest with the notes of a package").found(archive.manifests().size() + " manifests")
                .remedy("Unpack it and add the model's files."));
    }

    /** As an inspection of other files; what of it the package's notes know better is theirs. */
    static JsonObject inspect(Slices file, CancellationToken stop) {
        Found found = find(file);
        Map<String, Slices> files = new LinkedHashMap<>();
        for (OciModelFiles.Layer layer : OciModelFiles.read(found.bytes()).layers()) {
            TarEntry entry = found.archive()
                    .require(found.manifest().layer(layer.file().path()));
            files.put(layer.file().path(), new Entry(found.archive(), entry));
        }
        OpenedSource source = LocalSource.of(files);
        ImportPlan plan = ModelSources.plan(source, new InspectedFiles(source, stop), Optional.empty(),
                OptionalLong.empty());
        Manifest manifest = found.manifest();
        boolean isClassifier = !manifest.findAnnotation(PackageAnnotations.LABELS).orElse("").isEmpty();
        ModelKind kind = manifest.isAdapter() ? ModelKind.ADAPTER
                : isClassifier ? ModelKind.CLASSIFIER : plan.kind();
        return plan.toJson().with("supported", true).with("problems", JsonArray.EMPTY).with("kind", kind.id())
                .with("architecture", manifest.findAnnotation(PackageAnnotations.ARCHITECTURE).orElse(""))
                .with("task", manifest.findAnnotation(PackageAnnotations.TASK).orElse(""))
                .with("quantization", manifest.findAnnotation(PackageAnnotations.QUANTIZATION).orElse(""))
                .with("source", "local").with("name", manifest.name().toString());
    }

    /** A file of an archive. */
    private record Entry(OciArchive archive, TarEntry entry) implements Slices {

        @Override
        public long length() {
            return entry.size();
        }

        @Override
        public byte[] read(long offset, int length) {
            return archive.read(entry, offset, length);
        }
    }

    /**
     * What became of an archive, as of another model that was added.
     *
     * @param report of the import
     * @param installed finds what it installed
     * @throws Incompatible when nothing of it was installed, with the first reason
     */
    static JsonObject added(JsonObject report, Function<PackageName, StoredPackage> installed) {
        List<String> names = report.array("installed").strings();
        if (names.isEmpty()) {
            List<JsonObject> refused = report.array("refused").objects();
            throw new Incompatible("Nothing of the archive was installed.", Finding.at("the archive")
                    .expected("a package that can be installed")
                    .found(refused.isEmpty() ? "none"
                            : refused.get(0).string("name") + ": "
                                    + refused.get(0).string("reason")));
        }
        StoredPackage first = installed.apply(PackageName.parse(names.get(0)));
        CatalogEntry entry = new CatalogEntry(first);
        String kind = first.manifest().isAdapter() ? "adapter" : entry.isClassifier() ? "classifier" : "encoder";
        return JsonObject.of("name", first.name(), "digest", first.digest().toString(), "kind", kind, "architecture",
                first.manifest().findAnnotation(PackageAnnotations.ARCHITECTURE).orElse(""), "task",
                first.manifest().findAnnotation(PackageAnnotations.TASK).orElse(""), "bytes", first.bytes(),
                "verified", JsonObject.of("by", "oci-digest", "files", first.manifest().layers().size()), "notices",
                JsonArray.ofStrings(report.array("notices").strings()));
    }
}
