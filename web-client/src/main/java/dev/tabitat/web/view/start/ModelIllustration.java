package dev.tabitat.web.view.start;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;

import dev.tabitat.web.view.dom.Html;
import java.util.ArrayList;
import java.util.List;

/** The picture of one model: a potted plant whose height shows the order of magnitude of the model's size. */
final class ModelIllustration {

    private static final double BENCH = 196;

    private ModelIllustration() {}

    static Html draw(double x, double bytes) {
        int leaves = 2;
        for (double size = 300_000; size < bytes && leaves < 8; size *= 8) {
            leaves++;
        }
        double pot = 16 + 2.2 * leaves;
        double top = BENCH - pot;
        double height = 14 * leaves;
        List<Html> parts = new ArrayList<>();
        parts.add(el("path", cls("stem"), attr("d", "M" + n(x) + " " + n(top) + "V" + n(top - height + 8))));
        for (int i = 0; i < leaves; i++) {
            double y = top - 10 - (height - 14) * i / (leaves - 1);
            double size = (18 + 1.4 * leaves) * (1 - 0.04 * i);
            parts.add(leaf(x, y, i % 2 == 0 ? size : -size, i % 3 == 1 ? "ls" : "lf"));
        }
        double half = pot * 0.62;
        parts.add(el("path", cls("pot"),
                attr("d", "M" + n(x - half) + " " + n(top) + "h" + n(2 * half) + "l" + n(-half * 0.26) + " " + n(pot)
                        + "h" + n(-2 * half * 0.74) + "Z")));
        return el("g", parts);
    }

    private static Html leaf(double x, double y, double reach, String kind) {
        double rise = Math.abs(reach) * 0.86;
        return el("path", cls(kind),
                attr("d",
                        "M" + n(x) + " " + n(y) + "c" + n(-reach * 0.02) + " " + n(-rise * 0.66) + " " + n(reach * 0.42)
                                + " " + n(-rise)
                                + " " + n(reach) + " " + n(-rise * 0.93) + "c" + n(-reach * 0.02) + " " + n(rise * 0.66)
                                + " " + n(-reach * 0.42) + " " + n(rise)
                                + " " + n(-reach) + " " + n(rise * 0.93) + "Z"));
    }

    private static String n(double value) {
        long tenths = Math.round(value * 10);
        return (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10;
    }
}
