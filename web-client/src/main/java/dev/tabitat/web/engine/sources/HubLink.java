package dev.tabitat.web.engine.sources;

import dev.tabitat.core.text.Split;
import dev.tabitat.web.protocol.params.ModelSource;
import java.util.Optional;

/**
 * Addresses of a hub's pages and files, as they are copied from a browser.
 *
 * <pre>
 * link = origin "/" owner "/" name [ "/" ("tree" | "blob" | "resolve" | "raw") "/" revision [ "/" path ] ] [ "?" ... ]
 * </pre>
 */
final class HubLink {

    private HubLink() {}

    /** The model that an address is about; empty when it is none of a hub's model. */
    static Optional<ModelSource.Hub> parse(String address, String origin) {
        if (!address.startsWith(origin + "/")) {
            return Optional.empty();
        }
        String path = address.substring(origin.length() + 1);
        for (char end : new char[]{'?', '#'}) {
            path = path.indexOf(end) < 0 ? path : path.substring(0, path.indexOf(end));
        }
        String[] parts = Split.array(path, '/');
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            return Optional.empty();
        }
        Optional<String> revision = Optional.empty();
        Optional<String> file = Optional.empty();
        if (parts.length > 3) {
            boolean isFile = parts[2].equals("blob") || parts[2].equals("resolve") || parts[2].equals("raw");
            if (!isFile && !parts[2].equals("tree")) {
                return Optional.empty();
            }
            revision = Optional.of(parts[3]);
            StringBuilder rest = new StringBuilder();
            for (int i = 4; i < parts.length; i++) {
                rest.append(i == 4 ? "" : "/").append(parts[i]);
            }
            file = isFile && rest.length() > 0 ? Optional.of(rest.toString()) : Optional.empty();
        }
        return Optional.of(new ModelSource.Hub(parts[0] + "/" + parts[1], revision, file));
    }
}
