package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** Whether documents are encrypted in this browser, and how to begin, open, close and end that. */
final class ProtectionCard {

    private static final String CLEAR = "To be sure that none is left, export your documents, clear this site\u2019s data in the browser\u2019s settings (installed models go too), "
            + "set a passphrase first, then add them again.";

    private ProtectionCard() {}

    static Html render(DocumentsState documents, DocumentsActions actions) {
        List<Html> parts = new ArrayList<>();
        parts.add(el("h2", attr("id", "dp"), "Protection"));
        if (documents.library().isProtected()) {
            parts.add(unlocked(documents, actions));
        } else {
            parts.add(open(documents, actions));
        }
        return el("section", cls("card"), attr("id", "documents-protection"), attr("aria-labelledby", "dp"), parts);
    }

    private static Html open(DocumentsState documents, DocumentsActions actions) {
        boolean differs = !documents.field("again").isEmpty()
                && !documents.field("again").equals(documents.field("new"));
        return el("div", el("p", cls("quiet"),
                "Anyone who can open this browser\u2019s profile on this device can read your documents. A passphrase encrypts all of them, their index and their names too."),
                el("details", cls("keys"), el("summary", "Protect with a passphrase"),
                        el("div", cls("keys-form"),
                                when(documents.library().list().filter(list -> list.size() > 0).isPresent(),
                                        () -> el("p", cls("warned"), Parts.icon(Parts.WARN), el("span",
                                                "Your documents are already stored unencrypted. Encrypting replaces every record, but the browser\u2019s database files may keep earlier plain "
                                                        + "copies until the browser compacts them, at a time of its choosing. "
                                                        + CLEAR))),
                                el("p", cls("warned"), Parts.icon(Parts.WARN), el("span",
                                        "A lost passphrase cannot be recovered, by anybody. Keep your own files, or write it down.")),
                                field(documents, actions, "new", "Passphrase, 8 characters or more", "new-password"),
                                field(documents, actions, "again", "Once more", "new-password"),
                                el("p", cls("note"), attr("role", "status"),
                                        differs ? "The two are not the same yet." : ""),
                                el("button", attr("type", "button"), cls("btn go"),
                                        attr("aria-disabled", Boolean.toString(!documents.canProtect())),
                                        on("click", event -> actions.protect()), "Encrypt my documents"))));
    }

    private static Html unlocked(DocumentsState documents, DocumentsActions actions) {
        return el("div", el("p", cls("quiet"), documents.library().isLocked()
                ? "Your documents are encrypted and locked."
                : "Your documents are encrypted in this browser (AES-256-GCM), and open in this tab. They lock again after a while without use."),
                when(documents.library().hadPlain(), ProtectionCard::plainCopies),
                when(!documents.library().isLocked(),
                        () -> el("div", cls("acts"),
                                Parts.button("", "Lock now",
                                        event -> actions.lock()))),
                el("details", cls("keys"), el("summary", "Take the protection away"),
                        el("div", cls("keys-form"),
                                el("p", cls("note"),
                                        "Everything is decrypted again and kept as it is. It takes the passphrase."),
                                field(documents, actions, "ends", "Passphrase", "current-password"),
                                Parts.button("", "Decrypt my documents",
                                        event -> actions.unprotect()))));
    }

    private static Html plainCopies() {
        return el("p", cls("warned"), Parts.icon(Parts.WARN), el("span",
                "Documents were stored here before you set the passphrase. The browser\u2019s database files may still hold "
                        + "plain copies of them until the browser compacts them. " + CLEAR));
    }

    /** Stands where the question stands while documents are locked. */
    static Html unlock(DocumentsState documents, DocumentsActions actions) {
        return el("section", cls("card locked"), attr("id", "documents-unlock"), attr("aria-labelledby", "dl"),
                el("h2", attr("id", "dl"), "Your documents are locked"),
                el("p", cls("quiet"),
                        "They are encrypted, and this tab does not have the passphrase. Nothing of them can be read or searched, not even their names."),
                el("div", cls("keys-form"),
                        el("label", el("span", "Passphrase"),
                                el("input", cls("field"), attr("type", "password"), attr("id", "documents-passphrase"),
                                        attr("autocomplete", "current-password"),
                                        attr("prop:value", documents.field("opens")),
                                        on("input", event -> actions.field("opens", event.value())),
                                        on("keydown", event -> {
                                            if (event.key().equals("Enter")) {
                                                actions.unlock();
                                            }
                                        }))),
                        el("label", el("span", "Lock again after"),
                                el("select", cls("field"), attr("id", "documents-idle"),
                                        attr("prop:value",
                                                documents.field("idle").isEmpty() ? "10" : documents.field("idle")),
                                        on("change", event -> actions.field("idle", event.value())),
                                        el("option", attr("value", "10"), "10 minutes without use"),
                                        el("option", attr("value", "60"), "an hour without use"),
                                        el("option", attr("value", "480"), "8 hours without use"))),
                        el("button", attr("type", "button"), cls("btn go"),
                                on("click", event -> actions.unlock()),
                                documents.library().said().busy().isEmpty() ? "Unlock"
                                        : documents.library().said().busy())),
                el("div", attr("aria-live", "polite"), DropZone.said(documents, actions)),
                when(documents.library().hadPlain(), ProtectionCard::plainCopies),
                el("p", cls("note"),
                        "A lost passphrase cannot be recovered. Without it all locked documents can only be deleted, together, below; then add your files again."));
    }

    static Html field(DocumentsState documents, DocumentsActions actions, String name, String label,
            String autocomplete) {
        return el("label", el("span", label),
                el("input", cls("field"), attr("type", "password"), attr("autocomplete", autocomplete),
                        attr("id", "documents-" + name),
                        attr("prop:value", documents.field(name)),
                        on("input", event -> actions.field(name, event.value()))));
    }
}
