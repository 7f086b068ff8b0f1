package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who vouches for a model, and under which terms it comes. */
final class TrustCard {

    private TrustCard() {}

    /** One of four states, each with its own words and shape. */
    static Html signature(JsonObject entry) {
        JsonObject signature = entry.findObject("signature").orElse(JsonObject.EMPTY);
        return switch (signature.stringOr("state", "")) {
            case "trusted" -> line("checked", "signed by " + signature.stringOr("by", "a key you trust"),
                    signature.stringOr("covers", "package").equals("package")
                            ? "A key that you trust signed this package."
                            : "A key that you trust signed its files. Its task, licence and lineage are not signed.");
            case "unknown" -> line("claimed", "signed by someone unknown",
                    signature.stringOr("reason", "Its key is not one that you trust.") + signature.findString("keyid")
                            .filter(id -> !id.isEmpty()).map(id -> " Key " + id + ".").orElse(""));
            case "wrong" -> line("damaged", "signature is wrong",
                    signature.stringOr("reason", "It does not belong to these bytes."));
            case "unsigned" ->
                line("unavailable", "not signed", "It has no signature; its bytes are still checked one by one.");
            default -> null;
        };
    }

    private static Html line(String how, String word, String sentence) {
        return el("p", cls("vouch"), Parts.seal(how, word), el("span", sentence));
    }

    /** The licence's text, one click away; it is asked for when it is opened. */
    static Html licence(String model, ModelsState state, ModelsActions actions) {
        boolean open = state.openLicence().equals(model);
        Optional<JsonObject> licence = Optional.ofNullable(state.licences().get(model));
        return el("div", cls("licence"),
                el("button", attr("type", "button"), cls("link"), attr("aria-expanded", Boolean.toString(open)),
                        on("click", event -> actions.licence(model)), open ? "Hide the licence" : "Read the licence"),
                when(open, () -> licence.map(TrustCard::text)
                        .orElseGet(() -> el("p", cls("note"), attr("role", "status"), "Reading the licence\u2026"))));
    }

    private static Html text(JsonObject licence) {
        List<Html> duties = new ArrayList<>();
        licence.findArray("obligations").ifPresent(all -> all.strings().forEach(duty -> duties.add(el("li", duty))));
        return el("div", cls("terms"), duties.isEmpty() ? null : el("ul", duties),
                el("pre", Parts.AUTO_DIRECTION, attr("tabindex", "0"), attr("aria-label", "Text of the licence"),
                        licence.stringOr("text", "The package carries no text of its licence.")));
    }
}
