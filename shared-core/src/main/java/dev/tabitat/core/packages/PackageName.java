package dev.tabitat.core.packages;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

/**
 * {@code name:tag}, for example {@code lande:q8}.
 *
 * @param name path components of lower-case letters, digits and single separators (OCI distribution specification)
 * @param tag letters, digits, {@code _ . -}, at most 128
 */
public record PackageName(String name, String tag) implements Comparable<PackageName> {

    public PackageName {
        if (!isName(name) || !isTag(tag)) {
            throw new InvalidInput(
                    "This is no name of a package.",
                    Finding.NONE.expected("name:tag, such as lande:q8")
                            .found(name.length() + tag.length() > 200 ? "a very long name" : name + ":" + tag));
        }
    }

    public static PackageName parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0 ? new PackageName(text, "")
                : new PackageName(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public int compareTo(PackageName other) {
        int order = name.compareTo(other.name);
        return order != 0 ? order : tag.compareTo(other.tag);
    }

    @Override
    public String toString() {
        return name + ":" + tag;
    }

    /** The tag of this package at another repository. */
    public PackageName at(String repository) {
        return new PackageName(repository, tag);
    }

    /**
     * Whether a package of this name may lie at a place in a registry: the tag is the same, and the repository is the
     * name, after a namespace or without one. So {@code lande:q8} may lie at {@code acme/lande:q8}, but not at
     * {@code acme/other:q8}.
     */
    public boolean mayLieAt(PackageName place) {
        return tag.equals(place.tag) && (place.name.equals(name) || place.name.endsWith("/" + name));
    }

    /**
     * Whether {@code text} is a repository name (OCI distribution specification 1.1, "Pulling manifests"), at most 255
     * characters: components of {@code [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*}, joined by slashes.
     */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > 255) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && isAlphanumeric(text.charAt(i))) {
                if (!isSeparator(text.substring(start, i))) {
                    return false;
                }
                start = i + 1;
            } else if (i == text.length() && start != i || i == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    /** Whether this may stand between two letters or digits. */
    private static boolean isSeparator(String between) {
        return switch (between) {
            case "", ".", "_", "__", "/" -> true;
            default -> between.replace("-", "").isEmpty();
        };
    }

    /** Whether {@code text} is a tag: {@code [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}}. */
    public static boolean isTag(String text) {
        if (text.isEmpty() || text.length() > 128) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
            if (!plain && (i == 0 || c != '.' && c != '-')) {
                return false;
            }
        }
        return true;
    }
}
