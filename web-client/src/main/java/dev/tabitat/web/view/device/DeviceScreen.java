package dev.tabitat.web.view.device;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The device and storage screen. */
public final class DeviceScreen {

    private static final String[][] GROUPS = {
            {"measured", "Measured here"}, {"cpu", "Processor"}, {"wasm", "WebAssembly"}, {"isolation", "Isolation"},
            {"gpu", "Graphics (WebGPU)"},
            {"webnn", "Neural accelerator"}, {"memory", "Memory"}, {"storage", "Storage"}, {"battery", "Battery"},
            {"network", "Network"},
            {"offline", "Offline"}, {"form_factor", "Form"}, {"screen", "Screen"}, {"input", "Input"}, {"app", "App"},
            {"browser", "Browser"}};

    private DeviceScreen() {}

    static List<Html> render(DeviceState state, Packages packages, DeviceActions actions) {
        List<Html> screen = new ArrayList<>();
        screen.add(el("div", cls("head"),
                el("div", el("h1", attr("tabindex", "-1"), "Device and storage"),
                        el("p", cls("lede"),
                                "What this device offers and how each fact was obtained, what is stored, and every byte that was sent or received.")),
                el("div", cls("acts"),
                        Parts.button("", "Export DeviceProfile.json", event -> actions.exportDevice()))));
        screen.add(storage(state, packages, actions));
        screen.add(KeysCard.render(state.keys(), actions));
        screen.add(ledger(state));
        screen.add(profile(state));
        return screen;
    }

