package dev.tabitat.web.engine;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.tar.TarEntry;
import dev.tabitat.core.format.tar.TarWriter;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.ImportReport;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.ProvJson;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.OciArchive;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.signing.Envelope;
import dev.tabitat.core.signing.SignatureArtifact;
import dev.tabitat.core.signing.SignatureCheck;
import dev.tabitat.core.signing.SignedPackage;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.environment.ProgressTicker;
import dev.tabitat.web.engine.trust.Signatures;
import dev.tabitat.web.fetch.ArchiveSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.store.LifecycleStates;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Packages out of the tab and into it as one file: an OCI image layout in a tar archive, every byte verified on both
 * ways.
 */
final class Archives {

    /** What an archive is, for the browser. */
    static final String TYPE = "application/x-tar";

    /** The artifact that holds an ecology's lineage. */
    private static final String LINEAGE = "application/vnd.dev.tabitat.lineage.v1+json";
    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final byte[] EMPTY = Utf8.encode("{}");
    private static final long MAX_LINEAGE_BYTES = 64 << 20;

    private final PackageStore store;
    private final Packages packages;
    private final Signatures signatures;
    private final EngineEnvironment environment;
    private final LifecycleStates lifecycleStates;

    Archives(PackageStore store, Packages packages, Signatures signatures, EngineEnvironment environment,
            LifecycleStates lifecycleStates) {
        this.lifecycleStates = lifecycleStates;
        this.store = store;
        this.signatures = signatures;
        this.packages = packages;
        this.environment = environment;
    }

    /**
     * A package with everything that belongs to it; one that was bred with all that it was made from and the lineage,
     * so that it can be made again from the file alone.
     *
     * @param lineage asked for where it is needed
     * @throws InvalidInput when it is not installed
     */
    Result ofPackage(PackageName name, Supplier<List<LineageRecord>> lineage, Consumer<JsonObject> progress,
            CancellationToken stop) {
        StoredPackage root = packages.installed().get(name.toString());
        if (root == null) {
            throw new InvalidInput("There is no such package in this tab's store.",
                    Finding.at("export, root").expected("an installed package").found(name));
        }
        List<StoredPackage> all = new ArrayList<>(List.of(root));
        for (StoredPackage other : packages.installed().values()) {
            if (other.manifest().subject().filter(subject -> subject.digest().equals(root.digest())).isPresent()) {
                all.add(other);
            }
        }
        Optional<String> recipe = root.manifest().findAnnotation(PackageAnnotations.RECIPE)
                .filter(text -> JsonReader.readObject(text, JsonLimits.DEFAULT).has("version"));
        if (recipe.isEmpty()) {
            return write("tabitat-" + name.name() + "-" + name.tag() + ".tar", all, Optional.empty(), progress, stop);
        }
        List<LineageRecord> records = lineage.get();
        Map<String, String> recipes = new LinkedHashMap<>();
        for (LineageRecord record : records) {
            if (record.kind().equals(DescendantBred.KIND) && record.typedBody() instanceof DescendantBred bred) {
                recipes.put(bred.manifestDigest().toString(), bred.recipe());
            }
        }
        addOrigins(recipe.get(), recipes, new HashSet<>(), all);
        return write("tabitat-" + name.name() + "-" + name.tag() + ".tar", all, Optional.of(ProvJson.export(records)),
                progress, stop);
    }

    /** Adds what a recipe names, and what those were made from, whether they are still here or only their recipes. */
    private void addOrigins(String recipe, Map<String, String> recipes, Set<String> seen, List<StoredPackage> all) {
        JsonObject json = JsonReader.readObject(recipe, JsonLimits.DEFAULT);
        String dataset = json.stringOr("dataset", "");
        List<String> parents = json.findArray("parents").map(JsonArray::strings).orElse(List.of());
        for (StoredPackage other : packages.installed().values()) {
            boolean isData = other.manifest().isExamples()
                    && other.manifest().layers().stream().anyMatch(layer -> layer.digest().toString().equals(dataset));
            if ((isData || parents.contains(other.digest().toString())) && !all.contains(other)) {
                all.add(other);
            }
        }
        for (String parent : parents) {
            if (recipes.containsKey(parent) && seen.add(parent)) {
                addOrigins(recipes.get(parent), recipes, seen, all);
            }
        }
    }

