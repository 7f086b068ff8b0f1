package dev.tabitat.web.view.parts;

import dev.tabitat.core.text.Split;
import dev.tabitat.web.view.dom.Html;
import java.util.List;
import java.util.Set;

/**
 * Marks with {@code translate="no"} what a browser's translator must leave as it is: answers, figures, digests and
 * code. Names carry {@link Parts#NAME} where they are drawn.
 */
public final class NoTranslate {

    private static final Set<String> TAGS = Set.of("output", "code", "pre", "blockquote");
    private static final Set<String> CLASSES = Set.of("r", "n", "mono", "copy");
    /** Tags that hold a figure alone; a figure inside a sentence is translated with it. */
    private static final Set<String> FIGURES = Set.of("td", "dd", "span", "small", "b");
    private static final int MAX_FIGURE_LENGTH = 32;

    private NoTranslate() {}

    public static List<Html> marked(List<Html> screen) {
        screen.forEach(NoTranslate::mark);
        return screen;
    }

    private static void mark(Html html) {
        if (html.isText()) {
            return;
        }
        if (isExact(html)) {
            html.attributes().putIfAbsent("translate", "no");
        } else {
            html.children().forEach(NoTranslate::mark);
        }
    }

    private static boolean isExact(Html html) {
        if (TAGS.contains(html.tag()) || FIGURES.contains(html.tag()) && isFigure(html)) {
            return true;
        }
        for (String name : Split.on(html.attributes().getOrDefault("class", ""), ' ')) {
            if (CLASSES.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFigure(Html html) {
        int length = 0;
        boolean hasDigit = false;
        for (Html child : html.children()) {
            if (!child.isText()) {
                return false;
            }
            length += child.text().length();
            for (int i = 0; i < child.text().length(); i++) {
                hasDigit |= Character.isDigit(child.text().charAt(i));
            }
        }
        return hasDigit && length <= MAX_FIGURE_LENGTH;
    }
}
