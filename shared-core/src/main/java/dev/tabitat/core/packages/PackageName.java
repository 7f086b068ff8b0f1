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
                    Finding.NONE.expected("name:tag, such as lande:q8").found(name.length() + tag.length() > 200 ? "a very long name" : name + ":" + tag));
        }
    }

    public static PackageName parse(String text) {
        int colon = text.lastIndexOf(':');
        return colon < 0 ? new PackageName(text, "") : new PackageName(text.substring(0, colon), text.substring(colon + 1));
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

    /** Whether {@code text} is a repository name: {@code [a-z0-9]+([._-][a-z0-9]+)*}, joined by slashes, at most 255. */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > 255) {
            return false;
        }
        boolean separated = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!plain && (separated || c != '.' && c != '_' && c != '-' && c != '/')) {
                return false;
            }
            separated = !plain;
        }
        return !separated;
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
