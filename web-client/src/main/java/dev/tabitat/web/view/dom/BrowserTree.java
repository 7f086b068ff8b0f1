package dev.tabitat.web.view.dom;

import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** The browser's document. Styles are set through the object model, which the security policy allows. */
public final class BrowserTree implements DomTree<JSObject> {

    @Override
    public JSObject element(String tag, boolean svg) {
        return svg ? svgElement(tag) : htmlElement(tag);
    }

    @Override
    public JSObject text(String text) {
        return textNode(text);
    }

    @Override
    public void setText(JSObject node, String text) {
        data(node, text);
    }

    @Override
    public void setAttribute(JSObject node, String name, String value) {
        if (name.startsWith("style:")) {
            style(node, name.substring("style:".length()), value);
        } else if (name.startsWith("prop:")) {
            property(node, name.substring("prop:".length()), value);
        } else {
            attribute(node, name, value);
        }
    }

    @Override
    public void removeAttribute(JSObject node, String name) {
        if (name.startsWith("style:")) {
            style(node, name.substring("style:".length()), "");
        } else if (!name.startsWith("prop:")) {
            noAttribute(node, name);
        }
    }

    @Override
    public void append(JSObject parent, JSObject child) {
        appendChild(parent, child);
    }

    @Override
    public void insertBefore(JSObject parent, JSObject child, JSObject next) {
        insertChild(parent, child, next);
    }

    @Override
    public void replace(JSObject parent, JSObject old, JSObject next) {
        replaceChild(parent, next, old);
    }

    @Override
    public void remove(JSObject parent, JSObject child) {
        removeChild(parent, child);
    }

    @Override
    public void detach(JSObject node) {
        takeOut(node);
    }

    @Override
    public boolean isDetached(JSObject node) {
        return hasNoParent(node);
    }

    @Override
    public List<JSObject> children(JSObject node) {
        List<JSObject> nodes = new ArrayList<>();
        for (int i = 0; i < count(node); i++) {
            nodes.add(child(node, i));
        }
        return nodes;
    }

    @Override
    public int count(JSObject node) {
        return childCount(node);
    }

    @Override
    public JSObject child(JSObject node, int index) {
        return childAt(node, index);
    }

    @Override
    public boolean same(JSObject one, JSObject other) {
        return isSame(one, other);
    }

    @Override
    public boolean contains(JSObject node, JSObject inner) {
        return hasInside(node, inner);
    }

    @Override
    public void own(JSObject node) {
        markOwn(node);
    }

    @Override
    public boolean isOwn(JSObject node) {
        return isMarkedOwn(node);
    }

    @Override
    public boolean hasText(JSObject node) {
        return hasCharacters(node);
    }

    @Override
    public boolean isText(JSObject node) {
        return isTextNode(node);
    }

    @Override
    public String tag(JSObject node) {
        return localName(node);
    }

    @Override
    public String attribute(JSObject element, String name) {
        return attributeOf(element, name);
    }

    @Override
    public String characters(JSObject text) {
        return dataOf(text);
    }

    @Override
    public void listen(JSObject node, String event, Html.Handler handler) {
        addListener(node, event, raw -> {
            BrowserEvent seen = new BrowserEvent(raw, valueOf(raw), keyOf(raw));
            // What a handler reaches may wait; a callback of the browser may not.
            new Thread(() -> handler.handle(seen)).start();
        });
    }

    @JSFunctor
    private interface Listener extends JSObject {
        void happened(JSObject event);
    }

    /** What was to be seen when the event happened. */
    private record BrowserEvent(JSObject event, String value, String key) implements Html.Event {

        @Override
        public Object raw() {
            return event;
        }
    }

    @JSBody(params = "tag", script = "return document.createElement(tag);")
    private static native JSObject htmlElement(String tag);

    @JSBody(params = "tag", script = "return document.createElementNS('http://www.w3.org/2000/svg', tag);")
    private static native JSObject svgElement(String tag);

