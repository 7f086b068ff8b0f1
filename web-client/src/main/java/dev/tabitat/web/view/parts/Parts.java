package dev.tabitat.web.view.parts;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;

/** Seals, icons, buttons and messages. */
public final class Parts {

    /** On an element that holds a name, of a model or a document: a browser's translator must leave it as it is. */
    public static final Html.Part NAME = attr("translate", "no");

    /** The direction of a text that a person or a model wrote follows its own letters. */
    public static final Html.Part AUTO_DIRECTION = attr("dir", "auto");

    private Parts() {}

    /** How something is known, by shape, colour and word. */
    public static Html seal(String how, String word) {
        return switch (how) {
            case "checked", "tested" -> sealed("checked", word, "M3.5 8.5l3 3 6-7");
            case "measured" -> sealed("measured", word, "M3 12V9M6.4 12V6M9.7 12V8M13 12V3.5");
            case "unavailable" -> sealed("absent", word, "M4 8h8");
            case "damaged" -> sealed("damaged", word, "M8 3l5.5 10h-11zM8 7v2.5M8 11.4v.1");
            default -> sealed("claimed", word, "M3 4h10v6.500H8.500L6 13v-2.500H3z");
        };
    }

    private static Html sealed(String kind, String word, String path) {
        return el("span", cls("seal " + kind),
                el("svg", attr("viewBox", "0 0 16 16"), attr("aria-hidden", "true"), el("path", attr("d", path))),
                word);
    }

    public static Html icon(String path) {
        return el("svg", cls("i"), attr("viewBox", "0 0 20 20"), attr("aria-hidden", "true"),
                el("path", attr("d", path)));
    }

    public static final String TICK = "M4 10.500l4 4 8-9";
    public static final String WARN = "M10 3l7.5 13.500h-15zM10 8v4M10 14.300v.2";
    public static final String DOWN = "M10 3v9M6 8.500l4 4 4-4M4 16.500h12";
    public static final String POT = "M5 8.500h10l-1.2 8H6.200zM10 8.500V5.500M10 6C7.5 6 6.3 4.8 6.2 2.8 8.6 2.7 10 4 10 6ZM10 7c.1-1.9 1.3-3 3.3-3";
    public static final String TREE = "M10 2.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6M5 14.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6M15 14.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6M10 5.800c0 5-5 3.7-5 8.400M10 5.800c0 5 5 3.7 5 8.4";
    public static final String SCREEN = "M4.5 4h11A1.5 1.5 0 0 1 17 5.500V12a1.5 1.5 0 0 1-1.5 1.500h-11A1.5 1.5 0 0 1 3 12V5.500A1.5 1.5 0 0 1 4.5 4zM7 17h6M10 13.500V17";
    public static final String CHEVRON = "M8 5l5 5-5 5";

    public static Html button(String kind, String label, Html.Handler onClick) {
        return el("button", attr("type", "button"), cls("btn " + kind), on("click", onClick), label);
    }

    /** What happened, what is safe, what to do; the details can be opened and copied. */
    public static Html failure(String title, ApiError error) {
        String details = line("expected", error.expected()) + line("found", error.found())
                + line("where", error.where()) + "code: " + error.code();
        return el("div", cls("msg harm"), attr("role", "alert"),
                el("strong", title),
                el("span",
                        VisibleText.message(error.message() + (error.remedy().isEmpty() ? "" : " " + error.remedy()))),
                el("details", cls("more-info"), el("summary", "Details"), el("pre", attr("tabindex", "0"), details)));
    }

    private static String line(String name, String value) {
        return value.isEmpty() ? "" : name + ": " + VisibleText.message(value) + "\n";
    }

    /**
     * A name or title from outside, in an isolate of its own, with characters written out that would change how the
     * line reads.
     */
    public static Html name(String name) {
        return el("bdi", NAME, VisibleText.of(name));
    }

    public static Html message(String kind, String title, String text) {
        return el("div", cls("msg " + kind), el("strong", title), when(!text.isEmpty(), () -> el("span", text)));
    }

    /** A message that is read out at once. */
    public static Html alert(String title, String text) {
        return el("div", cls("msg harm"), attr("role", "alert"), el("strong", title), el("span", text));
    }

    /** What became of copying to the clipboard. @param problem why it was not done; empty where it was */
    public static Html copied(String problem) {
        return problem.isEmpty() ? el("span", cls("note"), attr("role", "status"), "Copied.")
                : el("span", cls("note"), attr("role", "alert"), "Not copied: " + problem);
    }

    /** A digest, shortened; a click shows it whole. */
    public static Html digest(String digest, boolean whole, Html.Handler toggle) {
        return el("button", attr("type", "button"), cls("copy"), attr("title", "Show the whole digest"),
                on("click", toggle), whole ? digest : Format.shortDigest(digest));
    }

    public static Html heading(String title, String lede) {
        return el("div", cls("head"), el("div", el("h1", attr("tabindex", "-1"), title), el("p", cls("lede"), lede)));
    }

    /** Turns a details element's mark. */
    public static Html chevron() {
        return el("svg", cls("i i-s chev"), attr("viewBox", "0 0 20 20"), attr("aria-hidden", "true"),
                el("path", attr("d", CHEVRON)));
    }
}
