package dev.tabitat.core.packages;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Split;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The origins of one OCI registry: where its API, its token servers and the storage of its blobs are.
 *
 * @param origin of the API, normalised by {@link #origin}
 * @param tokens origins that may issue tokens; the API's own origin always may
 * @param blobs origins to which the registry may redirect requests for blobs; without one no redirect is followed
 */
public record RegistryOrigins(String origin, List<String> tokens, List<String> blobs) {

    private static final String TOKEN = "token=";
    private static final String BLOBS = "blobs=";

    public RegistryOrigins {
        tokens = List.copyOf(tokens);
        blobs = List.copyOf(blobs);
    }

    /** A registry that issues its tokens and stores its blobs itself. */
    public static RegistryOrigins only(String origin) {
        return new RegistryOrigins(origin, List.of(), List.of());
    }

    /**
     * Reads {@code ORIGIN [token=ORIGIN]... [blobs=ORIGIN]...}, words separated by spaces.
     *
     * @throws InvalidInput naming the word that is malformed
     */
    public static RegistryOrigins parse(String text) {
        String[] words = Split.words(text.replace('\t', ' '));
        List<String> tokens = new ArrayList<>();
        List<String> blobs = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith(TOKEN)) {
                tokens.add(origin(words[i].substring(TOKEN.length())));
            } else if (words[i].startsWith(BLOBS)) {
                blobs.add(origin(words[i].substring(BLOBS.length())));
            } else {
                throw new InvalidInput("A registry's entry has an unknown part.",
                        Finding.NONE.expected("token=ORIGIN or blobs=ORIGIN after the registry's own origin")
                                .found(words[i]));
            }
        }
        return new RegistryOrigins(origin(words[0]), tokens, blobs);
    }

    public static RegistryOrigins fromJson(JsonObject json) {
        return new RegistryOrigins(origin(json.string("origin")), origins(json, "token"), origins(json, "blobs"));
    }

    private static List<String> origins(JsonObject json, String member) {
        List<String> all = new ArrayList<>();
        json.findArray(member).ifPresent(array -> array.strings().forEach(one -> all.add(origin(one))));
        return all;
    }

    public JsonObject toJson() {
        return JsonObject.of("origin", origin, "token", tokens, "blobs", blobs);
    }

    /** Every origin, each once. */
    public Set<String> all() {
        Set<String> all = new LinkedHashSet<>(List.of(origin));
        all.addAll(tokens);
        all.addAll(blobs);
        return all;
    }

    /**
     * An origin in its normal form: lower case, without a slash at the end and without the scheme's own port.
     *
     * @throws InvalidInput when it is none, or has an IPv6 address, which no security policy can name (CSP 3, section
     * 2.3.1, host-source)
     */
    public static String origin(String text) {
        String origin = (text.endsWith("/") ? text.substring(0, text.length() - 1) : text).toLowerCase(Locale.ROOT);
        int start = origin.startsWith("https://") ? 8 : origin.startsWith("http://") ? 7 : -1;
        if (start > 0 && origin.startsWith("[", start)) {
            throw new InvalidInput(
                    "An IPv6 address in brackets is not allowed in a page's content security policy, so no browser would connect to it.",
                    Finding.NONE.expected("a host name or an IPv4 address").found(text)
                            .remedy("For this device write " + nameable(origin, start, "localhost") + " or "
                                    + nameable(origin, start, "127.0.0.1")
                                    + "; for another one, a host name that resolves to this address."));
        }
        int colon = start < 0 ? -1 : origin.indexOf(':', start);
        String host = start < 0 ? "" : colon < 0 ? origin.substring(start) : origin.substring(start, colon);
        String port = colon < 0 ? "" : origin.substring(colon + 1);
        if (!isHost(host) || colon >= 0 && !isPort(port)) {
            throw new InvalidInput("This is not an origin.",
                    Finding.NONE.expected("scheme, host and port, such as https://registry.example:5000")
                            .found("\"" + text + "\""));
        }
        boolean isUsual = start == 8 && port.equals("443") || start == 7 && port.equals("80");
        return isUsual ? origin.substring(0, colon) : origin;
    }

    /** The same origin on this device under a name that a policy can have. */
    private static String nameable(String origin, int start, String host) {
        int end = origin.indexOf(']', start);
        return origin.substring(0, start) + host + (end < 0 ? "" : origin.substring(end + 1));
    }

    /** The origin of an absolute URL without user information. @throws InvalidInput when it has none */
    public static String ofUrl(String url) {
        int start = url.indexOf("://");
        int end = url.length();
        for (int i = start < 0 ? end : start + 3; i < end; i++) {
            char c = url.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                end = i;
            }
        }
        return origin(url.substring(0, end));
    }

    private static boolean isHost(String host) {
        boolean separated = true;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!plain && c != '-' && (c != '.' || separated)) {
                return false;
            }
            separated = c == '.';
        }
        return !separated && host.length() <= 253;
    }

    private static boolean isPort(String text) {
        int port = 0;
        for (int i = 0; i < text.length() && i < 6; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + c - '0';
        }
        return port >= 1 && port <= 65_535;
    }
}