    @JSBody(params = "text", script = "return document.createTextNode(text);")
    private static native JSObject textNode(String text);

    @JSBody(params = {"node", "text"}, script = "node.data = text;")
    private static native void data(JSObject node, String text);

    @JSBody(params = "node", script = "return node.data || '';")
    private static native String dataOf(JSObject node);

    @JSBody(params = "node", script = "return node.childNodes.length;")
    private static native int childCount(JSObject node);

    @JSBody(params = {"node", "index"}, script = "return node.childNodes[index];")
    private static native JSObject childAt(JSObject node, int index);

    @JSBody(params = "node", script = "return node.localName || '';")
    private static native String localName(JSObject node);

    @JSBody(params = {"node", "name"}, script = "return node.getAttribute(name) || '';")
    private static native String attributeOf(JSObject node, String name);

    @JSBody(params = {"node", "name", "value"}, script = "node.setAttribute(name, value);")
    private static native void attribute(JSObject node, String name, String value);

    @JSBody(params = {"node", "name"}, script = "node.removeAttribute(name);")
    private static native void noAttribute(JSObject node, String name);

    @JSBody(params = {"node", "name", "value"}, script = "node.style.setProperty(name, value);")
    private static native void style(JSObject node, String name, String value);

    @JSBody(params = {"node", "name", "value"}, script = "if (node[name] !== value) { node[name] = value; }")
    private static native void property(JSObject node, String name, String value);

    @JSBody(params = {"parent", "child"}, script = "parent.appendChild(child);")
    private static native void appendChild(JSObject parent, JSObject child);

    @JSBody(params = {"parent", "next", "old"}, script = "parent.replaceChild(next, old);")
    private static native void replaceChild(JSObject parent, JSObject next, JSObject old);

    @JSBody(params = {"parent", "child", "next"}, script = "parent.insertBefore(child, next);")
    private static native void insertChild(JSObject parent, JSObject child, JSObject next);

    @JSBody(params = "node", script = "if (node.parentNode) { node.parentNode.removeChild(node); }")
    private static native void takeOut(JSObject node);

    @JSBody(params = "node", script = "return node.parentNode === null;")
    private static native boolean hasNoParent(JSObject node);

    @JSBody(params = {"one", "other"}, script = "return one === other;")
    private static native boolean isSame(JSObject one, JSObject other);

    @JSBody(params = {"node", "inner"}, script = "return node.contains(inner);")
    private static native boolean hasInside(JSObject node, JSObject inner);

    /** The mark is read by {@link ForeignChanges} too. */
    @JSBody(params = "node", script = "node.madeByPatcher = true;")
    private static native void markOwn(JSObject node);

    @JSBody(params = "node", script = "return node.madeByPatcher === true;")
    private static native boolean isMarkedOwn(JSObject node);

    @JSBody(params = "node", script = "return /\\S/.test(node.nodeType === 8 ? '' : node.textContent || '');")
    private static native boolean hasCharacters(JSObject node);

    @JSBody(params = "node", script = "return node.nodeType === 3;")
    private static native boolean isTextNode(JSObject node);

    @JSBody(params = {"parent", "child"}, script = "if (child.parentNode === parent) { parent.removeChild(child); }")
    private static native void removeChild(JSObject parent, JSObject child);

    @JSBody(params = {"node", "event", "listener"}, script = "node.addEventListener(event, function(e) {"
            + " if (event === 'keydown' && (e.key === ' ' || e.key === 'Enter') && e.target.getAttribute('role') === 'button') { e.preventDefault(); } listener(e); });")
    private static native void addListener(JSObject node, String event, Listener listener);

    @JSBody(params = "event", script = "var t = event.target; return t && typeof t.value === 'string' ? t.value : '';")
    private static native String valueOf(JSObject event);

    @JSBody(params = "event", script = "return event.key || '';")
    private static native String keyOf(JSObject event);
}
