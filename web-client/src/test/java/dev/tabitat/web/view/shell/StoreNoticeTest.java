package dev.tabitat.web.view.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.HtmlText;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoreNoticeTest {

    private Packages packages = Packages.UNKNOWN;
    private PageStatus status = PageStatus.FIRST;
    private boolean areDocumentsInMemory;

    private String words() {
        return StoreNotice.render(packages, status, areDocumentsInMemory).map(HtmlText::of).orElse("");
    }

    private static JsonObject storage(String mode) {
        return JsonObject.of("mode", mode, "persisted", false, "packages", JsonArray.of());
    }

    @Test
    void nothingIsSaidWhileEverythingIsKept() {
        assertEquals("", words());
        packages = packages.withStorage(storage("indexeddb"));
        assertEquals("", words());
    }

    @Test
    void memoryIsSaidWithItsReason() {
        packages = packages.withStorage(storage("memory").with("reason",
                "Another tab of this site, with an older version, keeps the store open. Close all other tabs of this site: then this one uses what is stored, or offers to load again."));
        assertTrue(words().contains("Nothing is kept when this tab is closed."), words());
        assertTrue(words().contains("Close all other tabs of this site"), words());
    }

    @Test
    void aStoreThatCanBeOpenedAgainIsOfferedWithWhatThatCosts() {
        packages = packages.withStorage(
                storage("memory").with("reason", "Another tab keeps the store open.").with("available", true));
        assertTrue(words().contains("Reload to use what is stored"), words());
        assertTrue(words().contains("is gone when the page is loaded again"), words());
        assertFalse(words().contains("Another tab keeps"), words());
    }

    @Test
    void documentsInMemoryBesideAStoreThatIsUsedAreSaid() {
        packages = packages.withStorage(storage("indexeddb"));
        areDocumentsInMemory = true;
        assertTrue(words().contains("Your documents are in this tab\u2019s memory only."), words());
        assertTrue(words().contains("Reload to use what is stored"), words());
        areDocumentsInMemory = false;
        assertEquals("", words());
    }

    @Test
    void aStoreThatCannotBeReachedIsSaidWithWhatToDo() {
        packages = packages.withStorage(storage("indexeddb"));
        status = status.withStoreError(Optional.of(ApiError.of(new Unsupported("A newer Tabitat wrote this store.",
                Finding.at("store").remedy("Reload the page to get the newer Tabitat.")))));
        assertTrue(words().contains("A newer Tabitat wrote this store. Reload the page to get the newer Tabitat."),
                words());
    }

    @Test
    void aStoreThatWasEmptiedIsSaid() {
        packages = packages.withStorage(storage("indexeddb").with("emptied", true));
        assertTrue(words().contains("deleted while this tab was open"), words());
    }

    @Test
    void onlyFailuresOfTheWholeStoreCount() {
        assertTrue(StoreNotice.concerns(ApiError.of(new Unavailable("It is gone.", Finding.at("store")))));
        assertTrue(StoreNotice.concerns(ApiError.of(new Unavailable("It is slow.", Finding.at("IndexedDB")))));
        assertTrue(StoreNotice.concerns(ApiError.of(new Unsupported("It is newer.", Finding.at("store, version")))));
        assertFalse(StoreNotice.concerns(ApiError.of(new OutOfBudget("It is full.", Finding.at("store")))));
        assertFalse(StoreNotice
                .concerns(ApiError.of(new Unavailable("The server did not answer.", Finding.at("https://host/v2/")))));
    }
}
