package dev.tabitat.web.view.device;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** Keys of one's own and keys of others: who this tab believes. */
final class KeysCard {

    private KeysCard() {}

    static Html render(DeviceState.Keys state, DeviceActions actions) {
        JsonObject keys = state.answer().orElse(JsonObject.EMPTY);
        List<JsonObject> own = keys.findArray("keys").orElse(JsonArray.EMPTY).objects();
        List<JsonObject> trusted = keys.findArray("trusted").orElse(JsonArray.EMPTY).objects();
        List<Html> rows = new ArrayList<>();
        own.forEach(key -> rows.add(row(key, "yours", actions)));
        trusted.forEach(key -> rows.add(row(key, "trusted", actions)));
        return el("section", attr("aria-labelledby", "kt"), cls("card"),
                el("h2", attr("id", "kt"), "Keys and trust"),
                el("p", cls("quiet"),
                        "A signature shows who published a model. A key that you trust is shown under the name that you give it; no key is trusted until you add it."),
                // Always the same children, so that a form which the person opened stays open whatever comes above it.
                el("div", cls("keys-list"),
                        rows.isEmpty() ? el("p", cls("note"), "No key yet.") : el("dl", cls("facts-list"), rows)),
                el("div", cls("keys-said"), attr("aria-live", "polite"),
                        state.error().map(error -> Parts.failure("That did not work.", error)).orElse(null),
                        state.notice().isEmpty() ? null : el("p", state.notice())),
                folded("Make a key",
                        "It signs models for others to check, here or with the tool model_signing. It stays in this browser until you export it.",
                        field(state, actions, "name", "Your name, as others shall see it", "text"),
                        Parts.button("", "Make a key",
                                event -> actions.makeKey())),
                folded("Export a key",
                        "As a file that only its passphrase opens: at least 8 characters. Without it the file is worth nothing, to you as well.",
                        field(state, actions, "passphrase", "A passphrase", "password"), exports(own, state, actions)),
                folded("Restore a key", "Paste the whole exported file, and say its passphrase.",
                        area(state, actions, "file", "The exported file"),
                        field(state, actions, "opens", "Its passphrase", "password"),
                        Parts.button("", "Restore it", event -> actions.importKey())),
                folded("Trust another person\u2019s key",
                        "Make sure that it is theirs: compare its last signs with them over another line.",
                        field(state, actions, "whose", "Their name", "text"),
                        area(state, actions, "pem", "Their public key, with its first and last line"),
                        Parts.button("", "Trust this key", event -> actions.trust())));
    }

    private static Html exports(List<JsonObject> own, DeviceState.Keys state, DeviceActions actions) {
        List<Html> buttons = new ArrayList<>();
        for (JsonObject key : own) {
            buttons.add(Parts.button("", "Export " + key.string("name"), event -> actions.exportKey(key.string("id"))));
        }
        return buttons.isEmpty() ? el("p", cls("note"), "There is no key of yours to export yet.")
                : el("div", cls("acts"), buttons);
    }

    private static Html row(JsonObject key, String whose, DeviceActions actions) {
        boolean isOwn = whose.equals("yours");
        return el("div", key(whose + " " + key.string("id")),
                el("dt", Parts.NAME, Parts.AUTO_DIRECTION, key.string("name")),
                el("dd", Format.shortDigest(key.string("id"))),
                el("dd", cls("why"),
                        el("span", key.string("algorithm") + ", since " + Format.moment(key.string("since_utc"))),
                        Parts.seal("checked", whose)),
                el("dd", cls("why"),
                        el("details", cls("more-info"), el("summary", "Public key"),
                                el("pre", attr("tabindex", "0"), key.string("public_key"))),
                        isOwn ? null
                                : el("button", attr("type", "button"), cls("link"),
                                        attr("aria-label", "Stop trusting " + key.string("name")),
                                        on("click", event -> actions.untrust(key.string("id"))),
                                        "Stop trusting")));
    }

    private static Html folded(String title, String note, Html... parts) {
        return el("details", cls("keys"), el("summary", title), el("p", cls("note"), note),
                el("div", cls("keys-form"), List.of(parts)));
    }

    private static Html field(DeviceState.Keys state, DeviceActions actions, String name, String label, String type) {
        return el("label", el("span", label),
                el("input", cls("field"), attr("type", type), attr("autocomplete", "off"), Parts.AUTO_DIRECTION,
                        attr("prop:value", state.fields().get(name)),
                        on("input", event -> actions.typed(name, event.value()))));
    }

    private static Html area(DeviceState.Keys state, DeviceActions actions, String name, String label) {
        return el("label", el("span", label),
                el("textarea", cls("field mono"), attr("rows", "4"), attr("spellcheck", "false"),
                        attr("prop:value", state.fields().get(name)),
                        on("input", event -> actions.typed(name, event.value()))));
    }
}
