package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;

import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Parts;

/** All documents with their index as one file: out of this browser, and into another. */
final class MoveCard {

    private MoveCard() {}

    static Html render(DocumentsState documents, DocumentsActions actions) {
        return el("section", cls("card"), attr("id", "documents-move"), attr("aria-labelledby", "dm"),
                el("h2", attr("id", "dm"), "Take them with you"),
                el("p", cls("quiet"),
                        "All documents with their vectors as one file, for a backup or another browser. Nothing has to be indexed again there; every record is verified on import."),
                el("details", cls("keys"), el("summary", "Save as a file"),
                        el("div", cls("keys-form"),
                                ProtectionCard.field(documents, actions, "seals",
                                        "Passphrase for the file; without one, whoever has the file can read it",
                                        "new-password"),
                                Parts.button("",
                                        documents.library().said().busy().isEmpty() ? "Save the file"
                                                : documents.library().said().busy(),
                                        event -> actions.export()))),
                el("details", cls("keys"), el("summary", "Take a file in"),
                        el("div", cls("keys-form"),
                                ProtectionCard.field(documents, actions, "unseals", "Its passphrase, where it has one",
                                        "off"),
                                el("div", cls("acts"),
                                        el("input", cls("vh"), attr("id", "documents-import"), attr("type", "file"),
                                                attr("aria-label", "A file of documents that was saved here"),
                                                on("change", event -> actions.importFile(event.raw()))),
                                        el("label", cls("btn"), attr("for", "documents-import"), "Choose the file")))));
    }

}
