package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The models screen. */
public final class ModelsScreen {

    private static final String[][] FILTERS = {{"all", "All"}, {"language", "Language"},
            {"meaning", "Meaning"}, {"fits", "Fits here"}};

    /** What comes now stands before what comes next, and what waits for the person last. */
    private static final String[] ORDER = {"downloading", "waiting", "queued", Download.FAILED, "paused"};
    /** The id of the section of downloads. */
    static final String DOWNLOADS = "downloads";

    private ModelsScreen() {}

    static List<Html> render(ModelsState state, AddState add, Packages packages, PageStatus status,
            ModelsActions actions, AddActions addActions) {
        List<Html> screen = new ArrayList<>();
        screen.add(
                Parts.heading("Models", "Small models that run in this tab. Every byte is checked before it is used."));
        // Always there, so that what follows keeps its place; empty while nothing is fetched.
        screen.add(el("div", cls("install-line"), statusLine(packages, actions)));
        screen.add(el("div", cls("legend"),
                el("span", Parts.seal("checked", "checked"), "against the bytes"),
                el("span", Parts.seal("measured", "measured"), "on this device"),
                el("span", Parts.seal("claimed", "claimed"), "by its author")));
        if (!status.online()) {
            screen.add(Parts.message("", "You are offline.",
                    "What is in this tab works as before. New models can be downloaded when the network is back."));
        }
        List<Html> downloads = new ArrayList<>();
        for (String shown : ORDER) {
            for (Download install : packages.downloads().values()) {
                if (install.state().equals(shown)) {
                    downloads.add(download(install, size(packages, install.name()), status.online(), actions));
                }
            }
        }
        screen.add(el("section", cls("downloads"), attr("id", DOWNLOADS), attr("tabindex", "-1"),
                attr("aria-label", "Downloads"), downloads));
        // Always there, so that the catalogue keeps its place.
        screen.add(el("div", attr("aria-live", "polite"),
                state.error().map(error -> Parts.failure("That did not work.", error)).orElse(null)));
        screen.add(here(state, packages, actions));
        screen.add(AddSection.render(add, state, addActions));
        screen.add(offered(state, packages, actions));
        screen.add(data(state, packages, actions));
        packages.storage().ifPresent(storage -> screen.add(kept(storage)));
        return screen;
    }

    /**
     * What is fetched now, in one line that stays in sight however far down the person reads; nothing when nothing is.
     */
    private static List<Html> statusLine(Packages packages, ModelsActions actions) {
        List<Download> first = new ArrayList<>();
        for (String shown : ORDER) {
            packages.downloads().values().stream()
                    .filter(install -> install.state().equals(shown) && !shown.equals("paused"))
                    .forEach(first::add);
        }
        if (first.isEmpty()) {
            return List.of();
        }
        Download install = first.get(0);
        JsonObject report = install.report().orElse(JsonObject.EMPTY);
        double total = Math.max(report.numberOr("total", 0), size(packages, install.name()));
        String amount = install.state().equals("downloading") && total > 0 ? ", "
                + Format.bytes(report.numberOr("done", 0)) + " of " + Format.bytes(total)
                + (report.numberOr("eta_s", 0) > 0 ? ", " + Format.seconds(report.number("eta_s")) + " left" : "") : "";
        String others = first.size() > 1 ? "; " + (first.size() - 1) + " more below" : "";
        return List.of(el("span", cls("grow"), title(install) + amount + others), el("button", attr("type", "button"),
                cls("link"), on("click", event -> actions.showDownloads()), "Show"));
    }

    /** Bytes of a package of the catalogue; 0 where it is not known. */
    private static double size(Packages packages, String name) {
        for (JsonObject entry : packages.entries()) {
            if (entry.string("name").equals(name)) {
                return entry.numberOr("bytes", 0);
            }
        }
        return 0;
    }

