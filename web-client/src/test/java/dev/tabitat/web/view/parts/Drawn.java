package dev.tabitat.web.view.parts;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
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

    /** Writes down what was asked for, as {@code method argument}. */
    public static final class Asked implements Actions {

        public final List<String> calls = new ArrayList<>();

        @Override
        public void typed(String text) {
            calls.add("typed " + text);
        }

        @Override
        public void sample(String name, String text) {
            calls.add("sample " + name);
        }

        @Override
        public void useModel(String name) {
            calls.add("useModel " + name);
        }

        @Override
        public void useTask(String task) {
            calls.add("useTask " + task);
        }

        @Override
        public void tryModel(String name, String task) {
            calls.add("tryModel " + name + " " + task);
        }

        @Override
        public void install(String name) {
            calls.add("install " + name);
        }

        @Override
        public void installDearly(String name) {
            calls.add("installDearly " + name);
        }

        @Override
        public void next(String name) {
            calls.add("next " + name);
        }

        @Override
        public void removePrevious(String name) {
            calls.add("removePrevious " + name);
        }

        @Override
        public void reload() {
            calls.add("reload");
        }

        @Override
        public void renew() {
            calls.add("renew");
        }

        @Override
        public void pause(String name) {
            calls.add("pause " + name);
        }

        @Override
        public void cancel(String name) {
            calls.add("cancel " + name);
        }

        @Override
        public void remove(String name) {
            calls.add("remove " + name);
        }

        @Override
        public void update(String name) {
            calls.add("update " + name);
        }

        @Override
        public void rollback(String name) {
            calls.add("rollback " + name);
        }

        @Override
        public void licence(String name) {
            calls.add("licence " + name);
        }

        @Override
        public void exportPackage(String name, String format) {
            calls.add("export " + name);
        }

        @Override
        public void importPackage(Object browserEvent) {
            calls.add("importPackage");
        }

        @Override
        public void check(Repair repair) {
            calls.add("check " + repair);
        }

        @Override
        public void persist() {
            calls.add("persist");
        }

        @Override
        public void keys(String method, JsonObject params) {
            calls.add("keys " + method + " " + params);
        }

        @Override
        public void copyText(String text) {
            calls.add("copyText " + text);
        }

        @Override
        public void saveJson(String name, JsonObject json) {
            calls.add("saveJson " + name);
        }

        @Override
        public void labText(String text) {
            calls.add("labText " + text);
        }

        @Override
        public void labFile(Object browserEvent) {
            calls.add("labFile");
        }

        @Override
        public void labLook() {
            calls.add("labLook");
        }

        @Override
        public void labBreed(String parent) {
            calls.add("labBreed " + parent);
        }

        @Override
        public void labTeach(String parent) {
            calls.add("labTeach " + parent);
        }

        @Override
        public void labCall(String method, JsonObject params) {
            calls.add("lab " + method + " " + params);
        }

        @Override
        public void labStop() {
            calls.add("labStop");
        }

        @Override
        public void routeDecide() {
            calls.add("routeDecide");
        }

        @Override
        public void routeApprove(String plan, String digest, String choice) {
            calls.add("routeApprove " + plan + " " + choice);
        }

        @Override
        public void routeStop() {
            calls.add("routeStop");
        }

        @Override
        public void routePolicy(boolean reset) {
            calls.add("routePolicy " + reset);
        }

        @Override
        public void routeCall(String method, JsonObject params) {
            calls.add(method + " " + params);
        }

        @Override
        public void replay(String digest) {
            calls.add("replay " + digest);
        }

        @Override
        public void exportAs(String what, String format, String root) {
            calls.add("exportAs " + what + " " + format + " " + root);
        }

        @Override
        public void exportLineage() {
            calls.add("exportLineage");
        }

        @Override
        public void exportDevice() {
            calls.add("exportDevice");
        }

        @Override
        public void importLineage(Object browserEvent) {
            calls.add("importLineage");
        }

        @Override
        public void changed() {
            calls.add("changed");
        }

        @Override
        public void focus(String id) {
            calls.add("focus " + id);
        }

        @Override
        public String language(String code) {
            return "<" + code + ">";
        }

        @Override
        public void copy(JsonObject record) {
            calls.add("copy " + record.stringOr("name", ""));
        }

        @Override
        public void documentsFiles(Object browserEvent) {
            calls.add("documentsFiles");
        }

        @Override
        public void documentsTyped(String query) {
            calls.add("documentsTyped " + query);
        }

        @Override
        public void documentsAsk() {
            calls.add("documentsAsk");
        }

        @Override
        public void documentsAround(JsonObject passage) {
            calls.add("documentsAround " + DocumentsState.key(passage));
        }

        @Override
        public void documentsCite(JsonObject passage) {
            calls.add("documentsCite " + DocumentsState.key(passage));
        }

        @Override
        public void documentsRead(int start, int end) {
            calls.add("documentsRead " + start + " " + end);
        }

        @Override
        public void documentsImport(Object browserEvent) {
            calls.add("documentsImport");
        }

        @Override
        public void documentsCall(String method, JsonObject params) {
            calls.add(method + " " + params);
        }
    }
}
