package dev.tabitat.web.view.parts;

import dev.tabitat.web.view.dom.Html;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Screens as tests read them: their words, and the elements that can be acted on. */
public final class Drawn {

    private final List<Html> screen;

    public Drawn(List<Html> screen) {
        this.screen = screen;
    }

    /** All words, a space between elements. */
    public String words() {
        StringBuilder out = new StringBuilder();
        screen.forEach(html -> write(html, out));
        return out.toString().replaceAll("\\s+", " ").strip();
    }

    private static void write(Html html, StringBuilder out) {
        out.append(html.isText() ? html.text() : " ");
        html.children().forEach(child -> write(child, out));
    }

    /** Every element with this class, in order. */
    public List<Html> withClass(String name) {
        List<Html> found = new ArrayList<>();
        screen.forEach(html -> gather(html, name, found));
        return found;
    }

    private static void gather(Html html, String name, List<Html> found) {
        if ((" " + html.attributes().getOrDefault("class", "") + " ").contains(" " + name + " ")) {
            found.add(html);
        }
        html.children().forEach(child -> gather(child, name, found));
    }

    /** Clicks the first element that hears clicks and says exactly this. */
    public void click(String words) {
        for (Html html : withClick()) {
            if (new Drawn(List.of(html)).words().equals(words)) {
                html.handlers().get("click").handle(new Click());
                return;
            }
        }
        throw new AssertionError("nothing to click says " + words + " in: " + words());
    }

    /** Types into the field of this id. */
    public void type(String id, String text) {
        for (Html html : withId(id)) {
            html.handlers().get(html.handlers().containsKey("input") ? "input" : "change").handle(new Typed(text));
            return;
        }
        throw new AssertionError("no field " + id + " in: " + words());
    }

    /** Every element with this id. */
    public List<Html> withId(String id) {
        List<Html> found = new ArrayList<>();
        screen.forEach(html -> gatherId(html, id, found));
        return found;
    }

    private static void gatherId(Html html, String id, List<Html> found) {
        if (id.equals(html.attributes().get("id"))) {
            found.add(html);
        }
        html.children().forEach(child -> gatherId(child, id, found));
    }

    private List<Html> withClick() {
        List<Html> found = new ArrayList<>();
        screen.forEach(html -> gatherClicks(html, found));
        return found;
    }

    private static void gatherClicks(Html html, List<Html> found) {
        if (html.handlers().containsKey("click")) {
            found.add(html);
        }
        html.children().forEach(child -> gatherClicks(child, found));
    }

    private record Typed(String value) implements Html.Event {

        @Override
        public String key() {
            return "";
        }

        @Override
        public Object raw() {
            return this;
        }
    }

    private record Click() implements Html.Event {

        @Override
        public String value() {
            return "";
        }

        @Override
        public String key() {
            return "";
        }

        @Override
        public Object raw() {
            return this;
        }
    }

    /**
     * Actions of a screen that write down what was asked for, as {@code method argument ...}, and do nothing; the name
     * of a language is its code in angle brackets.
     */
    public static <T> T asked(Class<T> actions, List<String> calls) {
        return actions.cast(
                Proxy.newProxyInstance(actions.getClassLoader(), new Class<?>[]{actions}, (self, method, arguments) -> {
                    if (method.getName().equals("language")) {
                        return "<" + arguments[0] + ">";
                    }
                    StringBuilder call = new StringBuilder(method.getName());
                    for (Object argument : arguments == null ? new Object[0] : arguments) {
                        call.append(' ').append(argument);
                    }
                    calls.add(call.toString());
                    return null;
                }));
    }
}
