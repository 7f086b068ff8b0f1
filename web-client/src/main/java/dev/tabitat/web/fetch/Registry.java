package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.NotHtml;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.core.signing.Envelope;
import dev.tabitat.core.signing.SignatureArtifact;
import dev.tabitat.core.signing.SignatureCheck;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The read-only part of an OCI registry (OCI distribution specification 1.1), reached under {@code /v2/}. */
public final class Registry {

    /** The ledger's word for what is fetched here. */
    public static final String PURPOSE = "package";

    private static final JsonLimits LISTS = new JsonLimits(1 << 20, 8);

    private static final int MAX_SIGNATURES = 16;
    private static final int MAX_ADAPTERS = 64;
    /** Pages of one list, in each of which the registry says how many names there are. */
    private static final int MAX_PAGES = 100;

    private final ByteSource source;
    private final Traffic traffic;
    private final DownloadClock pace;

    public Registry(ByteSource source, Traffic traffic, DownloadClock pace) {
        this.source = source;
        this.traffic = traffic;
        this.pace = pace;
    }

    /**
     * Every package that is offered, within the limits of {@link CatalogReader}.
     *
     * @throws TabitatException when the list of repositories itself cannot be read
     */
    public Catalog catalog(String nowUtc, CancellationToken stop) {
        return new CatalogReader(this, pace).read(nowUtc, stop);
    }

    List<String> repositories(int most, double deadlineMillis, CancellationToken stop) {
        return list("/v2/_catalog", "repositories", most, deadlineMillis, stop);
    }

    List<String> tags(String repository, int most, double deadlineMillis, CancellationToken stop) {
        return list("/v2/" + repository + "/tags/list", "tags", most, deadlineMillis, stop);
    }

    /**
     * A list with its pages, which follow each other by {@code Link: <path>; rel="next"} (RFC 8288): at most
     * {@code most} + 1 entries, the last of which only says that there are more.
     */
    private List<String> list(String path, String member, int most, double deadlineMillis, CancellationToken stop) {
        List<String> all = new ArrayList<>();
        String next = path;
        for (int page = 0; !next.isEmpty() && all.size() <= most && pace.millis() < deadlineMillis; page++) {
            if (page == MAX_PAGES) {
                throw new DamagedData("The registry's list does not end.",
                        Finding.at(source.address(path)).expected("at most " + MAX_PAGES + " pages").found("more"));
            }
            ByteSource.Answer answer = source.get(next, Optional.empty(), stop);
            byte[] bytes = body(next, answer, LISTS.maxBytes(), stop);
            String here = next;
            next = nextPage(answer.header("link"));
            NotHtml.require(bytes, here);
            List<String> names = JsonReader.readObject(bytes, LISTS).findArray(member).map(JsonArray::strings)
                    .orElse(List.of());
            all.addAll(names.subList(0, Math.min(names.size(), most + 1 - all.size())));
        }
        return all;
    }

    /** The path of the next page; empty without one. Another origin is never followed. */
    static String nextPage(String link) {
        int open = link.indexOf('<');
        int close = link.indexOf('>');
        if (open < 0 || close < open
                || link.indexOf("rel=\"next\"", close) < 0 && link.indexOf("rel=next", close) < 0) {
            return "";
        }
        String target = link.substring(open + 1, close);
        int path = target.indexOf("/v2/");
        boolean isHere = path == 0 || path > 0 && target.indexOf("://") > 0;
        return isHere ? target.substring(path) : "";
    }

    /**
     * The manifest at a place: the repository, and the tag. The package has its own name in the manifest, which is the
     * repository's path, or that without a namespace: at {@code acme/lande:q8} may lie {@code acme/lande:q8} or
     * {@code lande:q8}.
     *
     * @throws InvalidInput when the registry has no such package
     * @throws DamagedData when what came is no manifest, is of another package or does not match its own digest
     * @throws dev.tabitat.core.error.Unsupported when it is of a newer format
     */
    public StoredPackage manifest(PackageName place, String nowUtc, CancellationToken stop) {
        String path = "/v2/" + place.name() + "/manifests/" + place.tag();
        ByteSource.Answer answer = source.get(path, Optional.empty(), stop);
        if (answer.status() == 404) {
            answer.close();
            traffic.request(source.origin(), PURPOSE, 0, 0);
            throw new InvalidInput("The server has no such package.",
                    Finding.at(source.origin()).expected("a package of its catalogue").found(place)
                            .remedy("Check the name. If the repository is in a namespace, name that too, as in acme/"
                                    + place + "."));
        }
        byte[] bytes = body(path, answer, Manifest.MAX_BYTES, stop);
        String promised = answer.header("docker-content-digest");
        StoredPackage found = StoredPackage.of(bytes, nowUtc);
        if (!promised.isEmpty() && !promised.equals(found.digest().toString())) {
            throw new DamagedData("The manifest is not the one that the server announced.",
                    Finding.at(path).expected(promised).found(found.digest()).remedy("Try again."));
        }
        if (!found.manifest().name().mayLieAt(place)) {
            throw new DamagedData("The server gave the manifest of another package.",
                    Finding.at(path).expected(place).found(found.name())
                            .remedy("A repository's path must end with the package's own name, and its tag must be the package's own."));
        }
        return found;
    }

