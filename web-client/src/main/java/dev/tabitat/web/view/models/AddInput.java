package dev.tabitat.web.view.models;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.hub.HubModelId;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Split;
import java.util.List;

/**
 * What a person typed into the box of {@code Add a model}: where one model is, or words to search a hub for.
 *
 * <pre>
 * hub   = [origin "/"] owner "/" name ["@" revision]
 *       | origin "/" owner "/" name "/" ("blob" | "resolve" | "tree") "/" revision ["/" file]
 * oci   = ["oci://"] host "/" path (":" tag | "@" digest)        host has a dot or a port, or is localhost
 * url   = "http" ["s"] "://" anything else
 * words = anything else
 * </pre>
 *
 * @param source as {@code inspectModel} takes it; empty where words are searched for
 * @param query the words; empty where a model is named
 */
record AddInput(JsonObject source, String query) {

    private static final String OCI = "oci://";
    private static final List<String> HUB_HOSTS = List.of("huggingface.co", "hf.co", "www.huggingface.co");
    private static final List<String> VIEWS = List.of("blob", "resolve", "tree");

    /** Whether one model is named. */
    boolean isSource() {
        return query.isEmpty() && !source.isEmpty();
    }

    boolean isEmpty() {
        return query.isEmpty() && source.isEmpty();
    }

    /** @param hub origin of the hub that the page uses; empty for none */
    static AddInput parse(String typed, String hub) {
        String text = typed.trim();
        if (text.startsWith(OCI)) {
            return source(JsonObject.of("oci", text.substring(OCI.length())));
        }
        int scheme = text.indexOf("://");
        if (scheme > 0 && text.indexOf(' ') < 0) {
            return link(text, text.substring(scheme + 3), hub);
        }
        if (text.isEmpty() || text.indexOf(' ') >= 0 || text.indexOf('/') <= 0) {
            return new AddInput(JsonObject.EMPTY, text);
        }
        String host = text.substring(0, text.indexOf('/'));
        if (HUB_HOSTS.contains(host)) {
            return link("https://" + text, text, hub);
        }
        int at = text.indexOf('@');
        String id = at > 0 ? text.substring(0, at) : text;
        if (isHost(host) && (text.indexOf(':', text.indexOf('/')) > 0 || at > 0)) {
            return source(JsonObject.of("oci", text));
        }
        return isHubId(id) ? hub(id, at > 0 ? text.substring(at + 1) : "", "")
                : new AddInput(JsonObject.EMPTY, text);
    }

    /** @param address of a web page or file @param rest what follows its scheme */
    private static AddInput link(String address, String rest, String hub) {
        int end = indexOfAny(rest, '?', '#');
        List<String> parts = Split.on(rest.substring(0, end), '/');
        boolean isHub = HUB_HOSTS.contains(parts.get(0)) || !hub.isEmpty() && address.startsWith(hub + "/");
        if (!isHub || parts.size() < 3 || !isHubId(parts.get(1) + "/" + parts.get(2))) {
            return source(JsonObject.of("url", address));
        }
        boolean hasRevision = parts.size() > 4 && VIEWS.contains(parts.get(3));
        String file = hasRevision && !parts.get(3).equals("tree") && parts.size() > 5
                ? String.join("/", parts.subList(5, parts.size()))
                : "";
        return hub(parts.get(1) + "/" + parts.get(2), hasRevision ? parts.get(4) : "", file);
    }

    private static int indexOfAny(String text, char one, char other) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == one || text.charAt(i) == other) {
                return i;
            }
        }
        return text.length();
    }

    private static AddInput hub(String id, String revision, String file) {
        JsonObject source = JsonObject.of("hub", id);
        source = revision.isEmpty() || revision.equals("main") ? source : source.with("revision", revision);
        return source(file.isEmpty() ? source : source.with("file", file));
    }

    private static AddInput source(JsonObject source) {
        return new AddInput(source, "");
    }

    private static boolean isHost(String text) {
        return text.indexOf('.') > 0 || text.indexOf(':') > 0 || text.equals("localhost");
    }

    private static boolean isHubId(String text) {
        try {
            HubModelId.parse(text);
            return true;
        } catch (InvalidInput none) {
            return false;
        }
    }

    /** What a source is called in a sentence. */
    static String label(JsonObject source) {
        return source.stringOr("hub", source.stringOr("oci", source.stringOr("url", "")));
    }
}
