package dev.tabitat.web.view.documents;

import dev.tabitat.core.documents.FolderEntry;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Format;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which of the files that were dropped or chosen come in, and counts the others by the reason why they stay
 * out.
 */
public final class SkippedFiles {

    private int hidden;
    private int byProducts;
    private int otherKinds;
    private int unreadable;

    /**
     * Whether a file comes in; one that does not is counted.
     *
     * @param path of the file within the folder that it came in, its name last; empty for a file that came by itself
     */
    public boolean admits(String name, String path) {
        switch (FolderEntry.of(path.isEmpty() ? name : path)) {
            case HIDDEN -> hidden++;
            case BY_PRODUCT -> byProducts++;
            default -> {
                if (path.isEmpty() || DropZone.isKnown(name)) {
                    return true;
                }
                otherKinds++;
            }
        }
        return false;
    }

    /** Counts a file or folder that the browser could not read. */
    public void unreadable() {
        unreadable++;
    }

    /**
     * {@code 4 files were left out: 1 of another kind, 2 hidden or in hidden folders, 1 lock or system file.}, and how
     * many could not be read; empty for none.
     */
    public String sentence() {
        List<String> sentences = new ArrayList<>();
        String leftOut = leftOut();
        if (!leftOut.isEmpty()) {
            sentences.add(leftOut);
        }
        if (unreadable > 0) {
            String them = unreadable == 1 ? "it" : "them";
            sentences.add("The browser could not read " + Format.count(unreadable, "file or folder", "files or folders")
                    + ": check that you may open " + them + ", and add " + them + " again.");
        }
        return String.join(" ", sentences);
    }

    private String leftOut() {
        int all = hidden + byProducts + otherKinds;
        if (all == 0) {
            return "";
        }
        List<String> reasons = new ArrayList<>();
        if (otherKinds > 0) {
            reasons.add(otherKinds + (otherKinds == 1 ? " of another kind" : " of other kinds"));
        }
        if (hidden > 0) {
            reasons.add(hidden + " hidden or in hidden folders");
        }
        if (byProducts > 0) {
            reasons.add(Format.count(byProducts, "lock or system file", "lock or system files"));
        }
        return Format.count(all, "file was", "files were") + " left out: " + String.join(", ", reasons) + "."
                + (otherKinds > 0 ? " Documents can be " + FileKinds.DOCUMENTS + "." : "");
    }
}
