package dev.tabitat.core.hub;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.List;
import java.util.Optional;

/**
 * A hub's addresses: its interface, and the origins that its files may come from.
 *
 * <pre>
 * GET {origin}/api/models/{owner}/{name}/revision/{revision}                   {@link HubModel}
 * GET {origin}/api/models/{owner}/{name}/tree/{revision}?recursive=true        {@link HubTree}, pages by the Link header
 * GET {origin}/api/models?search={text}&amp;limit={limit}                         {@link HubSearch}
 * GET {origin}/{owner}/{name}/resolve/{commit}/{path}                          the file, or a redirect to a file origin
 * GET {origin}/{owner}/{name}/raw/{commit}/{path}                              the file in git: of a large one its pointer
 * </pre>
 *
 * Source: the Hub API Endpoints page of the Hugging Face Hub documentation.
 *
 * @param origin of the interface, normalised by {@link RegistryOrigins#origin}
 * @param files origins that {@code resolve} may redirect to
 */
public record HubAddresses(String origin, FileOrigins files) {

    /** The public hub. */
    public static final HubAddresses HUGGING_FACE = new HubAddresses("https://huggingface.co",
            FileOrigins.parse(List.of("https://*.hf.co", "https://*.huggingface.co")));

    /** Hits that one search may ask for. */
    public static final int MAX_HITS = 100;

    private static final int MAX_SEARCH = 200;

    public HubAddresses {
        origin = RegistryOrigins.origin(origin);
    }

    /** What is known of a model at a revision. */
    public String model(HubModelId id, HubRevision revision) {
        return origin + "/api/models/" + id + "/revision/" + UrlText.segment(revision.text());
    }

    /**
     * The first page of a model's files. @param revision the commit that {@link HubModel} named, so that pages agree
     */
    public String tree(HubModelId id, HubRevision revision) {
        return origin + "/api/models/" + id + "/tree/" + UrlText.segment(revision.text()) + "?recursive=true";
    }

    /**
     * The page after one of {@link #tree}.
     *
     * @param link the value of its {@code Link} header (RFC 8288); empty where it had none
     * @return the address; empty after the last page
     * @throws InvalidInput when it leads to another origin
     */
    public Optional<String> nextPage(String link) {
        Optional<String> next = LinkHeader.next(link);
        if (next.isEmpty()) {
            return next;
        }
        String address = next.get().startsWith("/") && !next.get().startsWith("//") ? origin + next.get() : next.get();
        String found = RegistryOrigins.ofUrl(address);
        if (!found.equals(origin)) {
            throw new InvalidInput("The hub's list of files goes on at another origin.",
                    Finding.at("header Link").expected(origin).found(found)
                            .remedy("Ask whoever runs the hub; nothing was fetched from there."));
        }
        return Optional.of(address);
    }

    /**
     * A file at a commit, so that its bytes can never change under the address.
     *
     * @throws InvalidInput when the revision is no commit, or the path leads out of the repository
     */
    public String resolve(HubModelId id, HubRevision commit, String path) {
        return file(id, "resolve", commit, path);
    }

    /** A file as it lies in git: of a large one its {@link LfsPointer}. @throws InvalidInput as {@link #resolve} */
    public String raw(HubModelId id, HubRevision commit, String path) {
        return file(id, "raw", commit, path);
    }

    private String file(HubModelId id, String verb, HubRevision commit, String path) {
        if (!commit.isCommit()) {
            throw new InvalidInput("A file's address needs a commit.",
                    Finding.at("revision").expected("40 hexadecimal digits").found("\"" + commit + "\""));
        }
        HubFile.requirePath(path);
        return origin + "/" + id + "/" + verb + "/" + commit + "/" + UrlText.path(path);
    }

    /** A search for models. @param limit 1 to {@link #MAX_HITS} @throws InvalidInput for an empty or very long text */
    public String search(String text, int limit) {
        String words = text.strip();
        if (words.isEmpty() || words.length() > MAX_SEARCH) {
            throw new InvalidInput("A search needs some words.",
                    Finding.at("search").expected("1 to " + MAX_SEARCH + " characters")
                            .found(words.length() + " characters"));
        }
        if (limit < 1 || limit > MAX_HITS) {
            throw new InvalidInput("A search asks for too many or too few models.",
                    Finding.at("limit").expected("1 to " + MAX_HITS).found(limit));
        }
        return origin + "/api/models?search=" + UrlText.segment(words) + "&limit=" + limit;
    }

    /** Whether a redirect of this hub may be followed: to its own origin, or to one of its file origins. */
    public boolean mayRedirectTo(String url) {
        try {
            return RegistryOrigins.ofUrl(url).equals(origin) || files.allow(url);
        } catch (InvalidInput notAnOrigin) {
            return false;
        }
    }
}
