package dev.tabitat.web.view.documents;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.DocumentMethod;
import dev.tabitat.web.view.screen.EngineCalls;
import dev.tabitat.web.view.screen.PageServices;
import java.util.Optional;

/** Reads the document that is open: the stretch around the span that its link cites, and further ones. */
final class OpenDocument {

    private final EngineCalls calls;
    private final PageServices page;
    private Opened opened = Opened.NONE;
    private int asked;

    OpenDocument(EngineCalls calls, PageServices page) {
        this.calls = calls;
        this.page = page;
    }

    Opened opened() {
        return opened;
    }

    boolean isOpen() {
        return !opened.document().isEmpty();
    }

    /** Opens what a link cites; an answer about the document before is ignored. @param citation empty to close it */
    void show(Optional<Citation> citation) {
        asked++;
        if (citation.isEmpty()) {
            opened = Opened.NONE;
            return;
        }
        opened = opened.citing(citation.get());
        readCited();
    }

    /** Nothing of its text stays on the page. */
    void forget() {
        asked++;
        opened = opened.withoutStretch();
    }

    /** Reads the stretch around the span that is cited, and scrolls the span into view. */
    void readCited() {
        String mark = opened.cites() ? DocumentReader.CITED : DocumentReader.TITLE;
        read(Math.max(0, opened.start() - DocumentReader.AROUND), opened.end() + DocumentReader.AROUND,
                () -> page.reveal(mark, DocumentReader.TITLE));
        opened = opened.withPlace(Optional.empty());
        if (opened.cites()) {
            place(asked);
        }
    }

    /**
     * The stretch that is read is larger than what is cited, and so is its place: the span's own place is asked for by
     * itself.
     */
    private void place(int ticket) {
        calls.call(DocumentMethod.READ,
                JsonObject.of("document", opened.document(), "start", opened.start(), "end", opened.end()), result -> {
                    if (ticket == asked) {
                        opened = opened.withPlace(((JsonObject) result).findObject("place"));
                    }
                }, unplaced -> {});
    }

    /** Reads another stretch, in UTF-16 offsets. */
    void read(int start, int end) {
        read(start, end, () -> {});
    }

    private void read(int start, int end, Runnable then) {
        int ticket = ++asked;
        opened = opened.reading();
        calls.call(DocumentMethod.READ, JsonObject.of("document", opened.document(), "start", start, "end", end),
                result -> {
                    if (ticket == asked) {
                        opened = opened.withStretch((JsonObject) result);
                        then.run();
                    }
                }, error -> {
                    if (ticket == asked) {
                        opened = opened.failed(error);
                    }
                });
    }
}
