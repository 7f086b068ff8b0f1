package dev.tabitat.web.fetch;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.hub.HubAddresses;
import dev.tabitat.core.hub.HubFailure;
import dev.tabitat.core.hub.HubFile;
import dev.tabitat.core.hub.HubModel;
import dev.tabitat.core.hub.HubModelId;
import dev.tabitat.core.hub.HubRevision;
import dev.tabitat.core.hub.HubSearch;
import dev.tabitat.core.hub.HubTree;
import dev.tabitat.core.packages.NotHtml;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A model hub of another origin, asked for what is public, or with a token for what the person may read there.
 *
 * <p>
 * The token goes to the hub's own origin: browsers take it off a request that is redirected to another one (Fetch,
 * "HTTP-redirect fetch", step 13). A redirect is followed to the hub's file origins only: the page's policy lets the
 * browser contact no other, and from any other no byte is read.
 */
public final class HubSource {

    private static final String JSON = "application/json";
    private static final int MAX_ANSWER = 16 << 20;
    private static final int MAX_PAGES = 200;

    private final Http http;
    private final HubAddresses addresses;
    private final Traffic traffic;
    private final DownloadClock pace;
    private final Supplier<String> token;

    /** @param token the bearer token; empty for none */
    public HubSource(Http http, HubAddresses addresses, Traffic traffic, DownloadClock pace, Supplier<String> token) {
        this.http = http;
        this.addresses = addresses;
        this.traffic = traffic;
        this.pace = pace;
        this.token = token;
    }

    public HubAddresses addresses() {
        return addresses;
    }

    /**
     * What the hub says of a model at a revision.
     *
     * @throws InvalidInput when there is none, or it has another name now
     * @throws Refused when it is not open to everybody
     */
    public HubModel model(HubModelId id, HubRevision revision, CancellationToken stop) {
        Api api = new Api(id, revision);
        HubModel model = HubModel.read(api.body(addresses.model(id, revision), Http.Redirects.FOLLOW, stop));
        Optional<HubModelId> renamed = model.renamedFrom(id);
        if (renamed.isPresent()) {
            throw new InvalidInput("The model was renamed.",
                    Finding.at(addresses.origin()).expected(id).found(renamed.get())
                            .remedy("Look at " + renamed.get() + ", and use that name if it is the model you meant."));
        }
        if (model.isDisabled()) {
            throw new Refused("The hub has closed this model.", Finding.at(addresses.origin() + "/" + id)
                    .expected("a model that can be downloaded").found("disabled").remedy("Choose another model."));
        }
        return model;
    }

    /** All files of a model. @param commit that {@link #model} named */
    public List<HubFile> files(HubModelId id, HubRevision commit, CancellationToken stop) {
        Api api = new Api(id, commit);
        HubTree tree = new HubTree();
        Optional<String> next = Optional.of(addresses.tree(id, commit));
        for (int page = 0; next.isPresent(); page++) {
            if (page == MAX_PAGES) {
                throw new DamagedData("The hub's list of files does not end.",
                        Finding.at(addresses.origin() + ", " + id).expected("at most " + MAX_PAGES + " pages")
                                .found("more"));
            }
            tree.add(api.body(next.get(), Http.Redirects.REFUSE, stop));
            next = addresses.nextPage(api.link);
        }
        return tree.files();
    }

    /** Models that fit some words, in the hub's order. @param limit 1 to {@link HubAddresses#MAX_HITS} */
    public List<HubSearch.Hit> search(String words, int limit, CancellationToken stop) {
        Api api = new Api(new HubModelId("search", "models"), HubRevision.MAIN);
        return HubSearch.read(api.body(addresses.search(words, limit), Http.Redirects.REFUSE, stop));
    }

    /** The files of a model at a commit, by their paths in the repository. */
    public FileSource source(HubModelId id, HubRevision commit) {
        return new Files(id, commit);
    }

