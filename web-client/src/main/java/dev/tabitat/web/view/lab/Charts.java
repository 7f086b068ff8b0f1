package dev.tabitat.web.view.lab;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import java.util.ArrayList;
import java.util.List;

/**
 * Charts of a run: utility against time with intervals, reliability, confusion. Each has the same as a table beside it.
 */
final class Charts {

    private Charts() {}

    /** A candidate as a point. */
    private record Point(String id, String what, double millis, double p95, double value, double low, double high,
            double megabytes, boolean onFront, boolean isBest) {

        static Point of(JsonObject candidate, List<String> front, String best) {
            JsonObject card = candidate.object("scorecard");
            JsonObject f1 = card.object("macro_f1");
            return new Point(candidate.string("id"), candidate.string("what"), card.object("latency").number("p50_ms"),
                    card.object("latency").number("p95_ms"), f1.number("value"),
                    f1.number("low"), f1.number("high"), card.object("memory").number("bytes") / 1e6,
                    front.contains(candidate.string("digest")), candidate.string("id").equals(best));
        }

        String words() {
            return id + ", " + what + ": macro-F1 " + Format.decimals(value, 2) + ", interval "
                    + Format.decimals(low, 2) + " to " + Format.decimals(high, 2) + "; "
                    + Format.milliseconds(millis) + "; " + Format.bytes(megabytes * 1e6);
        }
    }

    /** Macro-F1 against the median time; the front is dashed. @param width 720, or 380 on a narrow sheet */
    static Html pareto(List<JsonObject> candidates, List<String> front, String best, int width) {
        List<Point> points = new ArrayList<>();
        double most = 0.01;
        double least = 1;
        for (JsonObject candidate : candidates) {
            Point point = Point.of(candidate, front, best);
            points.add(point);
            most = Math.max(most, point.millis() * 1.35);
            least = Math.min(least, point.low());
        }
        double floor = Math.max(0, Math.floor(least * 10) / 10);
        Scale x = new Scale(46, width - 20, 0, most);
        Scale y = new Scale(352, 24, floor, 1);
        List<Html> parts = new ArrayList<>();
        for (double tick = floor; tick <= 1.0001; tick += 0.1) {
            parts.add(el("path", cls("c-grid"), attr("d", "M46 " + at(y.of(tick)) + "H" + (width - 20))));
            parts.add(label("c-t", 38, y.of(tick) + 4, "end", Format.decimals(tick, 1)));
        }
        double step = step(most);
        for (double tick = 0; tick <= most; tick += step) {
            parts.add(label("c-t", x.of(tick), 372, "middle", Format.decimals(tick, step < 1 ? 1 : 0)));
        }
        parts.add(el("path", cls("c-axis"), attr("d", "M46 352H" + (width - 20))));
        parts.add(frontLine(points, x, y));
        List<double[]> taken = new ArrayList<>();
        for (Point point : points) {
            parts.add(point(point, x, y, taken, width));
        }
        parts.add(label("c-t", 46, 392, "start", "median time of one text, ms"));
        parts.add(label("c-t", width - 20, 392, "end", "slower \u2192"));
        return el("svg", attr("viewBox", "0 0 " + width + " 400"), attr("role", "group"),
                attr("aria-label", "Macro-F1 against the time of one text"), parts);
    }

    private record Scale(double from, double to, double low, double high) {

        double of(double value) {
            double share = high == low ? 0.5 : (value - low) / (high - low);
            return from + (to - from) * Math.max(0, Math.min(1, share));
        }
    }

    private static double step(double most) {
        double step = 0.1;
        while (most / step > 6) {
            step *= most / step > 15 ? 5 : 2;
        }
        return step;
    }

    private static String at(double value) {
        return Format.decimals(value, 1).replace('\u2212', '-');
    }

    private static Html label(String kind, double x, double y, String anchor, String text) {
        return el("text", cls(kind), attr("x", at(x)), attr("y", at(y)), attr("text-anchor", anchor), text);
    }

