package dev.tabitat.web.fetch;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.NotHtml;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.core.text.Split;
import dev.tabitat.core.text.Utf8;
import java.util.Optional;

/** Fetches anonymous tokens (Docker's "Token Authentication Specification", which OCI registries follow). */
final class TokenServer {

    private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 8);
    private static final int MAX_TOKEN_LENGTH = 16_384;
    private static final int MAX_SCOPES = 16;
    /** What a token lives at least, whatever is said, and when nothing is said. */
    private static final long MIN_SECONDS = 60;
    private static final long MAX_SECONDS = 86_400;
    /** A token is not used in its last seconds. */
    private static final double MARGIN_MILLIS = 10_000;

    private final Http http;
    private final RegistryOrigins entry;
    private final DownloadClock pace;
    private final Traffic traffic;

    TokenServer(Http http, RegistryOrigins entry, DownloadClock pace, Traffic traffic) {
        this.http = http;
        this.entry = entry;
        this.pace = pace;
        this.traffic = traffic;
    }

    /** What the token server gives. */
    sealed interface Reply permits Token, Busy {}

    /** @param expiresMillis on the clock of {@link DownloadClock#millis} */
    record Token(String value, double expiresMillis) implements Reply {}

    /**
     * The server is too busy and says, by Retry-After, when to come back.
     *
     * @param answer what it answered, still open and not yet counted as traffic
     */
    record Busy(ByteSource.Answer answer) implements Reply {}

    /**
     * Fetches the token that a challenge requires.
     *
     * @throws Refused when the token server is of an origin that the registry's entry does not name
     * @throws Unavailable when it does not answer, or requires a sign-in
     * @throws DamagedData when its answer holds no token
     */
    Reply fetch(Challenge challenge, CancellationToken stop) {
        String url = url(challenge);
        requireNamed(url);
        ByteSource.Answer answer;
        try {
            answer = http.get(new Http.Request(url, "application/json", Optional.empty(), "", Http.Redirects.REFUSE),
                    stop);
        } catch (Unavailable e) {
            throw new Unavailable("The registry's token server did not answer.", e.finding().remedy(
                    "Check the network. The token server must allow pages of other origins to read it (CORS), and the host of this page must have been started with "
                            + option(RegistryOrigins.ofUrl(url)) + "."));
        }
        if (RetryAfter.of(answer, pace.wallMillis()).isPresent()) {
            return new Busy(answer);
        }
        byte[] bytes = new byte[0];
        try {
            if (RegistrySource.isRedirect(answer.status())) {
                throw new Refused("The registry's token server redirects to another address; nothing was sent there.",
                        Finding.at(url).expected("a token").found("a redirect")
                                .remedy("Use a registry whose token server answers itself."));
            }
            RegistryFailure.require(answer.status(), url);
            bytes = SmallBody.read(answer, url, LIMITS.maxBytes(), pace, stop);
        } finally {
            answer.close();
            traffic.request(RegistryOrigins.ofUrl(url), Registry.PURPOSE, 0, bytes.length);
        }
        return read(bytes, url);
    }

    private Token read(byte[] bytes, String url) {
        NotHtml.require(bytes, url);
        JsonObject json = JsonReader.readObject(bytes, LIMITS);
        String token = json.stringOr("token", json.stringOr("access_token", ""));
        if (token.isEmpty() || token.length() > MAX_TOKEN_LENGTH || !isVisible(token)) {
            throw new DamagedData("The registry's token server gave no usable token.",
                    Finding.at(url).expected("token or access_token, visible ASCII")
                            .found(token.isEmpty() ? "neither" : token.length() + " characters")
                            .remedy("Try again later, or tell whoever runs the registry."));
        }
        long seconds = Math.max(MIN_SECONDS, Math.min(MAX_SECONDS, json.integerOr("expires_in", MIN_SECONDS)));
        return new Token(token, pace.millis() + seconds * 1000.0 - MARGIN_MILLIS);
    }

    private static boolean isVisible(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /**
     * The realm must be of the registry's own origin, or of one that its entry names; what is asked tells the server
     * which repository is read.
     */
    private void requireNamed(String url) {
        String origin;
        try {
            origin = RegistryOrigins.ofUrl(url);
        } catch (InvalidInput e) {
            throw new Refused("The registry names a token server with a malformed address.",
                    Finding.at(entry.origin()).expected("an http or https URL").found(url)
                            .remedy("Tell whoever runs the registry."));
        }
        if (!origin.equals(entry.origin()) && !entry.tokens().contains(origin)) {
            throw new Refused(
                    "The registry's token server is at " + origin
                            + ", which the registry's entry does not name; nothing was sent there.",
                    Finding.at(entry.origin()).expected("a token server that the entry names").found(origin)
                            .remedy("If the registry is to be trusted with it, start the host with " + option(origin)
                                    + "."));
        }
    }

    private String option(String tokenOrigin) {
        return tokenOrigin.equals(entry.origin()) ? "--registry " + tokenOrigin
                : "--registry \"" + entry.origin() + " token=" + tokenOrigin + "\"";
    }

    /** The realm with the service and each scope as its query. */
    private static String url(Challenge challenge) {
        String realm = challenge.parameter("realm");
        int fragment = realm.indexOf('#');
        StringBuilder url = new StringBuilder(fragment < 0 ? realm : realm.substring(0, fragment));
        String separator = realm.indexOf('?') < 0 ? "?" : "&";
        if (!challenge.parameter("service").isEmpty()) {
            url.append(separator).append("service=").append(encoded(challenge.parameter("service")));
            separator = "&";
        }
        int scopes = 0;
        for (String scope : Split.array(challenge.parameter("scope"), ' ')) {
            if (!scope.isEmpty() && scopes++ < MAX_SCOPES) {
                url.append(separator).append("scope=").append(encoded(scope));
                separator = "&";
            }
        }
        return url.toString();
    }

    /**
     * Percent-encoded but for unreserved characters (RFC 3986, section 2.3) and those that a query may have as they
     * are.
     */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : Utf8.encode(text)) {
            char c = (char) (b & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || "-._~:/,".indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append("0123456789ABCDEF".charAt(c >> 4)).append("0123456789ABCDEF".charAt(c & 15));
            }
        }
        return encoded.toString();
    }
}
