package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** What is known of a model that was imported and of no other: where it is from, how it was verified, its prompts. */
final class ImportFacts {

    private static final String HUB = "hf:";
    private static final String REGISTRY = "oci:";
    private static final int LABELS_SHOWN = 12;

    private ImportFacts() {}

    /** Nothing for packages made for Tabitat. */
    static Html render(JsonObject entry) {
        if (Packages.kind(entry).isEmpty()) {
            return null;
        }
        JsonObject facts = entry.object("import");
        List<Html> rows = new ArrayList<>();
        row(rows, "Kind", ModelKinds.title(Packages.kind(entry)));
        row(rows, "Architecture", ModelKinds.text(facts, "architecture"));
        row(rows, "From", source(entry.stringOr("source", "")));
        row(rows, "Verified", verified(entry.stringOr("source", "")));
        facts.findObject("prompts").ifPresent(prompts -> {
            row(rows, "Put before a question", InspectionCard.quoted(ModelKinds.text(prompts, "query")));
            row(rows, "Put before a passage", InspectionCard.quoted(ModelKinds.text(prompts, "passage")));
        });
        List<String> labels = facts.findArray("labels").orElse(JsonArray.EMPTY).strings();
        if (!labels.isEmpty() && labels.size() <= LABELS_SHOWN) {
            row(rows, "Labels", String.join(", ", labels));
        }
        return el("dl", cls("facts-list import-facts"), rows);
    }

    private static void row(List<Html> rows, String name, String value) {
        if (!value.isEmpty()) {
            rows.add(el("div", el("dt", name), el("dd", Parts.AUTO_DIRECTION, VisibleText.message(value))));
        }
    }

    /** @param coordinates such as {@code hf:owner/name@commit} */
    static String source(String coordinates) {
        int at = coordinates.lastIndexOf('@');
        if (coordinates.startsWith(HUB)) {
            return (at < 0 ? coordinates : coordinates.substring(0, at)).substring(HUB.length())
                    + (at < 0 ? "" : ", revision " + brief(coordinates.substring(at + 1)));
        }
        return coordinates.equals("local") ? "files of this device"
                : coordinates.startsWith(REGISTRY) ? coordinates.substring(REGISTRY.length()) : coordinates;
    }

    private static String brief(String revision) {
        return revision.length() > 12 ? revision.substring(0, 12) : revision;
    }

    private static String verified(String coordinates) {
        return coordinates.startsWith(HUB) ? "by the digests that the hub publishes"
                : coordinates.startsWith(REGISTRY) ? "by the digests of the registry\u2019s manifest"
                        : coordinates.equals("local") ? "against what was read from this device" : "";
    }
}
