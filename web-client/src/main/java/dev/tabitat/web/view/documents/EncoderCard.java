package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who reads the meaning of documents: the encoder that is used, others that could be, or the way to get one; and the
 * re-ranker, where one is installed.
 */
final class EncoderCard {

    /** The encoder that is offered where none is installed. */
    static final String OFFERED = "all-minilm-l6-v2:q8";

    /** The encoder of the hub that is recommended, and the bytes of its weights and its tokenizer there. */
    static final String RECOMMENDED = "intfloat/multilingual-e5-small";
    private static final double RECOMMENDED_BYTES = 488e6;

    private EncoderCard() {}

    static Html render(DocumentsState documents, Packages packages, DocumentsActions actions) {
        JsonObject status = documents.library().status().orElse(JsonObject.EMPTY);
        return el("section", cls("card"), attr("id", "documents-encoder"), attr("aria-labelledby", "de"),
                el("h2", attr("id", "de"), "Finding by meaning"),
                status.findObject("encoder").map(encoder -> present(encoder, status))
                        .orElseGet(() -> absent(packages, actions)),
                el("div", status.findObject("reindex_offered").map(offer -> reindex(offer, actions)).orElse(null)),
                others(status, packages, actions), recommended(documents, packages, actions),
                when(status.has("reranker"), () -> el("p", cls("note"), "\u201c", Parts.name(status.string("reranker")),
                        "\u201d orders the first passages again when you press Ask.")));
    }

    /** Other embedding models of this tab, any of which can read the passages; nothing where there are none. */
    private static Html others(JsonObject status, Packages packages, DocumentsActions actions) {
        String used = status.findObject("encoder").map(one -> one.string("name")).orElse("");
        List<Html> rows = new ArrayList<>();
        for (JsonObject entry : packages.installed()) {
            String name = entry.string("name");
            if (Packages.isEncoder(entry) && !used.isEmpty() && !name.equals(used)) {
                rows.add(el("li", key(name),
                        el("span", cls("grow"), Parts.name(name), " ",
                                el("span", cls("note"), Format.bytes(entry.numberOr("bytes", 0)))),
                        el("button", attr("type", "button"), cls("btn sm"), attr("aria-label", "Use " + name),
                                on("click", event -> actions.reindex(name)), "Use it")));
            }
        }
        return rows.isEmpty() ? null
                : el("details", cls("keys"), el("summary", "Other embedding models in this tab"),
                        el("p", cls("note"),
                                "The passages are read again, in the background; until then they are found as before."),
                        el("ul", cls("encoders"), rows));
    }

    /** A model for many languages, where documents are here, a hub can be reached and no such model is. */
    private static Html recommended(DocumentsState documents, Packages packages, DocumentsActions actions) {
        boolean isHere = packages.entries().stream()
                .anyMatch(entry -> entry.stringOr("source", "").startsWith("hf:" + RECOMMENDED));
        boolean hasDocuments = !documents.library().readable().isEmpty() || documents.library().arriving() > 0;
        if (isHere || !hasDocuments || documents.hub().isEmpty()) {
            return null;
        }
        return el("div", cls("msg"), el("strong", "Documents in several languages?"),
                el("span", Parts.name(RECOMMENDED),
                        " is made for about a hundred languages: a question in one can find passages "
                                + "in another. It is a download of about " + Format.bytes(RECOMMENDED_BYTES) + " from "
                                + documents.hub() + "."),
                el("div", cls("acts"), Parts.button("", "Look at it", event -> actions.lookAtRecommended())));
    }

    private static Html present(JsonObject encoder, JsonObject status) {
        long passages = status.integerOr("passages", 0);
        return el("div", el("p", cls("quiet"), "\u201c" + encoder.stringOr("title", encoder.string("name"))
                + "\u201d turns passages and questions into vectors, in this tab; near vectors mean near meanings."),
                el("dl", cls("facts-list"),
                        el("div", el("dt", "Encoder"), el("dd", Parts.NAME, encoder.string("name"))),
                        el("div", el("dt", "Version"),
                                el("dd", cls("mono"), Format.shortDigest(encoder.string("digest")))),
                        when(!prompt(encoder, "passage").isEmpty(),
                                () -> el("div", el("dt", "Put before each passage"),
                                        el("dd", cls("mono"), prompt(encoder, "passage")))),
                        when(!prompt(encoder, "query").isEmpty(),
                                () -> el("div", el("dt", "Put before a question"),
                                        el("dd", cls("mono"), prompt(encoder, "query")))),
                        el("div", el("dt", "Passages with vectors"),
                                el("dd", status.integerOr("embedded", 0) + " of " + passages)),
                        when(status.has("threads"), () -> el("div", el("dt", "Threads"), el("dd", status
                                .integer("threads")
                                + (status.has("threads_problem") ? ". " + status.string("threads_problem") : ""))))));
    }

    private static String prompt(JsonObject encoder, String name) {
        return encoder.findObject("prompts").map(prompts -> prompts.stringOr(name, "").strip()).orElse("");
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
