package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OCI registry of another origin, read anonymously.
 *
 * <p>
 * Where it answers 401 with a Bearer challenge, an anonymous token is fetched and the request sent once more; where the
 * token server is too busy and says when to come back, its answer stands for the registry's, so that a caller that
 * waits for one waits for both. Redirects are followed for blobs only, and only where the registry's entry names
 * origins for them; from any other origin no byte is read.
 */
public final class RegistrySource implements ByteSource {

    private static final String MANIFESTS = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";
    private static final List<String> KINDS = List.of("/manifests/", "/blobs/", "/tags/", "/referrers/");
    private static final int MAX_TOKENS = 256;

    private final Http http;
    private final RegistryOrigins entry;
    private final Traffic traffic;
    private final TokenServer tokens;
    private final Map<String, TokenServer.Token> tokenByRepository = new LinkedHashMap<>();
    private final DownloadClock pace;

    /** @param entry what the host of the page says about this registry */
    public RegistrySource(Http http, RegistryOrigins entry, DownloadClock pace, Traffic traffic) {
        this.http = http;
        this.entry = entry;
        this.pace = pace;
        this.traffic = traffic;
        this.tokens = new TokenServer(http, entry, pace, traffic);
    }

    @Override
    public String origin() {
        return entry.origin();
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        boolean follows = path.indexOf("/blobs/") >= 0 && !entry.blobs().isEmpty();
        String repository = repository(path);
        Http.Request request = new Http.Request(origin() + path, accepted(path), span, token(repository),
                follows ? Http.Redirects.FOLLOW : Http.Redirects.REFUSE);
        Answer answer = send(request, stop);
        if (answer.status() != 401) {
            return answer;
        }
        String header = answer.header("www-authenticate");
        answer.close();
        traffic.request(origin(), Registry.PURPOSE, 0, 0);
        tokenByRepository.remove(repository);
        TokenServer.Reply reply = tokens.fetch(challenge(header, request.url()), stop);
        if (reply instanceof TokenServer.Busy busy) {
            return busy.answer();
        }
        TokenServer.Token token = (TokenServer.Token) reply;
        Answer second = send(request.withToken(token.value()), stop);
        if (second.status() == 401) {
            second.close();
            traffic.request(origin(), Registry.PURPOSE, 0, 0);
            throw RegistryFailure.signIn(request.url());
        }
        if (tokenByRepository.size() >= MAX_TOKENS) {
            tokenByRepository.clear();
        }
        tokenByRepository.put(repository, token);
        return second;
    }

    private String token(String repository) {
        TokenServer.Token token = tokenByRepository.get(repository);
        return token == null || token.expiresMillis() <= pace.millis() ? "" : token.value();
    }

    private static Challenge challenge(String header, String where) {
        Optional<Challenge> bearer = Challenge.bearer(header);
        if (bearer.isPresent()) {
            return bearer.get();
        }
        if (header.isEmpty()) {
            throw new Unavailable(
                    "The registry requires a token, and does not let pages of other origins read where it is issued.",
                    Finding.at(where).expected("a readable header WWW-Authenticate").found("none").remedy(
                            "The registry must send Access-Control-Expose-Headers: WWW-Authenticate, or it requires a sign-in, which is not supported."));
        }
        throw RegistryFailure.signIn(where);
    }

    /** The repository that a path is in; empty for the catalogue. Tokens are for one repository. */
    static String repository(String path) {
        int end = -1;
        for (String kind : KINDS) {
            end = Math.max(end, path.lastIndexOf(kind));
        }
        return end < 4 ? "" : path.substring(4, end);
    }

    /**
     * Registries answer with an older form of manifest unless they are asked for these (OCI distribution specification,
     * "Pulling manifests").
     */
    static String accepted(String path) {
        return path.indexOf("/manifests/") < 0 && path.indexOf("/referrers/") < 0 ? "" : MANIFESTS;
    }

    /** Whether an answer only names another address. */
    static boolean isRedirect(int status) {
        return status == REDIRECTED || status >= 300 && status < 400 && status != 304;
    }

    private Answer send(Http.Request request, CancellationToken stop) {
        Answer answer;
        try {
            answer = http.get(request, stop);
        } catch (Unavailable e) {
            throw new Unavailable(e.getMessage(), e.finding().remedy(reasons(request)));
        }
        try {
            requireKnownOrigin(request, answer);
            return answer;
        } catch (Refused e) {
            answer.close();
            traffic.request(origin(), Registry.PURPOSE, 0, 0);
            throw e;
        }
    }

    private void requireKnownOrigin(Http.Request request, Answer answer) {
        if (isRedirect(answer.status())) {
            String remedy = request.url().indexOf("/blobs/") < 0
                    ? "Only requests for blobs may be redirected: use the address that answers itself."
                    : "If the registry is to be trusted with it, start the host with --registry \"" + origin()
                            + " blobs=ORIGIN\", where ORIGIN is"
                            + " that of the header Location which the registry sends for this address.";
            throw new Refused(
                    "The registry redirects to another address, which its entry does not name; nothing was sent there.",
                    Finding.at(request.url()).expected("an answer from " + origin()).found("a redirect")
                            .remedy(remedy));
        }
        if (answer.url().isEmpty()) {
            return;
        }
        String found = finalOrigin(answer.url());
        boolean isNamed = found.equals(origin())
                || request.redirects() == Http.Redirects.FOLLOW && entry.blobs().contains(found);
        if (!isNamed) {
            throw new Refused(
                    "The registry redirected to an origin that its entry does not name; what came from there was not read.",
                    Finding.at(request.url())
                            .expected("an answer from " + origin()
                                    + (entry.blobs().isEmpty() ? "" : " or " + String.join(", ", entry.blobs())))
                            .found(found)
                            .remedy("If the registry is to be trusted with it, start the host with --registry \""
                                    + origin() + " blobs=" + found + "\"."));
        }
    }

    private static String finalOrigin(String url) {
        try {
            return RegistryOrigins.ofUrl(url);
        } catch (InvalidInput malformed) {
            return url;
        }
    }

    /** A browser does not say why a request to another origin failed, so that all the likely reasons are given. */
    private String reasons(Http.Request request) {
        String redirects = request.redirects() == Http.Redirects.FOLLOW
                ? " If it redirects, the address must be of an origin that the host names with blobs=: "
                        + String.join(", ", entry.blobs()) + "."
                : "";
        return "Check the address and the network. The registry must allow pages of other origins to read it (CORS), and the host of this page"
                + " must have been started with --registry " + origin() + "." + redirects;
    }
}