    /** Every package, and the lineage. */
    Result ofEcology(byte[] lineage, Consumer<JsonObject> progress, CancellationToken stop) {
        return write("tabitat-ecology.tar", new ArrayList<>(packages.installed().values()), Optional.of(lineage),
                progress, stop);
    }

    private Result write(String file, List<StoredPackage> all, Optional<byte[]> lineage, Consumer<JsonObject> progress,
            CancellationToken stop) {
        List<OciArchive.Packed> manifests = new ArrayList<>();
        Map<Digest, StoredPackage> owners = new LinkedHashMap<>();
        for (StoredPackage one : all) {
            manifests.add(new OciArchive.Packed(Utf8.encode(one.text()), one.name()));
            one.manifest().blobs().forEach(blob -> owners.put(blob.digest(), one));
        }
        Map<Digest, byte[]> inline = new LinkedHashMap<>();
        for (StoredPackage one : all) {
            sign(one, manifests, inline);
        }
        lineage.ifPresent(prov -> {
            inline.put(Digest.of(EMPTY), EMPTY);
            inline.put(Digest.of(prov), prov);
            manifests.add(new OciArchive.Packed(artifact(prov), "lineage"));
        });
        return write(file, OciArchive.write(manifests), owners, inline, all.size(), progress, stop);
    }

    /**
     * A package as a folder of its files with its manifest as {@link SignedPackage#MANIFEST_FILE}, and beside the
     * folder its signatures as Sigstore bundles, {@code <folder>.sig}, {@code <folder>.2.sig} and so on: what
     * {@code model_signing} signs and verifies.
     *
     * @throws InvalidInput when it is not installed
     */
    Result ofFolder(PackageName name, Consumer<JsonObject> progress, CancellationToken stop) {
        StoredPackage stored = packages.installed().get(name.toString());
        if (stored == null) {
            throw new InvalidInput("There is no such package in this tab's store.",
                    Finding.at("export, root").expected("an installed package").found(name));
        }
        String folder = SignedPackage.of(stored.manifest(), stored.digest()).folder();
        List<OciArchive.Piece> pieces = new ArrayList<>();
        Map<Digest, StoredPackage> owners = new LinkedHashMap<>();
        for (Descriptor layer : stored.manifest().layers()) {
            pieces.add(new OciArchive.Piece(folder + "/" + layer.path(), layer.size(), Optional.empty(),
                    Optional.of(layer.digest())));
            owners.put(layer.digest(), stored);
        }
        byte[] manifest = Utf8.encode(stored.text());
        pieces.add(new OciArchive.Piece(folder + "/" + SignedPackage.MANIFEST_FILE, manifest.length,
                Optional.of(manifest), Optional.empty()));
        int n = 0;
        for (byte[] bundle : signatures.bundles(stored)) {
            n++;
            pieces.add(new OciArchive.Piece(folder + (n == 1 ? "" : "." + n) + ".sig", bundle.length,
                    Optional.of(bundle), Optional.empty()));
        }
        return write(folder + "-folder.tar", pieces, owners, Map.of(), 1, progress, stop);
    }

    private Result write(String file, List<OciArchive.Piece> pieces, Map<Digest, StoredPackage> owners,
            Map<Digest, byte[]> inline, int count,
            Consumer<JsonObject> progress, CancellationToken stop) {
        List<Long> sizes = new ArrayList<>();
        pieces.forEach(piece -> sizes.add(piece.size()));
        long total = TarWriter.length(sizes);
        EngineEnvironment.FileMaker maker = environment.file(TYPE);
        ProgressTicker pulse = new ProgressTicker(environment, "export", total, progress, stop);
        for (OciArchive.Piece piece : pieces) {
            maker.add(TarWriter.header(piece.name(), piece.size()));
            Optional<byte[]> bytes = piece.bytes().or(() -> piece.blob().map(inline::get));
            if (bytes.isPresent()) {
                maker.add(bytes.get());
                pulse.passed(piece.size());
            } else {
                Digest blob = piece.blob().orElseThrow();
                store.eachPiece(owners.get(blob), blob, verified -> {
                    maker.add(verified);
                    pulse.passed(verified.length);
                });
            }
            maker.add(TarWriter.padding(piece.size()));
        }
        maker.add(TarWriter.end());
        pulse.end();
        return new Result(JsonObject.of("name", file, "type", TYPE, "bytes", total, "packages", count),
                Optional.of(maker.file()));
    }

