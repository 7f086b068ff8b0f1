package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.NotHtml;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.signing.Envelope;
import dev.tabitat.core.signing.SignatureArtifact;
import dev.tabitat.core.signing.SignatureCheck;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The read-only part of an OCI registry (OCI distribution specification 1.1), reached under {@code /v2/}. */
public final class Registry {

    /** The ledger's word for what is fetched here. */
    public static final String PURPOSE = "package";

    private static final JsonLimits LISTS = new JsonLimits(1 << 20, 8);

    private static final int MOST_SIGNATURES = 16;
    private static final int MOST_ADAPTERS = 64;
    private static final int MOST_PAGES = 100;

    private final ByteSource source;
    private final Traffic traffic;

    public Registry(ByteSource source, Traffic traffic) {
        this.source = source;
        this.traffic = traffic;
    }

    /**
     * Every package that is offered. A package whose manifest cannot be read is left out: what is wrong with it is told
     * when somebody asks for it by name.
     */
    public List<StoredPackage> catalog(String nowUtc, Stop stop) {
        List<StoredPackage> offered = new ArrayList<>();
        for (String name : list("/v2/_catalog", "repositories", stop)) {
            if (!PackageName.isName(name)) {
                continue;
            }
            for (String tag : list("/v2/" + name + "/tags/list", "tags", stop)) {
                if (PackageName.isTag(tag)) {
                    readable(new PackageName(name, tag), nowUtc, stop).ifPresent(offered::add);
                }
            }
        }
        return offered;
    }

    private Optional<StoredPackage> readable(PackageName name, String nowUtc, Stop stop) {
        try {
            return Optional.of(manifest(name, nowUtc, stop));
        } catch (Unavailable e) {
            throw e;
        } catch (TabitatException unreadable) {
            stop.check();
            return Optional.empty();
        }
    }

    /** A list with all its pages, which follow each other by {@code Link: <path>; rel="next"} (RFC 8288). */
    private List<String> list(String path, String member, Stop stop) {
        List<String> all = new ArrayList<>();
        String[] next = {path};
        for (int page = 0; !next[0].isEmpty(); page++) {
            if (page == MOST_PAGES) {
                throw new DamagedData("The registry's list does not end.", Finding.at(source.origin() + path).expected("at most " + MOST_PAGES + " pages").found("more"));
            }
            String here = next[0];
            ByteSource.Answer answer = source.get(here, Optional.empty(), stop);
            next[0] = nextPage(answer.header("link"));
            byte[] bytes = body(here, answer, LISTS.maxBytes(), stop);
            NotHtml.require(bytes, here);
            all.addAll(JsonReader.readObject(bytes, LISTS).array(member).strings());
        }
        return all;
    }

    /** The path of the next page; empty without one. Another origin is never followed. */
    static String nextPage(String link) {
        int open = link.indexOf('<');
        int close = link.indexOf('>');
        if (open < 0 || close < open || link.indexOf("rel=\"next\"", close) < 0 && link.indexOf("rel=next", close) < 0) {
            return "";
        }
        String target = link.substring(open + 1, close);
        int path = target.indexOf("/v2/");
        boolean isHere = path == 0 || path > 0 && target.indexOf("://") > 0;
        return isHere ? target.substring(path) : "";
    }

    /**
     * A package's manifest by its tag.
     *
     * @throws InvalidInput when the host has no such package
     * @throws DamagedData when what came is no manifest, is of another package or does not match its own digest
     * @throws dev.tabitat.core.error.Unsupported when it is of a newer format
     */
    public StoredPackage manifest(PackageName name, String nowUtc, Stop stop) {
        String path = "/v2/" + name.name() + "/manifests/" + name.tag();
        ByteSource.Answer answer = source.get(path, Optional.empty(), stop);
        if (answer.status() == 404) {
            answer.close();
            traffic.request(source.origin(), PURPOSE, 0, 0);
            throw new InvalidInput("The server has no such package.",
                    Finding.at(source.origin()).expected("a package of its catalogue").found(name));
        }
        byte[] bytes = body(path, answer, Manifest.MAX_BYTES, stop);
        String promised = answer.header("docker-content-digest");
        StoredPackage found = StoredPackage.of(bytes, nowUtc);
        if (!promised.isEmpty() && !promised.equals(found.digest().toString())) {
            throw new DamagedData("The manifest is not the one that the server announced.",
                    Finding.at(path).expected(promised).found(found.digest()).remedy("Try again."));
        }
        if (!found.manifest().name().equals(name)) {
            throw new DamagedData("The server gave the manifest of another package.",
                    Finding.at(path).expected(name).found(found.name()));
        }
        return found;
    }