    private static Html storage(DeviceState state, Packages packages, DeviceActions actions) {
        if (packages.storage().isEmpty()) {
            return el("section", attr("aria-busy", "true"), el("p", cls("note"), "Looking at the storage\u2026"));
        }
        JsonObject storage = packages.storage().get();
        boolean refused = storage.stringOr("mode", "").equals("memory");
        boolean persisted = state.persisted().orElse(storage.boolOr("persisted", false));
        List<Html> rows = new ArrayList<>();
        for (JsonObject entry : storage.findArray("packages").orElse(JsonArray.EMPTY).objects()) {
            rows.add(el("tr", key(entry.string("name")),
                    el("th", Parts.NAME, attr("scope", "row"), entry.string("name")),
                    el("td", cls("r"), Format.bytes(entry.numberOr("bytes", 0))),
                    el("td", cls("r"), Format.bytes(entry.numberOr("shared_bytes", 0))),
                    el("td", cls("r"), Format.bytes(entry.numberOr("frees_bytes", 0)))));
        }
        double quota = storage.numberOr("quota_bytes", 0);
        return el("section", attr("aria-labelledby", "st"), cls("card"),
                el("h2", attr("id", "st"), "What is kept here"),
                refused
                        ? Parts.message("",
                                storage.has("reason") ? "Models are kept in memory only."
                                        : "This browser refused storage for this site.",
                                "Models are kept in memory and answer until this tab is closed; then they are fetched again. "
                                        + storage.stringOr("reason", "Allow site data for this address to keep them."))
                        : el("p", cls("quiet"), Format.bytes(storage.numberOr("usage_bytes", 0)) + " used"
                                + (quota > 0 ? " of " + Format.bytes(quota) + " that the browser allows." : ".")),
                rows.isEmpty()
                        ? el("p", cls("note"), "No model is installed.")
                        : el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                                attr("aria-label", "Storage by model"), el("table", cls("t"),
                                        el("thead",
                                                el("tr", el("th", attr("scope", "col"), "Model"),
                                                        el("th", attr("scope", "col"), cls("r"), "Bytes"),
                                                        el("th", attr("scope", "col"), cls("r"), "Shared"),
                                                        el("th", attr("scope", "col"), cls("r"), "Removing frees"))),
                                        el("tbody", rows))),
                when(!refused, () -> persisted
                        ? el("p", cls("note"),
                                "The browser promised to keep this: it is not cleared when the disk runs low.")
                        : el("p", cls("note"), state.persisted().isPresent()
                                ? "The browser did not promise to keep this. It may clear it when the disk runs low; models are then fetched again. Installing Tabitat as an app or visiting often helps."
                                : "The browser may clear this when the disk runs low. You can ask it to keep it.")),
                el("div", cls("acts"),
                        Parts.button("", state.check().isRunning() ? "Checking\u2026" : "Check every byte",
                                event -> actions.check()),
                        when(!refused && !persisted,
                                () -> Parts.button("", "Ask to keep it", event -> actions.persist())),
                        el("a", cls("btn bare"), attr("href", "#models"), "Remove a model")),
                state.check().error().map(error -> Parts.failure("The check did not finish.", error)).orElse(null),
                state.check().report().map(report -> checked(report, actions)).orElse(null));
    }

    private static Html checked(JsonObject report, DeviceActions actions) {
        List<JsonObject> damaged = report.findArray("damaged").orElse(JsonArray.EMPTY).objects();
        List<JsonObject> repaired = report.findArray("repaired").orElse(JsonArray.EMPTY).objects();
        String amount = Format.count(report.integerOr("verified_chunks", 0), "piece", "pieces") + ", "
                + Format.bytes(report.numberOr("verified_bytes", 0));
        if (damaged.isEmpty() && repaired.isEmpty()) {
            return el("div", attr("role", "status"),
                    Parts.message("good", "Everything is as it was verified.", amount + " read and checked again."));
        }
        List<Html> rows = new ArrayList<>();
        for (JsonObject bad : damaged) {
            rows.add(el("li",
                    bad.stringOr("package", "") + ", " + bad.stringOr("file", "") + ", piece "
                            + (bad.integerOr("chunk", 0) + 1) + " ",
                    el("span", cls("note mono"), "expected " + Format.shortDigest(bad.stringOr("expected", ""))
                            + ", found " + Format.shortDigest(bad.stringOr("found", "")))));
        }
        if (rows.isEmpty() || report.boolOr("ok", false)) {
            return el("div", attr("role", "status"),
                    Parts.message("good", Format.count(repaired.size(), "piece was", "pieces were") + " mended.",
                            amount + " checked; only the damaged bytes were fetched again."));
        }
        return el("div", cls("msg harm"), attr("role", "alert"),
                el("strong", Format.count(damaged.size(), "piece is", "pieces are") + " damaged."),
                el("span", "Models that need them are not used until they are mended. Everything else is safe."),
                el("ul", rows),
                el("div", cls("acts"), Parts.button("go", "Mend them", event -> actions.repair())));
    }

    private static Html ledger(DeviceState state) {
        JsonObject ledger = state.ledger().orElse(JsonObject.EMPTY);
        List<Html> rows = new ArrayList<>();
        for (JsonObject entry : ledger.findArray("entries").orElse(JsonArray.EMPTY).objects()) {
            rows.add(el("tr", key(entry.string("purpose") + " " + entry.string("origin")),
                    el("th", attr("scope", "row"), entry.string("purpose")), el("td", entry.string("origin")),
                    el("td", cls("r"), Long.toString(entry.integerOr("requests", 0))),
                    el("td", cls("r"), Format.bytes(entry.numberOr("sent_bytes", 0))),
                    el("td", cls("r"), Format.bytes(entry.numberOr("received_bytes", 0)))));
        }
        return el("section", attr("aria-labelledby", "pl"), cls("card"), attr("id", "ledger"), attr("tabindex", "-1"),
                el("h2", attr("id", "pl"), "Privacy ledger"),
                el("p", cls("quiet"), Format.bytes(ledger.numberOr("sent_bytes", 0)) + " have left this tab; "
                        + Format.bytes(ledger.numberOr("received_bytes", 0)) + " received."
                        + " Left means: the body of a request. Asking for a file names the file and nothing else."),
                when(!rows.isEmpty(),
                        () -> el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                                attr("aria-label", "Bytes by origin and purpose"), el("table", cls("t"),
                                        el("thead",
                                                el("tr", el("th", attr("scope", "col"), "For"),
                                                        el("th", attr("scope", "col"), "Where"),
                                                        el("th", attr("scope", "col"), cls("r"), "Requests"),
                                                        el("th", attr("scope", "col"), cls("r"), "Out"),
                                                        el("th", attr("scope", "col"), cls("r"), "In"))),
                                        el("tbody", rows)))),
                connections(state));
    }

    /** The policy as the server sent it, so that it can be verified. */
    private static Html connections(DeviceState state) {
        if (state.connections().answer().isEmpty()) {
            return el("p", cls("note"), state.connections().failed()
                    ? "The page's security policy could not be read: its host does not answer. The browser enforces the policy that came with this page."
                    : "Reading the page's security policy from its host\u2026");
        }
        JsonObject known = state.connections().answer().get();
        String policy = known.string("policy");
        List<Html> rows = new ArrayList<>();
        for (JsonObject one : known.array("connect").objects()) {
            rows.add(el("tr", el("th", attr("scope", "row"), el("code", one.string("source"))),
                    el("td", one.string("purpose"))));
        }
        return el("div", attr("id", "connections"), el("h3", "Where this page may connect to"),
                el("p", cls("quiet"), policy.isEmpty()
                        ? "The server sent no Content-Security-Policy: the browser does not limit connections."
                        : "The browser enforces this list; it is from the Content-Security-Policy below, as the server sent it."),
                el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                        attr("aria-label", "Allowed connections"), el("table", cls("t"),
                                el("thead",
                                        el("tr", el("th", attr("scope", "col"), "Address"),
                                                el("th", attr("scope", "col"), "For"))),
                                el("tbody", rows))),
                when(!policy.isEmpty(), () -> el("p", cls("note"), el("code", attr("id", "policy"), policy))));
    }

    private static Html profile(DeviceState state) {
        if (state.device().isEmpty()) {
            return el("section", attr("aria-busy", "true"), el("p", cls("note"), "Looking at the device\u2026"));
        }
        JsonObject facts = state.device().get().object("facts");
        Map<String, List<Html>> groups = new LinkedHashMap<>();
        for (String[] group : GROUPS) {
            groups.put(group[0], new ArrayList<>());
        }
        for (String id : facts.names()) {
            String group = id.indexOf('.') < 0 ? id : id.substring(0, id.indexOf('.'));
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(fact(facts.object(id)));
        }
        List<Html> cards = new ArrayList<>();
        state.device().get().findArray("backends").ifPresent(backends -> cards.add(backends(backends)));
        groups.forEach((id, rows) -> {
            if (!rows.isEmpty()) {
                cards.add(el("article", cls("card"), el("h3", title(id)), el("dl", cls("facts-list"), rows)));
            }
        });
        return el("section", attr("aria-labelledby", "dv"), el("h2", attr("id", "dv"), "This device"),
                el("div", cls("legend"), el("span", Parts.seal("tested", "tested"), "we tried it"),
                        el("span", Parts.seal("measured", "measured"), "timed here"),
                        el("span", Parts.seal("reported", "reported"), "reported by the browser")),
                el("div", cls("facts-grid"), cards));
    }

    private static Html backends(JsonArray backends) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject backend : backends.objects()) {
            String reason = backend.stringOr("reason", "");
            boolean ready = backend.stringOr("state", "").equals("ready");
            List<JsonObject> tests = backend.findArray("self_tests").map(JsonArray::objects).orElse(List.of());
            String threads = backend.has("threads")
                    ? ", " + Format.count(backend.integerOr("threads", 1), "thread", "threads")
                    : "";
            threads += backend.has("threads_problem") ? ". " + backend.string("threads_problem") : "";
            rows.add(el("div", el("dt", backend.string("id")), el("dd", backend.stringOr("state", "") + threads),
                    el("dd", cls("why"),
                            el("span", reason.isEmpty() && tests.isEmpty() ? "No model has run on it yet." : reason),
                            tests.isEmpty() ? Parts.seal(ready ? "tested" : "unavailable", ready ? "ready" : "not used")
                                    : null)));
            tests.forEach(test -> rows.add(selfTest(backend.string("id"), test)));
            backend.findArray("int8").ifPresent(ways -> ways.objects().forEach(way -> rows.add(int8(way))));
        }
        return el("article", cls("card"), el("h3", "Backends"),
                el("p", cls("note"), "A backend runs a model only after it has given that model's known answers."),
                el("dl", cls("facts-list"), rows));
    }

    private static Html selfTest(String backend, JsonObject test) {
        boolean passed = test.boolOr("passed", false);
        String found = test.has("max_error") ? ", largest difference " + Format.small(test.numberOr("max_error", 0))
                : "";
        return el("div", cls("sub"), el("dt", test.string("model")),
                el("dd", passed ? "agrees" : "disagrees: never used"),
                el("dd", cls("why"),
                        el("span",
                                backend + ", " + Format.count(test.integerOr("cases", 0), "case", "cases") + found
                                        + ", allowed "
                                        + Format.small(test.numberOr("bound", 0))),
                        Parts.seal(passed ? "checked" : "unavailable",
                                passed ? "self-test passed" : "self-test failed")));
    }

    private static Html int8(JsonObject way) {
        boolean chosen = way.boolOr("chosen", false);
        String refusal = way.stringOr("refusal", "");
        return el("div", cls("sub"), el("dt", "int8: " + way.string("way")),
                el("dd", way.has("gops") ? Format.decimals(way.numberOr("gops", 0), 0) + " GOP/s" : "not used"),
                el("dd", cls("why"), el("span",
                        refusal.isEmpty() ? chosen ? "The fastest right way here: this one runs." : "Right, and slower."
                                : refusal),
                        Parts.seal(way.has("gops") ? "measured" : "unavailable",
                                way.has("gops") ? "measured" : "not right here")));
    }

    private static String title(String id) {
        for (String[] group : GROUPS) {
            if (group[0].equals(id)) {
                return group[1];
            }
        }
        return id;
    }

    private static Html fact(JsonObject fact) {
        String how = fact.stringOr("how", "reported");
        String spread = fact.has("low") && fact.has("high")
                ? " [" + plain(fact.get("low")) + ", " + plain(fact.get("high")) + "]"
                : "";
        String n = fact.has("n") ? ", n = " + plain(fact.get("n")) : "";
        String unit = fact.stringOr("unit", "");
        String value = fact.find("value").filter(found -> found != JsonNull.NULL).map(found -> value(found, unit))
                .orElse("not known");
        return el("div", value.length() > 40 ? cls("long") : null, el("dt", fact.stringOr("label", "")),
                el("dd", value + spread + n),
                el("dd", cls("why"), el("span", fact.stringOr("source", "")), Parts.seal(how, how)));
    }

    private static String value(Json value, String unit) {
        if (unit.equals("bytes") && value instanceof JsonNumber bytes) {
            return Format.bytes(bytes.doubleValue());
        }
        return plain(value) + (unit.isEmpty() ? "" : " " + unit);
    }

    private static String plain(Json value) {
        if (value instanceof JsonBool bool) {
            return bool.value() ? "yes" : "no";
        }
        if (value instanceof JsonString text) {
            return text.value();
        }
        if (value instanceof JsonNumber number) {
            return number.isWhole() ? number.toString() : Format.decimals(number.doubleValue(), 2);
        }
        if (value instanceof JsonArray items) {
            List<String> words = new ArrayList<>();
            items.items().forEach(item -> words.add(plain(item)));
            return words.isEmpty() ? "none" : String.join(", ", words);
        }
        if (value instanceof JsonObject members) {
            List<String> words = new ArrayList<>();
            members.names().forEach(name -> words.add(name + " " + plain(members.get(name))));
            return String.join(", ", words);
        }
        return "not known";
    }
}
