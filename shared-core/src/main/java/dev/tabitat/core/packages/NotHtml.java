package dev.tabitat.core.packages;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.FileHead;

/** A sign-in page or an error page that was served in place of data. */
public final class NotHtml {

    private NotHtml() {}

    /** @throws DamagedData when bytes look like an HTML page */
    public static void require(byte[] bytes, String where) {
        if (looksLikeHtml(bytes)) {
            throw new DamagedData(
                    "An HTML page came instead of data.",
                    Finding.at(where)
                            .expected("the package's bytes")
                            .found("an HTML page")
                            .remedy("A sign-in page of the network may be in the way: open it, then try again."));
        }
    }

    /** Whether a file that begins so is an HTML page. */
    public static boolean looksLikeHtml(byte[] bytes) {
        return FileHead.isHtml(bytes);
    }
}
