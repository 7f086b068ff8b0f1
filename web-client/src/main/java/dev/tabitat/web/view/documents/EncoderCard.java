package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.Optional;

/** Who reads the meaning of documents: the encoder that is used, the one that could be, or the way to get one. */
final class EncoderCard {

    /** The encoder that is offered where none is installed. */
    static final String OFFERED = "all-minilm-l6-v2:q8";

    private EncoderCard() {}

    static Html render(DocumentsState documents, Packages packages, DocumentsActions actions) {
        JsonObject status = documents.library().status().orElse(JsonObject.EMPTY);
        return el("section", cls("card"), attr("id", "documents-encoder"), attr("aria-labelledby", "de"),
                el("h2", attr("id", "de"), "Finding by meaning"),
                status.findObject("encoder").map(encoder -> present(encoder, status))
                        .orElseGet(() -> absent(packages, actions)),
                el("div", status.findObject("reindex_offered").map(offer -> reindex(offer, actions)).orElse(null)));
    }

    private static Html present(JsonObject encoder, JsonObject status) {
        long passages = status.integerOr("passages", 0);
        return el("div", el("p", cls("quiet"), "\u201c" + encoder.stringOr("title", encoder.string("name"))
                + "\u201d turns passages and questions into vectors, in this tab; near vectors mean near meanings."),
                el("dl", cls("facts-list"),
                        el("div", el("dt", "Encoder"), el("dd", Parts.NAME, encoder.string("name"))),
                        el("div", el("dt", "Version"),
                                el("dd", cls("mono"), Format.shortDigest(encoder.string("digest")))),
                        el("div", el("dt", "Passages with vectors"),
                                el("dd", status.integerOr("embedded", 0) + " of " + passages)),
                        when(status.has("threads"), () -> el("div", el("dt", "Threads"), el("dd", status
                                .integer("threads")
                                + (status.has("threads_problem") ? ". " + status.string("threads_problem") : ""))))));
    }

    private static Html absent(Packages packages, DocumentsActions actions) {
        Optional<JsonObject> offered = packages.entries().stream()
                .filter(one -> one.string("name").equals(OFFERED)).findFirst();
        Download arriving = packages.downloads().get(OFFERED);
        return el("div", el("p", cls("quiet"),
                "No encoder is in this tab yet, so questions find words only. With one, they find what means the same too; documents that are here are read again by themselves."),
                when(arriving != null && arriving.error().isPresent(),
                        () -> el("div", Parts.failure("The encoder was not installed.", arriving.error().get()),
                                el("div", cls("acts"),
                                        Parts.button("go", "Try again", event -> actions.installEncoder())))),
                when(arriving != null && arriving.error().isEmpty() && !arriving.isUnderWay(),
                        () -> el("p", cls("note said-so"), "Its download is paused. ",
                                el("a", attr("href", "#models"), "See Models"))),
                when(arriving != null && arriving.error().isEmpty() && arriving.isUnderWay(),
                        () -> el("p", cls("note said-so"),
                                arriving.report()
                                        .map(report -> "On its way: " + Format.bytes(report.numberOr("done", 0))
                                                + " of " + Format.bytes(report.numberOr("total", 0)) + ". ")
                                        .orElse("On its way. "),
                                el("a", attr("href", "#models"), "See Models"))),
                when(arriving == null, () -> el("div", cls("acts"), offered.isPresent()
                        ? Parts.button("go", "Install MiniLM L6, " + Format.bytes(offered.get().numberOr("bytes", 0)),
                                event -> actions.installEncoder())
                        : el("a", cls("btn"), attr("href", "#models"), "Choose an encoder"))));
    }

    private static Html reindex(JsonObject offer, DocumentsActions actions) {
        boolean isSame = offer.string("from").equals(offer.string("to"));
        if (isSame) {
            return el("div", cls("msg"), el("strong", "Passages can be read better"),
                    el("span",
                            "This version reads a passage together with its document\u2019s title. "
                                    + Format.count(offer.integer("passages"), "passage was", "passages were")
                                    + " read without; they are found by meaning as before until they are read again."),
                    el("div", cls("acts"),
                            Parts.button("", "Read them again", event -> actions.reindex(offer.string("to")))));
        }
        return el("div", cls("msg"), el("strong", "Another encoder is installed"),
                el("span",
                        Format.count(offer.integer("passages"), "passage was", "passages were") + " read by "
                                + offer.string("from") + ". The vectors of two encoders cannot be compared: until "
                                + offer.string("to") + " has read them too, they are found by words."),
                el("div", cls("acts"), Parts.button("", "Read them with " + offer.string("to"),
                        event -> actions.reindex(offer.string("to")))));
    }
}