    /** Adds what is kept of a package's signatures, each as an artifact whose subject is the package. */
    private void sign(StoredPackage stored, List<OciArchive.Packed> manifests, Map<Digest, byte[]> inline) {
        byte[] manifest = Utf8.encode(stored.text());
        Descriptor subject = new Descriptor(MediaTypes.MANIFEST, stored.digest(), manifest.length, Map.of());
        int n = 0;
        for (SignatureCheck.Found one : signatures.of(stored)) {
            Descriptor envelope = new Descriptor(Envelope.MEDIA_TYPE, Digest.of(one.envelope()), one.envelope().length,
                    Map.of());
            inline.put(Digest.of(EMPTY), EMPTY);
            inline.put(envelope.digest(), one.envelope());
            manifests.add(new OciArchive.Packed(new SignatureArtifact(subject, envelope, one.publicKey()).bytes(),
                    stored.name() + "-signature-" + n++));
        }
    }

    /** A manifest of one file, as the OCI image specification 1.1 has it under "guidelines for artifact usage". */
    private static byte[] artifact(byte[] lineage) {
        return CanonicalJson
                .bytes(JsonObject.of("schemaVersion", 2, "mediaType", MediaTypes.MANIFEST, "artifactType", LINEAGE,
                        "config", new Descriptor(EMPTY_TYPE, Digest.of(EMPTY), EMPTY.length, Map.of()).toJson(),
                        "layers",
                        JsonArray.of(new Descriptor(LINEAGE, Digest.of(lineage), lineage.length, Map.of()).toJson())));
    }

    /**
     * Installs what verifies: {@code {kind: "archive", ok, installed, checked, measured, claimed, notices, refused:
     * [{name, reason}]}}.
     *
     * @throws TabitatException when the file as a whole cannot be read; nothing has changed then
     */
    JsonObject read(Slices file, Consumer<JsonObject> progress, CancellationToken stop) {
        OciArchive archive = OciArchive.read(file);
        Report report = new Report();
        ProgressTicker pulse = new ProgressTicker(environment, "import", file.length(), progress, stop);
        for (OciArchive.Listed listed : archive.manifests()) {
            String name = listed.reference().isEmpty() ? listed.descriptor().digest().shortForm() : listed.reference();
            try {
                take(archive, listed, name, report, pulse, stop);
            } catch (Cancelled cancelled) {
                throw cancelled;
            } catch (TabitatException refused) {
                Finding finding = refused.finding();
                report.refused.add(JsonObject.of("name", name, "reason",
                        refused.getMessage() + (finding.where().isEmpty() ? "" : " " + finding.where() + ".")
                                + (finding.expected().isEmpty() ? "" : " Expected: " + finding.expected() + ".")
                                + (finding.found().isEmpty() ? "" : " Found: " + finding.found() + ".")));
            }
        }
        pulse.end();
        return report.json();
    }

    private void take(OciArchive archive, OciArchive.Listed listed, String name, Report report, ProgressTicker pulse,
            CancellationToken stop) {
        byte[] bytes = archive.manifest(listed);
        JsonObject manifest = JsonReader.readObject(bytes, new JsonLimits(bytes.length, 16));
        if (manifest.stringOr("artifactType", "").equals(LINEAGE)) {
            lineage(archive, manifest, report);
            return;
        }
        if (manifest.stringOr("artifactType", "").equals(SignatureArtifact.TYPE)) {
            signature(archive, bytes, name, report);
            return;
        }
        StoredPackage wanted = StoredPackage.of(bytes, environment.nowUtc());
        StoredPackage here = packages.installed().get(wanted.name());
        if (here != null && !here.digest().equals(wanted.digest())) {
            throw new Incompatible("Another version of this package is in this tab.",
                    Finding.at(wanted.name()).expected("manifest " + wanted.digest().shortForm())
                            .found(here.digest().shortForm())
                            .remedy("Remove the one that is here, then import the file again."));
        }
        packages.download(wanted, new ArchiveSource(archive), done -> pulse.passed(done), stop);
        report.installed.add(wanted.name());
        report.checked.add(wanted.name() + ": " + ByteCount.words(wanted.bytes()) + " in " + wanted.chunks().size()
                + " pieces, manifest " + wanted.digest());
        new CatalogEntry(wanted).claims().forEach(claim -> report.claimed.add(wanted.name() + ": "
                + claim.stringOr("what", "evaluation") + " " + claim.find("value").map(Json::toString).orElse("")));
    }

