package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The list of a base model's adapters. */
final class AdapterList {

    private AdapterList() {}

    /** Nothing where there are none. */
    static Html render(String base, ModelsState state, ModelsActions actions) {
        List<Html> grafts = new ArrayList<>();
        for (JsonObject adapter : state.adapters().getOrDefault(base, JsonArray.EMPTY).objects()) {
            grafts.add(graft(adapter, state, actions));
        }
        return grafts.isEmpty() ? null
                : el("div", el("h4", cls("note"), "Adapters grafted on this base"), el("ul", cls("graft"), grafts));
    }

    private static Html graft(JsonObject adapter, ModelsState state, ModelsActions actions) {
        String name = adapter.string("name");
        boolean fits = adapter.boolOr("compatible", true);
        boolean installed = adapter.boolOr("installed", true);
        String kind = kind(adapter.stringOr("kind", "adapter"))
                + (adapter.integerOr("rank", 0) > 0 ? ", rank " + adapter.integer("rank") : "");
        return el("li", key(name),
                el("span", name, " ", el("span", cls("quiet"), kind)),
                el("span", cls("row"), el("span", cls("num quiet"), Format.bytes(adapter.numberOr("bytes", 0))),
                        !fits ? Parts.seal("damaged", "does not attach")
                                : installed ? Parts.seal("checked", "checked") : Parts.seal("claimed", "claimed"),
                        fits && !installed ? Parts.button("sm", "Install", event -> actions.install(name)) : null,
                        installed ? ModelCard.remove(name, state, actions) : null),
                when(!fits, () -> el("span", cls("known"), adapter.stringOr("reason", ""))));
    }

    private static String kind(String id) {
        return switch (id) {
            case "lora" -> "LoRA";
            case "sparse_delta" -> "sparse delta";
            case "low_rank_delta" -> "low-rank delta";
            case "representation_intervention", "intervention" -> "preference module";
            default -> id;
        };
    }
}