    private ByteSource.Answer send(String url, String accept, Optional<ByteSource.Span> span, Http.Redirects redirects,
            CancellationToken stop) {
        ByteSource.Answer answer;
        try {
            answer = http.get(new Http.Request(url, accept, span, token.get(), redirects), stop);
        } catch (Unavailable e) {
            throw new Unavailable("The hub did not answer.", e.finding().remedy("Check the network. The host of this "
                    + "page must allow " + addresses.origin() + " and the origins of its files, "
                    + String.join(" and ", addresses.files().patterns())
                    + ": if the hub stores files elsewhere now, it is started with --hub-files ORIGIN too."));
        }
        if (!answer.url().isEmpty() && !addresses.mayRedirectTo(answer.url())) {
            answer.close();
            traffic.request(origin(answer), FileStream.PURPOSE, 0, 0);
            throw new Refused(
                    "The hub redirected to an origin that the host of this page does not allow; nothing was read from there.",
                    Finding.at(url)
                            .expected("an answer from " + addresses.origin() + " or "
                                    + String.join(", ", addresses.files().patterns()))
                            .found(origin(answer))
                            .remedy("If it is to be trusted, start the host with --hub-files " + origin(answer) + "."));
        }
        return answer;
    }

    private String origin(ByteSource.Answer answer) {
        if (answer.url().isEmpty()) {
            return addresses.origin();
        }
        try {
            return RegistryOrigins.ofUrl(answer.url());
        } catch (InvalidInput malformed) {
            return answer.url();
        }
    }

    private HubFailure failure(ByteSource.Answer answer) {
        String retryAfter = answer.header("retry-after");
        return new HubFailure(answer.status() == ByteSource.REDIRECTED ? 307 : answer.status(),
                answer.header("x-error-code"), answer.header("x-error-message"),
                FileStream.isNumber(retryAfter) ? OptionalLong.of(Long.parseLong(retryAfter)) : OptionalLong.empty());
    }

    /** Questions about one model. */
    private final class Api {

        private final HubModelId id;
        private final HubRevision revision;
        private String link = "";

        private Api(HubModelId id, HubRevision revision) {
            this.id = id;
            this.revision = revision;
        }

        /** The whole answer; a server that is busy for a short time is waited for. */
        private byte[] body(String url, Http.Redirects redirects, CancellationToken stop) {
            ByteSource once = new ByteSource() {
                @Override
                public String origin() {
                    return addresses.origin();
                }

                @Override
                public String address(String path) {
                    return url;
                }

                @Override
                public Answer get(String path, Optional<Span> span, CancellationToken token) {
                    return send(url, JSON, Optional.empty(), redirects, token);
                }
            };
            ByteSource.Answer answer = new RetryAfterSource(once, pace, traffic, (reason, millis) -> {}).get(url,
                    Optional.empty(), stop);
            long received = 0;
            try {
                if (answer.status() != 200) {
                    throw HubSource.this.failure(answer).toError(addresses.origin(), id, revision, "the model");
                }
                link = answer.header("link");
                byte[] body = SmallBody.read(answer, url, MAX_ANSWER, pace, stop);
                received = body.length;
                NotHtml.require(body, url);
                return body;
            } finally {
                answer.close();
                traffic.request(addresses.origin(), FileStream.PURPOSE, 0, received);
            }
        }
    }

    /** The files of one model. */
    private final class Files implements FileSource {

        private final HubModelId id;
        private final HubRevision commit;

        private Files(HubModelId id, HubRevision commit) {
            this.id = id;
            this.commit = commit;
        }

        @Override
        public String origin() {
            return addresses.origin();
        }

        @Override
        public String address(String path) {
            return addresses.resolve(id, commit, path);
        }

        @Override
        public Answer get(String path, Optional<Span> span, CancellationToken stop) {
            return send(address(path), "", span, Http.Redirects.FOLLOW, stop);
        }

        /** A signed address that has expired is asked for again by the next request. */
        @Override
        public TabitatException failure(Answer answer, String path) {
            boolean isElsewhere = !answer.url().isEmpty()
                    && !HubSource.this.origin(answer).equals(addresses.origin());
            if (isElsewhere && (answer.status() == 401 || answer.status() == 403 || answer.status() == 410)) {
                return new Unavailable("The address that the hub gave for the file has expired.",
                        Finding.at(HubSource.this.origin(answer) + ", " + path).expected("status 200 or 206")
                                .found("status " + answer.status())
                                .remedy("Try again: the hub gives a new one. What has come is kept."));
            }
            return HubSource.this.failure(answer).toError(addresses.origin(), id, commit, path);
        }
    }
}