    /** Steps through the points that are not dominated (Pareto front). */
    private static Html frontLine(List<Point> points, Scale x, Scale y) {
        List<Point> front = new ArrayList<>();
        points.forEach(point -> {
            if (point.onFront()) {
                front.add(point);
            }
        });
        front.sort((a, b) -> Double.compare(a.millis(), b.millis()));
        StringBuilder path = new StringBuilder();
        double best = 0;
        for (Point point : front) {
            if (path.length() == 0) {
                path.append("M").append(at(x.of(point.millis()))).append(' ').append(at(y.of(point.value())));
            } else {
                path.append("H").append(at(x.of(point.millis())));
                if (point.value() > best) {
                    path.append("V").append(at(y.of(point.value())));
                }
            }
            best = Math.max(best, point.value());
        }
        return path.length() == 0 ? el("g") : el("path", cls("c-front"), attr("d", path + "H" + at(x.to())));
    }

    private static Html point(Point point, Scale x, Scale y, List<double[]> taken, int width) {
        double cx = x.of(point.millis());
        double cy = y.of(point.value());
        double low = y.of(point.low());
        double high = y.of(point.high());
        String bars = "M" + at(cx) + " " + at(low) + "V" + at(high) + "M" + at(cx - 4) + " " + at(low) + "h8M"
                + at(cx - 4) + " " + at(high) + "h8";
        boolean toLeft = cx > width - 110;
        double labelX = toLeft ? cx - 14 : cx + 14;
        double labelY = free(taken, toLeft ? labelX - 120 : labelX, cy + 5);
        List<Html> parts = new ArrayList<>();
        parts.add(el("path", cls("c-int"), attr("d", bars)));
        parts.add(el("path", cls("c-p95"), attr("d", "M" + at(cx) + " " + at(cy) + "H" + at(x.of(point.p95())))));
        parts.add(el("circle", cls("c-dot"), attr("cx", at(cx)), attr("cy", at(cy)), attr("r", "6")));
        if (point.isBest()) {
            parts.add(el("circle", cls("c-ring"), attr("cx", at(cx)), attr("cy", at(cy)), attr("r", "12")));
        }
        parts.add(label("c-l", labelX, labelY, toLeft ? "end" : "start",
                point.id() + (point.isBest() ? " \u00b7 best" : "")));
        return el("g", cls(point.isBest() ? "c-keep" : point.onFront() ? "c-fr" : "c-off"), attr("tabindex", "0"),
                attr("role", "img"), attr("aria-label", point.words()),
                el("title", point.words()), parts);
    }

    /** The first height, going down, at which no other label lies. */
    private static double free(List<double[]> taken, double x, double wanted) {
        double y = wanted;
        boolean moved = true;
        while (moved && y < 346) {
            moved = false;
            for (double[] one : taken) {
                if (Math.abs(one[0] - x) < 90 && Math.abs(one[1] - y) < 16) {
                    y = one[1] + 16;
                    moved = true;
                }
            }
        }
        taken.add(new double[]{x, y});
        return y;
    }

