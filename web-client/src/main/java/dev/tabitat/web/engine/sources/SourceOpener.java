package dev.tabitat.web.engine.sources;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.hub.HubAddresses;
import dev.tabitat.core.hub.HubFile;
import dev.tabitat.core.hub.HubModel;
import dev.tabitat.core.hub.HubModelId;
import dev.tabitat.core.hub.HubRevision;
import dev.tabitat.core.importing.ModelFile;
import dev.tabitat.core.importing.OciModelFiles;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.DownloadClock;
import dev.tabitat.web.fetch.FileStream;
import dev.tabitat.web.fetch.HubSource;
import dev.tabitat.web.fetch.RegistryFiles;
import dev.tabitat.web.fetch.SmallFile;
import dev.tabitat.web.fetch.UrlFile;
import dev.tabitat.web.protocol.params.ModelSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens sources: asks them which files they have, after the person agreed that they are asked. */
final class SourceOpener {

    private static final int MAX_MANIFEST = 4 << 20;
    private static final String SEES_FILES = "It would see which files are requested, the address of this device and nothing of yours.";

    private final EngineEnvironment environment;
    private final Ledger ledger;
    private final HubAccess hub;
    private final Consents consents;

    SourceOpener(EngineEnvironment environment, Ledger ledger, HubAccess hub, Consents consents) {
        this.environment = environment;
        this.ledger = ledger;
        this.hub = hub;
        this.consents = consents;
    }

    /**
     * Opens a source.
     *
     * @param bytes of files of this device
     * @param consent as {@link Consents#require} takes it
     * @throws dev.tabitat.core.error.NeedsConsent when nobody has agreed that its origin is contacted
     */
    OpenedSource open(ModelSource source, Optional<Slices> bytes, Optional<Boolean> consent, DownloadClock pace,
            CancellationToken stop) {
        if (source instanceof ModelSource.Files files) {
            if (bytes.isEmpty()) {
                throw new InvalidInput("There are no files.",
                        Finding.at("source, files").expected("a list of File objects").found("nothing"));
            }
            return LocalSource.of(files, bytes.get());
        }
        if (source instanceof ModelSource.Oci oci) {
            return registry(OciReference.parse(oci.reference()), consent, pace, stop);
        }
        if (source instanceof ModelSource.Url url) {
            Optional<ModelSource.Hub> inHub = hub.addresses().isEmpty() ? Optional.empty()
                    : HubLink.parse(url.address(), hub.addresses().get().origin());
            return inHub.isPresent() ? hub(inHub.get(), consent, pace, stop) : url(url.address(), consent, pace, stop);
        }
        return hub((ModelSource.Hub) source, consent, pace, stop);
    }

    /** The hub, after the person agreed. */
    HubSource hub(Optional<Boolean> consent, DownloadClock pace) {
        HubAddresses addresses = hub.requireAddresses();
        consents.require(addresses.origin(), consent,
                "It would see which models you search for and download, the address of this device, and nothing else.");
        return hub.source(pace);
    }

    private OpenedSource hub(ModelSource.Hub wanted, Optional<Boolean> consent, DownloadClock pace,
            CancellationToken stop) {
        HubModelId id = HubModelId.parse(wanted.id());
        HubRevision revision = wanted.revision().isPresent() ? new HubRevision(wanted.revision().get())
                : HubRevision.MAIN;
        HubSource source = hub(consent, pace);
        HubModel model = source.model(id, revision, stop);
        List<SourceFile> files = new ArrayList<>();
        for (HubFile file : source.files(id, model.commit(), stop)) {
            files.add(SourceFile.of(file));
        }
        String coordinates = "hf:" + id + "@" + model.commit();
        JsonObject again = JsonObject.of("hub", id.toString(), "revision", model.commit().text());
        return new RemoteSource(files, coordinates, source.addresses().origin() + "/" + id,
                source.addresses().origin() + " " + coordinates, "lfs-sha256", id.toString(), Optional.of(model), again,
                new FileStream(source.source(id, model.commit()), ledger, pace));
    }

    private OpenedSource registry(OciReference reference, Optional<Boolean> consent, DownloadClock pace,
            CancellationToken stop) {
        consents.require(reference.origin(), consent, SEES_FILES);
        ByteSource registry = environment.registry(reference.origin(), ledger);
        String path = "/v2/" + reference.repository() + "/manifests/" + reference.tagOrDigest();
        RegistryFiles manifests = new RegistryFiles(registry, Map.of("manifest", path));
        byte[] manifest = new SmallFile(manifests, ledger, pace).read("manifest", MAX_MANIFEST, stop);
        Digest digest = Digest.of(manifest);
        if (reference.digest().isPresent() && !reference.digest().get().equals(digest)) {
            throw new DamagedData("The manifest is not the one that was asked for.",
                    Finding.at(reference.toString()).expected(reference.digest().get()).found(digest)
                            .remedy("Try again, or tell whoever serves the registry."));
        }
        OciModelFiles model = OciModelFiles.read(manifest);
        List<SourceFile> files = new ArrayList<>();
        Map<String, String> blobs = new LinkedHashMap<>();
        for (OciModelFiles.Layer layer : model.layers()) {
            files.add(SourceFile.of(layer.file()));
            blobs.put(layer.file().path(), "/v2/" + reference.repository() + "/blobs/" + layer.digest());
        }
        String pinned = reference.pinned(digest);
        String repository = reference.repository();
        return new RemoteSource(files, "oci:" + pinned, "", "oci:" + pinned, "oci-digest",
                repository.substring(repository.lastIndexOf('/') + 1), Optional.empty(),
                JsonObject.of("oci", pinned), new FileStream(new RegistryFiles(registry, blobs), ledger, pace));
    }

    private OpenedSource url(String address, Optional<Boolean> consent, DownloadClock pace, CancellationToken stop) {
        String plain = address.indexOf('#') < 0 ? address : address.substring(0, address.indexOf('#'));
        String origin = RegistryOrigins.ofUrl(plain);
        consents.require(origin, consent, SEES_FILES);
        UrlFile file = new UrlFile(environment.http(), plain);
        UrlFile.Head head;
        try {
            head = file.head(stop);
        } finally {
            ledger.request(origin, FileStream.PURPOSE, 0, 0);
        }
        String path = plain.indexOf('?') < 0 ? plain : plain.substring(0, plain.indexOf('?'));
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty() || path.indexOf('/', origin.length()) < 0) {
            throw new InvalidInput("This is no address of a file.", Finding.at("source, url")
                    .expected("an address that ends with a file's name, such as .../model.gguf").found(plain));
        }
        return new RemoteSource(List.of(SourceFile.of(new ModelFile(name, head.bytes(), Optional.empty()))), plain,
                "", head.version().isEmpty() ? "" : plain + " " + head.version(), "local", name, Optional.empty(),
                JsonObject.of("url", plain), new FileStream(file, ledger, pace));
    }

    /** A name for what is at a source, when nothing of it is known yet: for messages. */
    static String words(ModelSource source) {
        if (source instanceof ModelSource.Hub hub) {
            return hub.id();
        }
        if (source instanceof ModelSource.Oci oci) {
            return oci.reference();
        }
        return source instanceof ModelSource.Url url ? url.address() : "files of this device";
    }
}