    /** Keeps a signature of a package that is here; what it is worth, the keys of this tab say. */
    private void signature(OciArchive archive, byte[] manifest, String name, Report report) {
        SignatureArtifact artifact = SignatureArtifact.read(manifest);
        StoredPackage signed = packages.installed().values().stream()
                .filter(one -> one.digest().equals(artifact.subject().digest())).findFirst()
                .orElseThrow(() -> new InvalidInput("This signature is of a package that is not here.",
                        Finding.at(name).expected("the manifest of an installed package")
                                .found(artifact.subject().digest().shortForm())));
        TarEntry entry = archive.require(artifact.envelope());
        byte[] envelope = archive.read(entry, 0, (int) entry.size());
        artifact.envelope().verify(envelope, entry.name());
        signatures.keep(signed, new SignatureCheck.Found(envelope, artifact.publicKey()));
        report.notices.add(signed.name() + " came with a signature; the model shows what it is worth here.");
    }

    /**
     * Keeps a signature that came as a file of its own: a report of the same form, with {@code kind: "signature"},
     * {@code model} and {@code signature}.
     */
    JsonObject readSignature(byte[] json) {
        JsonObject kept = signatures.keep(json, packages.installed().values());
        JsonObject state = kept.object("signature");
        Report report = new Report();
        switch (state.string("state")) {
            case "trusted" -> report.checked.add(kept.string("model") + ": signed by " + state.string("by")
                    + (state.string("covers").equals("package") ? "."
                            : "; its files are signed, its manifest with task, licence and lineage is not."));
            default ->
                report.notices.add(kept.string("model") + " has one more signature. " + state.stringOr("reason", "")
                        + " Trust the signer's public key to have it checked.");
        }
        return report.json().with("kind", "signature").with("model", kept.string("model")).with("signature", state);
    }

    private void lineage(OciArchive archive, JsonObject manifest, Report report) {
        for (JsonObject layer : manifest.array("layers").objects()) {
            Descriptor descriptor = Descriptor.fromJson(layer);
            TarEntry entry = archive.require(descriptor);
            if (entry.size() > MAX_LINEAGE_BYTES) {
                throw new Unsupported("This lineage is too long.", Finding.at(entry.name())
                        .expected("at most " + MAX_LINEAGE_BYTES + " bytes").found(entry.size() + " bytes"));
            }
            byte[] prov = archive.read(entry, 0, (int) entry.size());
            descriptor.verify(prov, entry.name());
            ImportReport found = ProvJson.verify(prov);
            report.checked.addAll(found.checked());
            report.measured.addAll(found.measured());
            report.claimed.addAll(found.claimed());
            report.notices.addAll(found.notices());
            if (found.ok()) {
                List<DescendantBred> recipes = new ArrayList<>();
                for (LineageRecord record : ProvJson.records(prov)) {
                    if (record.kind().equals(DescendantBred.KIND)
                            && record.typedBody() instanceof DescendantBred bred) {
                        recipes.add(bred);
                    }
                }
                lifecycleStates.addRecipes(recipes);
            }
            found.problems()
                    .forEach(problem -> report.refused.add(JsonObject.of("name", "lineage", "reason", problem)));
        }
    }

    /** What became of an archive. */
    private static final class Report {

        private final List<String> installed = new ArrayList<>();
        private final List<String> checked = new ArrayList<>();
        private final List<String> measured = new ArrayList<>();
        private final List<String> claimed = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private final List<Json> refused = new ArrayList<>();

        JsonObject json() {
            return JsonObject.of("kind", "archive", "ok", refused.isEmpty(), "installed",
                    JsonArray.ofStrings(installed), "checked", JsonArray.ofStrings(checked),
                    "measured", JsonArray.ofStrings(measured), "claimed", JsonArray.ofStrings(claimed), "notices",
                    JsonArray.ofStrings(notices),
                    "refused", new JsonArray(refused));
        }
    }
}