    /** How often it was right, against how sure it was; each bin with its interval. */
    static Html reliability(JsonObject scorecard) {
        List<Html> parts = new ArrayList<>();
        Scale x = new Scale(34, 214, 0, 1);
        Scale y = new Scale(198, 14, 0, 1);
        for (int tick = 0; tick <= 100; tick += 25) {
            parts.add(el("path", cls("c-grid"), attr("d", "M34 " + at(y.of(tick / 100.0)) + "H214")));
            parts.add(label("c-t", 28, y.of(tick / 100.0) + 4, "end", Integer.toString(tick)));
        }
        for (int tick = 0; tick <= 100; tick += 50) {
            parts.add(label("c-t", x.of(tick / 100.0), 218, "middle", Integer.toString(tick)));
        }
        parts.add(el("path", cls("c-diag"),
                attr("d", "M" + at(x.of(0)) + " " + at(y.of(0)) + "L" + at(x.of(1)) + " " + at(y.of(1)))));
        StringBuilder said = new StringBuilder();
        for (JsonObject bin : scorecard.object("calibration").array("bins").objects()) {
            JsonObject accuracy = bin.object("accuracy");
            if (accuracy.integer("n") > 0) {
                double cx = x.of(bin.number("confidence"));
                parts.add(el("path", cls("c-m"), attr("d", "M" + at(cx) + " " + at(y.of(accuracy.number("low"))) + "V"
                        + at(y.of(accuracy.number("high"))))));
                parts.add(el("circle", cls("c-mdot"), attr("cx", at(cx)),
                        attr("cy", at(y.of(accuracy.number("value")))), attr("r", "5")));
                said.append(said.length() == 0 ? "" : "; ").append("sure ")
                        .append(Format.percent(bin.number("confidence"))).append(", right ")
                        .append(Format.percent(accuracy.number("value"))).append(", n = ")
                        .append(accuracy.integer("n"));
            }
        }
        parts.add(label("c-t", 214, 240, "end", "stated confidence, %"));
        return el("svg", cls("small-chart"), attr("viewBox", "0 0 224 250"), attr("role", "img"), attr("tabindex", "0"),
                attr("aria-label", "Reliability: " + said), parts);
    }

    /** The same in figures. */
    static Html reliabilityTable(JsonObject scorecard) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject bin : scorecard.object("calibration").array("bins").objects()) {
            JsonObject accuracy = bin.object("accuracy");
            if (accuracy.integer("n") > 0) {
                rows.add(el("tr", el("th", attr("scope", "row"), Format.percent(bin.number("confidence"))),
                        el("td", cls("r"), Format.percent(accuracy.number("value"))),
                        el("td", cls("r"),
                                Format.percent(accuracy.number("low")) + " to "
                                        + Format.percent(accuracy.number("high"))),
                        el("td", cls("r"), Long.toString(accuracy.integer("n")))));
            }
        }
        return el("details", cls("more-info"), el("summary", "In figures"),
                el("table", cls("t"), el("thead", el("tr", el("th", attr("scope", "col"), "Sure"),
                        el("th", attr("scope", "col"), cls("r"), "Right"),
                        el("th", attr("scope", "col"), cls("r"), "95 %"),
                        el("th", attr("scope", "col"), cls("r"), "n"))), el("tbody", rows)));
    }

    /** Rows are the truth; the darker, the larger its share of the row. */
    static Html confusion(JsonObject scorecard) {
        List<String> labels = scorecard.object("confusion").array("labels").strings();
        JsonArray rows = scorecard.object("confusion").array("counts");
        List<Html> head = new ArrayList<>();
        labels.forEach(label -> head.add(el("th", attr("scope", "col"), attr("title", label), brief(label))));
        List<Html> body = new ArrayList<>();
        for (int row = 0; row < labels.size(); row++) {
            JsonArray counts = (JsonArray) rows.get(row);
            long all = 0;
            for (int column = 0; column < counts.size(); column++) {
                all += ((JsonNumber) counts.get(column)).longValue();
            }
            List<Html> cells = new ArrayList<>();
            for (int column = 0; column < counts.size(); column++) {
                long n = ((JsonNumber) counts.get(column)).longValue();
                cells.add(el("td", cls(row == column ? "hit" : ""),
                        attr("style:--v", Long.toString(all == 0 ? 0 : Math.round(70.0 * n / all))), Long.toString(n)));
            }
            body.add(el("tr", el("th", attr("scope", "row"), attr("title", labels.get(row)), brief(labels.get(row))),
                    cells));
        }
        return el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                attr("aria-label", "Confusion matrix"),
                el("table", cls("cm"), el("thead", el("tr", el("td", cls("corner")), head)), el("tbody", body)));
    }

    private static String brief(String label) {
        return label.length() > 12 ? label.substring(0, 11) + "\u2026" : label;
    }
}