    /**
     * The signatures that the registry has of a manifest: by its referrers, or where it knows none of them, by the tag
     * {@code sha256-<hex>} (OCI distribution specification 1.1, "Referrers Tag Schema"). At most 16; what is malformed or does
     * not verify as the blob that it should be is left out.
     */
    public List<SignatureCheck.Found> signatures(PackageName name, Digest manifest, Stop stop) {
        List<SignatureCheck.Found> found = new ArrayList<>();
        for (JsonObject entry : referrers(name.name(), manifest, SignatureArtifact.TYPE, MOST_SIGNATURES, stop)) {
            signature("/v2/" + name.name(), entry, manifest, stop).ifPresent(found::add);
        }
        return found;
    }

    /**
     * The adapters that refer to a base's manifest, at most 64; what is malformed, or refers to something else, is left out. Their
     * blobs lie in the base's repository, see {@link Within}.
     */
    public List<StoredPackage> adapters(String repository, Digest base, String nowUtc, Stop stop) {
        List<StoredPackage> found = new ArrayList<>();
        for (JsonObject entry : referrers(repository, base, MediaTypes.ADAPTER, MOST_ADAPTERS, stop)) {
            adapter("/v2/" + repository, entry, base, nowUtc, stop).ifPresent(found::add);
        }
        return found;
    }

    private Optional<StoredPackage> adapter(String repository, JsonObject entry, Digest base, String nowUtc, Stop stop) {
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
     * What refers to a manifest: by the registry's list of referrers, or where it knows none, by the tag {@code sha256-<hex>}.
     *
     * @param artifactType of the referrers that are wanted
     */
    private List<JsonObject> referrers(String repository, Digest manifest, String artifactType, int most, Stop stop) {
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

    private Optional<SignatureCheck.Found> signature(String repository, JsonObject entry, Digest manifest, Stop stop) {
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

    /** A registry of another origin without this list may refuse in a way that no page can read: that counts as none. */
    private Optional<byte[]> listed(String path, Stop stop) {
        try {
            return maybe(path, LISTS.maxBytes(), stop);
        } catch (Unavailable unreadable) {
            return Optional.empty();
        }
    }

    /** The bytes at a path; empty when there is nothing. */
    private Optional<byte[]> maybe(String path, int limit, Stop stop) {
        ByteSource.Answer answer = source.get(path, Optional.empty(), stop);
        if (answer.status() == 404) {
            answer.close();
            traffic.request(source.origin(), PURPOSE, 0, 0);
            return Optional.empty();
        }
        return Optional.of(body(path, answer, limit, stop));
    }

    private byte[] small(String path, int limit, Stop stop) {
        return body(path, source.get(path, Optional.empty(), stop), limit, stop);
    }

    private byte[] body(String path, ByteSource.Answer answer, int limit, Stop stop) {
        byte[] bytes = new byte[0];
        try {
            requireStatus(answer.status(), source.origin() + path);
            for (byte[] next = answer.next(); next.length > 0; next = answer.next()) {
                stop.check();
                if (bytes.length + (long) next.length > limit) {
                    throw new DamagedData("The answer is too long.",
                            Finding.at(path).expected("at most " + limit + " bytes").found("more"));
                }
                int at = bytes.length;
                bytes = Arrays.copyOf(bytes, at + next.length);
                System.arraycopy(next, 0, bytes, at, next.length);
            }
            return bytes;
        } finally {
            answer.close();
            traffic.request(source.origin(), PURPOSE, 0, bytes.length);
        }
    }

    /** @throws Unavailable unless the status is 200 or 206 */
    static void requireStatus(int status, String where) {
        if (status == 401 || status == 403) {
            throw new Unavailable("The registry wants to know who asks; only what is open to everybody can be fetched.",
                    Finding.at(where).expected("status 200 or 206").found("status " + status).remedy("Use a registry that is open to read, or bring the package as a file."));
        }
        if (status != 200 && status != 206) {
            throw new Unavailable(status == 404 ? "The server does not have this." : "The server did not give what was asked for.",
                    Finding.at(where).expected("status 200 or 206").found("status " + status).remedy("Try again later."));
        }
    }
}
