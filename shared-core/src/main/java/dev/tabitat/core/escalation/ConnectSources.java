package dev.tabitat.core.escalation;

import dev.tabitat.core.text.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a page's Content-Security-Policy lets connections go (W3C CSP 3, {@code connect-src}, else
 * {@code default-src}).
 */
public final class ConnectSources {

    private final List<String> sources;
    private final boolean isLimited;

    private ConnectSources(List<String> sources, boolean isLimited) {
        this.sources = sources;
        this.isLimited = isLimited;
    }

    /** @param header the policy as the host sent it; an empty one limits nothing */
    public static ConnectSources of(String header) {
        List<String> fallback = null;
        for (String directive : Split.array(header, ';')) {
            List<String> words = new ArrayList<>();
            for (String word : Split.array(directive.trim(), ' ')) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
            if (words.isEmpty()) {
                continue;
            }
            String name = words.remove(0).toLowerCase(java.util.Locale.ROOT);
            if (name.equals("connect-src")) {
                return new ConnectSources(words, true);
            }
            if (name.equals("default-src")) {
                fallback = words;
            }
        }
        return fallback == null ? new ConnectSources(List.of(), false) : new ConnectSources(fallback, true);
    }

    /**
     * Whether connections to this origin are let through.
     *
     * @param origin scheme, host and port
     * @param self the page's own
     */
    public boolean allows(String origin, String self) {
        if (!isLimited) {
            return true;
        }
        for (String source : sources) {
            if (source.equals("'self'") ? origin.equals(self) : source.equals("*") || matches(source, origin)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String source, String origin) {
        if (source.endsWith(":") && source.indexOf('/') < 0) {
            return origin.startsWith(source);
        }
        if (source.endsWith(":*")) {
            String without = source.substring(0, source.length() - 2);
            return origin.equals(without) || origin.startsWith(without + ":");
        }
        return origin.equals(source);
    }

    /** The words of the policy. */
    public String words() {
        return isLimited ? String.join(" ", sources) : "everything";
    }
}
