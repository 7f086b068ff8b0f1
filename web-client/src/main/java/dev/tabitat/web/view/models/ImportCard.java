package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** Where files of this device come in, a model's or a package's, and what came of a package. */
final class ImportCard {

    private static final String LEAF = "M4 16c1-7 5-11 12.500-11.500C16.500 11 13 15.500 6 14.500M4 16c2-3.500 4-5.500 7-7";

    private static final String ACCEPTED = ".gguf,.safetensors,.onnx,.json,.model,.txt,.md,.tar,.sig,application/x-tar";

    private ImportCard() {}

    static Html render(ModelsState state, AddActions add) {
        return el("div", cls("add-files"), attr("role", "group"), attr("aria-label", "Add from this device"),
                el("div", cls("drop"), Parts.icon(LEAF),
                        el("span", cls("grow"),
                                "Or drop files or a folder here: " + FileKinds.MODELS + "; or " + FileKinds.PACKAGES
                                        + ". Every byte is checked before anything runs."),
                        el("div", cls("acts"),
                                el("input", cls("vh"), attr("id", "package-file"), attr("type", "file"),
                                        attr("multiple", ""), attr("accept", ACCEPTED),
                                        attr("aria-label", "Files of a model or package to add"),
                                        on("change", event -> add.inspectFiles(event.raw()))),
                                el("label", cls("btn sm"), attr("for", "package-file"), "Choose files"),
                                el("input", cls("vh"), attr("id", "model-folder"), attr("type", "file"),
                                        attr("webkitdirectory", ""), attr("multiple", ""),
                                        attr("aria-label", "A folder with a model to add"),
                                        on("change", event -> add.inspectFiles(event.raw()))),
                                el("label", cls("btn sm"), attr("for", "model-folder"), "Choose a folder"))),
                when(state.importing().progress().isPresent(),
                        () -> el("p", cls("note"), el("span", attr("role", "status"), "Checking the file\u2026"), ""
                                + state.importing().progress().get().find("done")
                                        .map(done -> " "
                                                + Format.bytes(state.importing().progress().get().number("done")))
                                        .orElse(""))),
                state.importing().error().map(error -> Parts.failure("This file could not be imported.", error))
                        .orElse(null),
                state.importing().report().map(ImportCard::report).orElse(null));
    }

    private static Html report(JsonObject report) {
        List<Html> lines = new ArrayList<>();
        for (String kind : List.of("installed", "checked", "measured", "claimed", "notices", "refused", "problems")) {
            for (String line : words(report, kind)) {
                lines.add(el("li", Parts.AUTO_DIRECTION, seal(kind), " ", line));
            }
        }
        boolean ok = report.boolOr("ok", true);
        return el("div", cls(ok ? "msg good" : "msg harm"), attr("role", "status"),
                el("strong",
                        !ok ? "Not everything in this file is right."
                                : report.stringOr("kind", "").equals("signature")
                                        ? "The signature is kept with " + report.string("model") + "."
                                        : "The file is verified, and its packages are installed in this tab."),
                el("ul", cls("claims"), lines));
    }

    private static List<String> words(JsonObject report, String kind) {
        List<String> words = new ArrayList<>();
        for (Json item : report.findArray(kind).orElse(JsonArray.EMPTY).items()) {
            if (item instanceof JsonString text) {
                words.add(text.value());
            } else if (item instanceof JsonObject one) {
                words.add(one.stringOr("name", one.stringOr("what", ""))
                        + (one.has("reason") ? ": " + one.stringOr("reason", "") : ""));
            }
        }
        return words;
    }

    private static Html seal(String kind) {
        return switch (kind) {
            case "installed", "checked" -> Parts.seal("checked", kind);
            case "measured" -> Parts.seal("measured", kind);
            case "claimed" -> Parts.seal("claimed", kind);
            case "notices" -> Parts.seal("unavailable", "note");
            default -> Parts.seal("damaged", kind.equals("refused") ? "refused" : "wrong");
        };
    }
}
