package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A newer version behind the same tag, and the way back to the earlier one. */
final class UpdateCard {

    private UpdateCard() {}

    /** Nothing where there is neither. */
    static Html render(JsonObject entry, ModelsActions actions) {
        String name = entry.string("name");
        Optional<JsonObject> update = entry.findObject("update");
        if (update.isPresent()) {
            return el("div", cls("msg good"), el("strong", "A newer version is there."),
                    changes(update.get()),
                    el("span", "Nothing is fetched until you say so; the version you have is kept beside it."),
                    el("div", cls("acts"), Parts.button("go", fetched(update.get()),
                            event -> actions.update(name))));
        }
        return entry.findObject("previous").map(previous -> el("p", cls("note row"),
                el("span",
                        "The version before is kept"
                                + (previous.has("bytes") ? ", " + Format.bytes(previous.number("bytes")) : "") + "."),
                Parts.button("sm", "Go back to it", event -> actions.rollback(name)),
                Parts.button("sm bare", "Let it go", event -> actions.removePrevious(name)))).orElse(null);
    }

    private static String fetched(JsonObject update) {
        double missing = update.numberOr("missing_bytes", update.numberOr("bytes", 0));
        return missing > 0 ? "Update, " + Format.bytes(missing) : "Update, nothing to fetch";
    }

    private static Html changes(JsonObject update) {
        List<Html> lines = new ArrayList<>();
        for (JsonObject change : update.findArray("changes").orElse(JsonArray.EMPTY).objects()) {
            lines.add(el("li", change.stringOr("what", "") + ": " + change.stringOr("from", "none") + " \u2192 "
                    + change.stringOr("to", "none")));
        }
        return lines.isEmpty() ? null : el("ul", lines);
    }
}
