package dev.tabitat.core.hub;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.ArrayList;
import java.util.List;

/**
 * Origins that a hub's files may come from; as they stand in the page's content security policy.
 *
 * <pre>
 * origin = "https://" ["*."] host [":" port]  |  "http://" host [":" port]
 * </pre>
 *
 * A star stands for one or more labels of a host name and never for none, as in CSP 3, section 6.7.2.8. It is allowed
 * before a name of at least two labels, and only for https.
 *
 * @param patterns in the order given
 */
public record FileOrigins(List<String> patterns) {

    private static final String WILDCARD = "https://*.";
    private static final String HTTPS = "https://";

    public FileOrigins {
        patterns = List.copyOf(patterns);
    }

    /** @throws InvalidInput naming the one that is no origin */
    public static FileOrigins parse(List<String> texts) {
        List<String> patterns = new ArrayList<>();
        for (String text : texts) {
            patterns.add(pattern(text));
        }
        return new FileOrigins(patterns);
    }

    private static String pattern(String text) {
        if (!text.startsWith(WILDCARD)) {
            return RegistryOrigins.origin(text);
        }
        String origin = RegistryOrigins.origin(HTTPS + text.substring(WILDCARD.length()));
        if (origin.indexOf('.') < 0) {
            throw new InvalidInput("This pattern of origins is too wide.",
                    Finding.at("file origin").expected("a star before a name of two parts, such as https://*.hf.co")
                            .found(text));
        }
        return WILDCARD + origin.substring(HTTPS.length());
    }

    /** Whether an address is at one of them. */
    public boolean allow(String url) {
        String origin;
        try {
            origin = RegistryOrigins.ofUrl(url);
        } catch (InvalidInput notAnOrigin) {
            return false;
        }
        for (String pattern : patterns) {
            boolean matches = pattern.startsWith(WILDCARD)
                    ? origin.startsWith(HTTPS) && origin.endsWith(pattern.substring(WILDCARD.length() - 1))
                            && origin.length() > HTTPS.length() + pattern.length() - WILDCARD.length() + 1
                    : origin.equals(pattern);
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