    private static Html download(Download install, double size, boolean isOnline, ModelsActions actions) {
        JsonObject report = install.report().orElse(JsonObject.EMPTY);
        long chunks = report.integerOr("total_chunks", 0);
        long verified = report.integerOr("verified_chunks", 0);
        boolean running = install.state().equals("downloading");
        boolean paused = install.state().equals("paused");
        if (install.error().isPresent()) {
            boolean isOffline = !isOnline && install.error().get().code().equals("unavailable");
            return el("div", key(install.name()), cls("card"),
                    Parts.failure(
                            install.name()
                                    + (isOffline ? " was not installed: there is no network." : " was not installed."),
                            install.error().get()),
                    el("p", cls("note"),
                            (isOffline ? "Connect to a network, then try again. " : "")
                                    + "What had verified is kept; nothing that did not verify was used."),
                    el("div", cls("acts"),
                            needsConfirmation(install)
                                    ? Parts.button("go", "Download anyway",
                                            event -> actions.installMetered(install.name()))
                                    : Parts.button("go", "Try again", event -> actions.install(install.name())),
                            Parts.button("bare", "Dismiss", event -> actions.cancel(install.name()))));
        }
        List<Html> cells = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            cells.add(el("i", cls(i < verified ? "ok" : i == verified && running ? "now" : "")));
        }
        double total = Math.max(report.numberOr("total", 0), size);
        double done = report.numberOr("done", 0);
        return el("div", key(install.name()), cls("card dl"),
                el("div", el("h2", title(install)),
                        el("p", cls("facts"),
                                el("span", el("b", Format.bytes(done)), " of " + Format.bytes(total)),
                                when(running && report.numberOr("rate", 0) > 0,
                                        () -> el("span", el("b", Format.bytes(report.number("rate"))), " a second")),
                                when(running && report.numberOr("eta_s", 0) > 0,
                                        () -> el("span", el("b", Format.seconds(report.number("eta_s"))), " left")),
                                when(chunks > 0,
                                        () -> el("span",
                                                verified + " of " + Format.count(chunks, "piece", "pieces")
                                                        + " checked"))),
                        when(running && !Format.waiting(report).isEmpty(),
                                () -> el("p", cls("note"), attr("role", "status"), Format.waiting(report)))),
                el("div", cls("acts"),
                        paused ? needsFiles(report)
                                ? el("p", cls("note"), "Its files are on this device: choose them again to go on.")
                                : Parts.button("go", "Resume", event -> actions.install(install.name()))
                                : Parts.button("", "Pause", event -> actions.pause(install.name())),
                        when(install.state().equals("queued"),
                                () -> Parts.button("", "Fetch next", event -> actions.next(install.name()))),
                        Parts.button("bare", "Cancel", event -> actions.cancel(install.name()))),
                el("progress", cls("vh"), attr("max", "1"),
                        attr("value", Double.toString(total > 0 ? done / total : 0)),
                        attr("aria-label", install.name() + ", bytes")),
                el("div", cls("chunks"), attr("aria-hidden", "true"), cells));
    }

    /** Whether files of this device were being added when the page went: they have to be given again. */
    private static boolean needsFiles(JsonObject report) {
        return report.findObject("add").filter(call -> !call.has("source")).isPresent();
    }

    private static String title(Download install) {
        String phase = install.report().map(report -> report.stringOr("phase", "")).orElse("");
        return switch (install.state()) {
            case "downloading" -> switch (phase) {
                case "convert" -> "Converting the weights of " + install.name();
                case "verify" -> "Checking " + install.name();
                default -> "Downloading " + install.name();
            };
            case "queued" -> "Next in line: " + install.name();
            case "waiting" -> "Waiting for the network: " + install.name();
            case Download.FAILED -> "Not installed: " + install.name();
            default -> "Paused: " + install.name();
        };
    }

    /** Whether it waits for confirmation because the connection is metered. */
    private static boolean needsConfirmation(Download install) {
        return install.error().filter(error -> error.code().equals("refused") && error.where().endsWith(", line"))
                .isPresent();
    }

    /** The models of this tab. */
    private static Html here(ModelsState state, Packages packages, ModelsActions actions) {
        List<Html> cards = new ArrayList<>();
        for (JsonObject entry : packages.models()) {
            if (isHere(entry)) {
                cards.add(ModelCard.render(entry, state, packages, actions));
            }
        }
        if (packages.catalog().isEmpty()) {
            return el("section", attr("id", "models-here"));
        }
        return el("section", attr("id", "models-here"), attr("aria-labelledby", "here"),
                el("div", cls("row between"), el("h2", attr("id", "here"), "In this tab")),
                cards.isEmpty()
                        ? el("p", cls("msg"),
                                "No model is in this tab yet. Add one below; it then works without a network.")
                        : el("div", cls("shelf"), cards));
    }

    /** The models that the host offers and that are not here. */
    private static Html offered(ModelsState state, Packages packages, ModelsActions actions) {
        if (packages.error().isPresent() && packages.catalog().isEmpty()) {
            return el("section", attr("id", "models-offered"),
                    Parts.failure("The catalogue could not be read.", packages.error().get()));
        }
        if (packages.catalog().isEmpty()) {
            return el("section", attr("id", "models-offered"), attr("aria-busy", "true"),
                    el("p", cls("note"), attr("role", "status"), "Loading the catalogue\u2026"));
        }
        List<Html> chips = new ArrayList<>();
        for (String[] filter : FILTERS) {
            chips.add(el("button", attr("type", "button"), cls("chip"),
                    attr("aria-pressed", Boolean.toString(state.filter().equals(filter[0]))),
                    on("click", event -> actions.filter(filter[0])), filter[1]));
        }
        List<Html> cards = new ArrayList<>();
        for (JsonObject entry : packages.models()) {
            if (!isHere(entry) && shown(entry, state.filter())) {
                cards.add(ModelCard.render(entry, state, packages, actions));
            }
        }
        return el("section", attr("id", "models-offered"), attr("aria-labelledby", "shelf"),
                el("div", cls("row between"), el("h2", attr("id", "shelf"), "From this host"),
                        el("div", cls("chips"), attr("role", "group"), attr("aria-label", "Show"), chips)),
                cards.isEmpty() ? el("p", cls("msg"), none(state, packages)) : el("div", cls("shelf offered"), cards));
    }

    private static String none(ModelsState state, Packages packages) {
        if (packages.models().isEmpty()) {
            return "The catalogue is empty: this host offers no models, or it could not be reached.";
        }
        if (packages.models().stream().allMatch(ModelsScreen::isHere)) {
            return "Every model that this host offers is in this tab.";
        }
        return !state.filter().equals("fits")
                ? "The host offers no further model for this. Choose \u201cAll\u201d to see every model."
                : "No further model of this host fits into the memory that this tab has. Choose \u201cAll\u201d to see what each needs.";
    }

    /** Sets of examples, which are no models; nothing where there are none. */
    private static Html data(ModelsState state, Packages packages, ModelsActions actions) {
        List<Html> cards = new ArrayList<>();
        List<Html> others = new ArrayList<>();
        for (JsonObject entry : packages.entries()) {
            if (entry.stringOr("kind", "").equals("examples")) {
                (isHere(entry) ? cards : others).add(ModelCard.render(entry, state, packages, actions));
            }
        }
        cards.addAll(others);
        if (cards.isEmpty()) {
            return el("section", attr("id", "models-data"));
        }
        return el("section", attr("id", "models-data"), attr("aria-labelledby", "data-sets"),
                el("div", cls("row between"), el("h2", attr("id", "data-sets"), "Data sets"),
                        el("p", cls("note"), "Texts with labels, to teach and to test models in the lab.")),
                el("div", cls("shelf"), cards));
    }

    /** What is in this tab, whole or damaged. */
    private static boolean isHere(JsonObject entry) {
        String where = entry.stringOr("state", "");
        return where.equals("installed") || where.equals("damaged");
    }

    /** What all of it takes up; the device screen has the rest. */
    private static Html kept(JsonObject storage) {
        long models = 0;
        int count = 0;
        for (JsonObject one : storage.findArray("packages").orElse(JsonArray.EMPTY).objects()) {
            models += one.integerOr("frees_bytes", 0);
            count++;
        }
        String free = storage.has("quota_bytes") && storage.has("usage_bytes")
                ? " The browser allows " + Format.bytes(storage.number("quota_bytes") - storage.number("usage_bytes"))
                        + " more."
                : "";
        return el("p", cls("note kept"),
                Format.count(count, "package takes", "packages take") + " up " + Format.bytes(models)
                        + " in this browser." + free + " ",
                el("a", attr("href", "#device"), "Storage, checks and privacy"));
    }

    private static boolean shown(JsonObject entry, String filter) {
        return switch (filter) {
            case "language" -> entry.stringOr("task", "").equals("language-identification");
            case "meaning" -> Packages.isEncoder(entry);
            case "fits" ->
                !entry.findObject("fit").map(fit -> fit.stringOr("verdict", "")).orElse("").equals("too_large");
            default -> true;
        };
    }
}
