package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where files and folders come in, and which of them could not. */
public final class DropZone {

    private static final Set<String> KINDS = Set.of("pdf", "md", "markdown", "txt", "text", "html", "htm", "xhtml",
            "csv", "tsv", "docx", "epub");
    private static final String ACCEPTED = ".pdf,.md,.markdown,.txt,.text,.html,.htm,.xhtml,.csv,.tsv,.docx,.epub";
    private static final int SHOWN = 5;

    private DropZone() {}

    /** Whether a file found in a folder is worth trying, by its name; hidden ones are not. */
    public static boolean isKnown(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.charAt(0) != '.' && KINDS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    static Html render(boolean isEmpty, DocumentsState documents, DocumentsActions actions) {
        return el("section", attr("id", "documents-drop"), attr("aria-label", "Add documents"),
                isEmpty ? teaching(documents, actions)
                        : el("div", cls("drop"), Parts.icon(FileList.PAPER),
                                el("span", cls("grow"),
                                        "Drop files or folders anywhere here: " + FileKinds.DOCUMENTS + "."),
                                buttons(actions)),
                // A count that falls with every file is not read out.
                el("p", cls("note said-so"),
                        documents.library().arriving() == 0 ? ""
                                : Format.count(documents.library().arriving(), "file is", "files are")
                                        + " on the way in. Keep this tab open."),
                el("div", attr("aria-live", "polite"), said(documents, actions)));
    }

    private static Html teaching(DocumentsState documents, DocumentsActions actions) {
        return el("div", cls("drop big"),
                el("div", Parts.icon(FileList.PAPER), el("h2", "Drop files or a whole folder here"),
                        el("p", cls("quiet"), "They are read in this tab, kept in "
                                + (documents.library().isInMemory() ? "its memory until it closes" : "this browser")
                                + ", and go nowhere else. Then ask: you get the passage that answers, marked in its document.")),
                el("ul", cls("kinds"), kind("PDF", "with text, not scans"), kind("Markdown", ""), kind("Text", ""),
                        kind("HTML", "saved pages"), kind("CSV", "row by row"), kind("DOCX", "Word"),
                        kind("EPUB", "books")),
                buttons(actions),
                el("p", cls("note"),
                        "Words are found at once. With an encoder, which is installed once, meaning is found too: \u201csick leave\u201d also finds \u201cabsence through illness\u201d."));
    }

    private static Html kind(String name, String note) {
        return el("li", el("b", name), when(!note.isEmpty(), () -> el("span", cls("note"), note)));
    }

    private static Html buttons(DocumentsActions actions) {
        return el("div", cls("acts"),
                el("input", cls("vh"), attr("id", "documents-files"), attr("type", "file"), attr("multiple", ""),
                        attr("accept", ACCEPTED), attr("aria-label", "Files to add"),
                        on("change", event -> actions.files(event.raw()))),
                el("label", cls("btn sm"), attr("for", "documents-files"), "Choose files"),
                el("input", cls("vh"), attr("id", "documents-folder"), attr("type", "file"),
                        attr("webkitdirectory", ""), attr("multiple", ""), attr("aria-label", "A folder to add"),
                        on("change", event -> actions.files(event.raw()))),
                el("label", cls("btn sm"), attr("for", "documents-folder"), "Choose a folder"));
    }

    /** What became of what was done last. */
    static List<Html> said(DocumentsState documents, DocumentsActions actions) {
        List<Html> parts = new ArrayList<>();
        if (!documents.library().said().leftOut().isEmpty()) {
            parts.add(el("p", cls("note said-so"), documents.library().said().leftOut()));
        }
        if (!documents.library().said().notice().isEmpty()) {
            parts.add(el("p", cls("note said-so"), documents.library().said().notice()));
        }
        documents.library().said().error().ifPresent(
                error -> parts.add(Parts.failure("That did not work. Your documents are as they were.", error)));
        if (!documents.library().said().refusals().isEmpty()) {
            parts.add(refusals(documents, actions));
        }
        return parts;
    }

    private static Html refusals(DocumentsState documents, DocumentsActions actions) {
        List<Html> lines = new ArrayList<>();
        List<Library.Refusal> all = documents.library().said().refusals();
        for (Library.Refusal one : all.subList(0, Math.min(SHOWN, all.size()))) {
            lines.add(el("li", el("b", Parts.name(one.name())), ": " + VisibleText.message(
                    one.error().message() + (one.error().remedy().isEmpty() ? "" : " " + one.error().remedy()))));
        }
        return el("div", cls("msg harm"),
                el("strong", Format.count(all.size(), "file was not added", "files were not added")),
                el("ul", cls("dots"), lines),
                when(all.stream().anyMatch(one -> FileKinds.mayBeAnotherKind(one.error())),
                        () -> el("span", "Documents can be " + FileKinds.DOCUMENTS + ".")),
                when(all.size() > SHOWN, () -> el("span", cls("note"), "and " + (all.size() - SHOWN) + " more")),
                el("div", cls("acts"), Parts.button("bare sm", "Dismiss", event -> actions.dismissRefusals())));
    }
}
