package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** Whether a model fits, drawn: the memory there is, then the model's part of it enlarged, term by term. */
final class FitView {

    private FitView() {}

    /** What it needs against what there is: the whole, then the need alone, term by term. */
    static Html render(JsonObject fit) {
        double total = fit.numberOr("total_bytes", 0);
        double available = fit.numberOr("available_bytes", 0);
        String verdict = fit.stringOr("verdict", "unknown");
        boolean known = available > 0;
        boolean large = verdict.equals("too_large");
        List<Html> terms = new ArrayList<>();
        List<Html> zoomed = new ArrayList<>();
        int index = 0;
        for (JsonObject term : fit.array("terms").objects()) {
            double bytes = term.number("bytes");
            String shade = large ? "gx" : "g" + Math.min(4, 1 + index++);
            terms.add(el(
                    "li", el("i", cls(shade)), el("span", need(term.string("name")), el("small", cls("known inline"),
                            term.stringOr("how", "") + (term.has("estimated_bytes")
                                    ? ", thought to be " + Format.bytes(term.number("estimated_bytes"))
                                    : ""))),
                    el("span", Format.bytes(bytes))));
            zoomed.add(el("i", cls(shade),
                    attr("style:--w", Format.decimals(total > 0 ? 100 * bytes / total : 0, 2) + "%")));
        }
        terms.add(el("li", cls("total"), el("i"), el("span", "Needs"),
                el("span", Format.bytes(total) + (known ? " of " + Format.bytes(available) : ""))));
        String words = switch (verdict) {
            case "fits" -> "This model fits:";
            case "tight" -> "It is a tight fit:";
            case "too_large" -> "Too large for this tab:";
            default -> "Whether it fits is not known:";
        };
        double share = !known ? 0 : large ? 100 * available / total : 100 * total / available;
        return el("div", cls("fits"),
                el("p", cls(large ? "verdict no" : "verdict"), Parts.icon(large ? Parts.WARN : Parts.TICK),
                        el("span", el("b", words),
                                " needs " + Format.bytes(total)
                                        + (known ? " of the " + Format.bytes(available) + " you have."
                                                : "; this browser does not say what there is."))),
                when(known, () -> el("div", cls("memory"),
                        el("div", cls("gauge"), attr("role", "img"),
                                attr("aria-label",
                                        Format.decimals(100 * total / available, 1) + " % of the memory available"),
                                el("i", cls("g1"), attr("style:--w", Format.decimals(Math.max(0.6, share), 2) + "%")),
                                when(large,
                                        () -> el("i", cls("gx over"),
                                                attr("style:--w", Format.decimals(100 - share, 2) + "%")))),
                        el("p", cls("dimension"), el("span", "0"),
                                el("span",
                                        large ? Format.bytes(available) + " for models, "
                                                + Format.bytes(total - available) + " too little"
                                                : Format.bytes(available) + " for models")))),
                el("details", cls("fit"), el("summary", Parts.chevron(), "The arithmetic"),
                        el("div", cls("memory"),
                                el("div", cls("gauge"), attr("role", "img"), attr("aria-label", "Its parts, enlarged"),
                                        zoomed),
                                el("p", cls("dimension"), el("span", "its part, enlarged"),
                                        el("span", Format.bytes(total)))),
                        el("ul", cls("sum"), terms)));
    }

    /** A term of the fit in plain words. */
    private static String need(String term) {
        return switch (term) {
            case "weights" -> "Weights";
            case "activations" -> "Working memory";
            case "vocabulary" -> "Vocabulary";
            case "adapters" -> "Adapters";
            case "loaded" -> "Models already loaded";
            case "margin" -> "Safety margin";
            default -> term;
        };
    }
}