    /**
     * The signatures that the registry has of a manifest: by its referrers, or where it knows none of them, by the tag
     * {@code sha256-<hex>} (OCI distribution specification 1.1, "Referrers Tag Schema"). At most 16; what is malformed
     * or does not verify as the blob that it should be is left out.
     */
    public List<SignatureCheck.Found> signatures(String repository, Digest manifest, CancellationToken stop) {
        List<SignatureCheck.Found> found = new ArrayList<>();
        for (JsonObject entry : referrers(repository, manifest, SignatureArtifact.TYPE, MAX_SIGNATURES, stop)) {
            signature("/v2/" + repository, entry, manifest, stop).ifPresent(found::add);
        }
        return found;
    }

    /**
     * The adapters that refer to a base's manifest, at most 64; what is malformed, or refers to something else, is left
     * out. Their blobs lie in the base's repository, see {@link RepositoryBlobs}.
     */
    public List<StoredPackage> adapters(String repository, Digest base, String nowUtc, CancellationToken stop) {
        List<StoredPackage> found = new ArrayList<>();
        for (JsonObject entry : referrers(repository, base, MediaTypes.ADAPTER, MAX_ADAPTERS, stop)) {
            adapter("/v2/" + repository, entry, base, nowUtc, stop).ifPresent(found::add);
        }
        return found;
    }

    private Optional<StoredPackage> adapter(String repository, JsonObject entry, Digest base, String nowUtc,
            CancellationToken stop) {
        try {
            Descriptor described = Descriptor.fromJson(entry);
            byte[] bytes = small(repository + "/manifests/" + described.digest(), Manifest.MAX_BYTES, stop);
            described.verify(bytes, repository);
            StoredPackage adapter = StoredPackage.of(bytes, nowUtc);
            boolean belongs = adapter.manifest().isAdapter()
                    && adapter.manifest().subject().filter(subject -> subject.digest().equals(base)).isPresent();
            return belongs ? Optional.of(adapter) : Optional.empty();
        } catch (Unavailable e) {
            throw e;
        } catch (TabitatException malformed) {
            stop.check();
            return Optional.empty();
        }
    }

    /**
     * What refers to a manifest: by the registry's list of referrers, or where it knows none, by the tag
     * {@code sha256-<hex>}.
     *
     * @param artifactType of the referrers that are wanted
     */
    private List<JsonObject> referrers(String repository, Digest manifest, String artifactType, int most,
            CancellationToken stop) {
        String path = "/v2/" + repository;
        Optional<byte[]> index = listed(path + "/referrers/" + manifest, stop);
        if (index.isEmpty()) {
            index = maybe(path + "/manifests/sha256-" + manifest.hex(), LISTS.maxBytes(), stop);
        }
        List<JsonObject> found = new ArrayList<>();
        if (index.isPresent()) {
            NotHtml.require(index.get(), path);
            for (JsonObject entry : JsonReader.readObject(index.get(), LISTS).array("manifests").objects()) {
                if (found.size() < most && entry.stringOr("artifactType", "").equals(artifactType)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private Optional<SignatureCheck.Found> signature(String repository, JsonObject entry, Digest manifest,
            CancellationToken stop) {
        try {
            Descriptor described = Descriptor.fromJson(entry);
            byte[] bytes = small(repository + "/manifests/" + described.digest(), LISTS.maxBytes(), stop);
            described.verify(bytes, repository);
            SignatureArtifact artifact = SignatureArtifact.read(bytes);
            if (!artifact.subject().digest().equals(manifest)) {
                return Optional.empty();
            }
            byte[] envelope = small(repository + "/blobs/" + artifact.envelope().digest(), Envelope.MAX_BYTES, stop);
            artifact.envelope().verify(envelope, repository);
            return Optional.of(new SignatureCheck.Found(envelope, artifact.publicKey()));
        } catch (Unavailable e) {
            throw e;
        } catch (TabitatException malformed) {
            stop.check();
            return Optional.empty();
        }
    }

    /**
     * A registry of another origin without this list may refuse in a way that no page can read: that counts as none.
     */
    private Optional<byte[]> listed(String path, CancellationToken stop) {
        try {
            return maybe(path, LISTS.maxBytes(), stop);
        } catch (Unavailable unreadable) {
            return Optional.empty();
        }
    }

    /** The bytes at a path; empty when there is nothing. */
    private Optional<byte[]> maybe(String path, int limit, CancellationToken stop) {
        ByteSource.Answer answer = source.get(path, Optional.empty(), stop);
        if (answer.status() == 404) {
            answer.close();
            traffic.request(source.origin(), PURPOSE, 0, 0);
            return Optional.empty();
        }
        return Optional.of(body(path, answer, limit, stop));
    }

    private byte[] small(String path, int limit, CancellationToken stop) {
        return body(path, source.get(path, Optional.empty(), stop), limit, stop);
    }

    private byte[] body(String path, ByteSource.Answer answer, int limit, CancellationToken stop) {
        byte[] bytes = new byte[0];
        try {
            RegistryFailure.require(answer.status(), answer.url().isEmpty() ? source.address(path) : answer.url());
            bytes = SmallBody.read(answer, source.address(path), limit, pace, stop);
            return bytes;
        } finally {
            answer.close();
            traffic.request(answer.url().isEmpty() ? source.origin() : RegistryOrigins.ofUrl(answer.url()), PURPOSE, 0,
                    bytes.length);
        }
    }
}
