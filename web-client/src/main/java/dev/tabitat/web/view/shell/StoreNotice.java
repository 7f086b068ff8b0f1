package dev.tabitat.web.view.shell;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.parts.Parts;
import java.util.List;
import java.util.Optional;

/**
 * What stands on every screen when the browser's store cannot be reached, is in memory only, or was emptied from
 * outside.
 */
final class StoreNotice {

    private static final List<String> PLACES = List.of("store", "store, version", "IndexedDB");
    private static final List<String> CODES = List.of("unavailable", "unsupported");

    private StoreNotice() {}

    /** Whether a call failed because the store as a whole cannot be reached. */
    static boolean concerns(ApiError error) {
        return PLACES.contains(error.where()) && CODES.contains(error.code());
    }

    /**
     * The notice; empty while everything is kept as it should be.
     *
     * @param areDocumentsInMemory whether documents are in this tab's memory only
     */
    static Optional<Html> render(Packages packages, PageStatus status, boolean areDocumentsInMemory) {
        JsonObject storage = packages.storage().orElse(JsonObject.EMPTY);
        boolean isMemory = packages.isInMemory();
        if (isMemory && storage.boolOr("available", false)) {
            return Optional.of(goBack("The store of this browser can be opened again.",
                    "What you have made since this tab was opened is in its memory only, and is gone when the page is loaded again: export what you want to keep. Then what is stored is used, and what you add is kept."));
        }
        if (!isMemory && !storage.equals(JsonObject.EMPTY) && areDocumentsInMemory) {
            return Optional.of(goBack("Your documents are in this tab\u2019s memory only.",
                    "They were added while the store of this browser could not be opened, and are gone when the page is loaded again. Then the documents that are stored are used, and those that you add are kept."));
        }
        if (isMemory) {
            return Optional.of(notice("Nothing is kept when this tab is closed.",
                    "Models, documents and all else are in this tab's memory only. "
                            + storage.stringOr("reason", "The browser refuses to store anything for this page.")));
        }
        if (status.storeError().isPresent()) {
            return Optional.of(el("div", attr("id", "store-notice"), cls("answer-box"),
                    Parts.failure("What is kept in this browser cannot be reached now.", status.storeError().get()),
                    Parts.button("go", "Reload", event -> Page.reload())));
        }
        if (storage.boolOr("emptied", false)) {
            return Optional.of(notice("The data of this site were deleted while this tab was open.",
                    "Models, documents and lineage that were kept before are gone. What you add from now on is kept: install your models and add your documents again."));
        }
        return Optional.empty();
    }

    private static Html goBack(String title, String text) {
        return el("div", attr("id", "store-notice"), attr("role", "status"), Parts.message("", title, text),
                el("div", cls("acts"), Parts.button("go", "Reload to use what is stored", event -> Page.reload())));
    }

    private static Html notice(String title, String text) {
        return el("div", attr("id", "store-notice"), attr("role", "status"), Parts.message("", title, text));
    }
}
