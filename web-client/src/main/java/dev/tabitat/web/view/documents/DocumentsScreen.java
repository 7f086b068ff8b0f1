package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The documents screen. */
public final class DocumentsScreen {

    /** The id of the question field. */
    public static final String QUESTION = AskCard.FIELD;

    /** What is true where the browser did not open its storage, and what to do. */
    static final String IN_MEMORY = "The browser did not open its storage for this page: documents are in memory only and gone when this tab closes. "
            + "Close other tabs of this site, then reload.";

    private DocumentsScreen() {}

    static List<Html> render(DocumentsState documents, Packages packages, DocumentsActions actions,
            SearchActions search) {
        boolean isEmpty = documents.library().list().isPresent() && documents.library().entries().isEmpty()
                && documents.library().arriving() == 0;
        List<Html> screen = new ArrayList<>();
        screen.add(Parts.heading("Ask your documents", lede(documents)));
        // Always in this order, so that the field which has the focus stays whatever becomes known.
        if (documents.library().isLocked()) {
            screen.add(ProtectionCard.unlock(documents, actions));
        } else {
            screen.add(AskCard.render(documents, search));
        }
        screen.add(answers(documents, actions, search));
        if (!documents.library().isLocked()) {
            screen.add(DropZone.render(isEmpty, documents, actions));
        }
        if (isEmpty) {
            screen.add(el("section", attr("id", "documents-list")));
        } else {
            screen.add(FileList.render(documents, actions));
        }
        if (!documents.library().isLocked()) {
            screen.add(el("div", cls("pair cards"), attr("id", "documents-cards"),
                    EncoderCard.render(documents, packages, actions),
                    ProtectionCard.render(documents, actions), MoveCard.render(documents, actions)));
        }
        return screen;
    }

    static String lede(DocumentsState documents) {
        if (documents.library().isLocked() || documents.library().entries().isEmpty()) {
            return documents.library().isInMemory() ? "Read in this tab. " + IN_MEMORY
                    : "Read in this tab, kept in this browser, deleted for good when you say so.";
        }
        long passages = documents.library().status().map(status -> status.integerOr("passages", 0)).orElse(0L);
        int unread = documents.library().unread();
        return Format.count(documents.library().readable().size(), "document", "documents")
                + (passages > 0 ? ", " + Format.count(passages, "passage", "passages") : "")
                + (unread > 0 ? "; " + Format.count(unread, "file", "files") + " could not be read" : "") + ". "
                + (documents.library().isInMemory() ? IN_MEMORY : "They are read here and stay here.");
    }

    /** The passages beside the document that is open. */
    private static Html answers(DocumentsState documents, DocumentsActions actions, SearchActions search) {
        boolean isReading = !documents.opened().document().isEmpty();
        boolean isShown = !documents.library().isLocked();
        return el("div", cls(isReading ? "docs reading" : "docs"), attr("id", "documents-answers"),
                el("section", cls("hits"), attr("aria-label", "Passages"),
                        attrIf(documents.found().isSearching(), "aria-busy", "true"),
                        isShown ? Passages.render(documents, search) : List.of()),
                when(isReading && isShown, () -> DocumentReader.render(documents, actions)));
    }
}
