package dev.tabitat.web.view.dom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Markup as a value: an element with attributes, handlers and children, or a text.
 *
 * <p>
 * An attribute named {@code style:--x} sets that custom property, one named {@code prop:x} the element's property.
 */
public final class Html {

    /** What an element does on an event; it may not block. */
    @FunctionalInterface
    public interface Handler {
        void handle(Event event);
    }

    /** What a handler may read of an event. */
    public interface Event {
        /** The current value of the field that the event came from; empty when it is none. */
        String value();

        /** The pressed key's name; empty when it is no key event. */
        String key();

        /** The event itself, for those who know the browser. */
        Object raw();
    }

    /** A part of an element that is no child. */
    public sealed interface Part {}

    public record Attribute(String name, String value) implements Part {}

    public record On(String event, Handler handler) implements Part {}

    private record Key(String value) implements Part {}

    private final String tag;
    private final String text;
    private String key = "";
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final List<Html> children = new ArrayList<>();

    private Html(String tag, String text) {
        this.tag = tag;
        this.text = text;
    }

    /**
     * An element. Parts are {@link Part}s, children, texts, numbers, or lists and arrays of these; null parts are left
     * out.
     *
     * @throws IllegalArgumentException when a part is anything else: its name in Java is no text for a person
     */
    public static Html el(String tag, Object... parts) {
        Html html = new Html(tag, "");
        for (Object part : parts) {
            html.add(part);
        }
        return html;
    }

    public static Html text(String text) {
        return new Html("", text);
    }

    public static Part attr(String name, String value) {
        return new Attribute(name, value);
    }

    /**
     * What tells an item of a list from its neighbours: while it stays in the list, its node stays too, whatever comes,
     * goes or moves around it. Unlike an {@code id} it needs to be unique only among its neighbours.
     */
    public static Part key(String value) {
        return new Key(value);
    }

    public static Part cls(String names) {
        return new Attribute("class", names);
    }

    public static Part on(String event, Handler handler) {
        return new On(event, handler);
    }

    /** The attribute when {@code holds}; nothing otherwise. */
    public static Part attrIf(boolean holds, String name, String value) {
        return holds ? new Attribute(name, value) : null;
    }

    /** The child when {@code holds}; nothing otherwise. */
    public static Html when(boolean holds, java.util.function.Supplier<Html> child) {
        return holds ? child.get() : null;
    }

    public String tag() {
        return tag;
    }

    /** What tells it from its neighbours: its key, else its id; empty for neither. */
    public String key() {
        return key.isEmpty() ? attributes.getOrDefault("id", "") : key;
    }

    public boolean isText() {
        return tag.isEmpty();
    }

    /** A text's characters; empty for an element. */
    public String text() {
        return text;
    }

    public Map<String, String> attributes() {
        return attributes;
    }

    public Map<String, Handler> handlers() {
        return handlers;
    }

    public List<Html> children() {
        return children;
    }

    private void add(Object part) {
        if (part instanceof Attribute attribute) {
            attributes.put(attribute.name(), attribute.value());
        } else if (part instanceof On on) {
            handlers.put(on.event(), on.handler());
        } else if (part instanceof Key itemKey) {
            key = itemKey.value();
        } else if (part instanceof Html child) {
            children.add(child);
        } else if (part instanceof Iterable<?> items) {
            for (Object item : items) {
                add(item);
            }
        } else if (part instanceof Object[] items) {
            // What a method with parts of its own passes on beside others is one part here.
            for (Object item : items) {
                add(item);
            }
        } else if (part instanceof String || part instanceof Number) {
            children.add(text(part.toString()));
        } else if (part != null) {
            throw new IllegalArgumentException("<" + tag
                    + "> cannot hold a part of this kind: expected an attribute, a child, a text, a number or a list of these");
        }
    }
}
