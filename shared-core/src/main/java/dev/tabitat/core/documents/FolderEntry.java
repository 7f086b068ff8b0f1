package dev.tabitat.core.documents;

import java.util.Locale;
import java.util.Set;

/**
 * A file found in a folder or dropped, told by its name and path alone: whether it is a document of a person's or a
 * by-product.
 */
public enum FolderEntry {

    /** May be a document: its name says nothing against it. */
    DOCUMENT,
    /** Lies in a hidden folder, or is hidden itself: {@code .git/description.txt}, {@code .notes.md}. */
    HIDDEN,
    /**
     * Written by an editor or an operating system beside documents: {@code ~$offer.docx}, {@code .~lock.offer.odt#},
     * {@code Thumbs.db}.
     */
    BY_PRODUCT;

    private static final Set<String> SYSTEM_FILES = Set.of("thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store",
            ".localized", "icon\r");
    private static final Set<String> SYSTEM_FOLDERS = Set.of("__macosx", "$recycle.bin", "system volume information",
            "@eadir");

    /**
     * Classifies a file.
     *
     * @param path of the file within the folder that was given, its name last, {@code /} between; the name alone for a
     * file that was given by itself, which is no hidden one then: whoever gives it means it
     */
    public static FolderEntry of(String path) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        if (isByProduct(name)) {
            return BY_PRODUCT;
        }
        if (slash < 0) {
            return DOCUMENT;
        }
        for (int from = 0; from <= path.length();) {
            int to = path.indexOf('/', from);
            String part = path.substring(from, to < 0 ? path.length() : to);
            if (isHidden(part) || to >= 0 && SYSTEM_FOLDERS.contains(part.toLowerCase(Locale.ROOT))) {
                return HIDDEN;
            }
            from = to < 0 ? path.length() + 1 : to + 1;
        }
        return DOCUMENT;
    }

    private static boolean isHidden(String part) {
        return part.startsWith(".") && !part.equals(".") && !part.equals("..");
    }

    private static boolean isByProduct(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return name.startsWith("~$")
                || lower.startsWith("~wr") && lower.endsWith(".tmp")
                || name.startsWith(".~lock.") && name.endsWith("#")
                || name.startsWith(".#")
                || name.length() > 1 && name.startsWith("#") && name.endsWith("#")
                || name.length() > 1 && name.endsWith("~")
                || name.startsWith("._")
                || name.startsWith(".") && (lower.endsWith(".swp") || lower.endsWith(".swo") || lower.endsWith(".swx"))
                || SYSTEM_FILES.contains(lower);
    }
}
