package dev.tabitat.host;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.hub.FileOrigins;
import dev.tabitat.core.hub.HubAddresses;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.RegistryOrigins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param port 0 for any free one
 * @param address the interface to listen on
 * @param site the app's files, when not those of the jar
 * @param packages the packages, when not those of the jar
 * @param extra one more directory, served below {@code /extra/}
 * @param registries other OCI registries that pages may ask
 * @param endpoints origins of model servers that pages may ask
 * @param isolation whether pages are isolated from other origins, which threads in the tab need
 * @param local whether pages may ask programs on the person's own device
 * @param hub the model hub that pages may ask; empty where they may ask none
 */
record HostOptions(int port, String address, Optional<Path> site, Optional<Path> packages, Optional<Path> extra,
        Isolation isolation,
        List<RegistryOrigins> registries, List<String> endpoints, LocalEndpoints local, Optional<HubAddresses> hub) {

    /** Whether the headers are sent that isolate a page. */
    enum Isolation {
        ISOLATED,
        OPEN
    }

    /** Whether pages may connect to programs on the person's own device, such as a model server. */
    enum LocalEndpoints {
        ALLOWED,
        REFUSED
    }

    /** Any port of the person's own device; a browser takes no IPv6 address here (CSP 3, host-source). */
    private static final List<String> THIS_DEVICE = List.of("http://127.0.0.1:*", "http://localhost:*");

    static final HostOptions DEFAULT = new HostOptions(8080, "127.0.0.1", Optional.empty(), Optional.empty(),
            Optional.empty(), Isolation.ISOLATED, List.of(), List.of(), LocalEndpoints.ALLOWED,
            Optional.of(HubAddresses.HUGGING_FACE));

    static final String USAGE = """
            Serves Tabitat and its packages.

              java -jar tabitat-host.jar [options]
              java -jar tabitat-host.jar replay ARCHIVE    make what was bred again and compare
              java -jar tabitat-host.jar decisions LOG     decide again what a log of decisions says, and compare
              java -jar tabitat-host.jar transcript FILE --model GGUF
                                                           generate again what a transcript says, and compare

              --port N         listen on this port; 0 takes any free one (default 8080)
              --host ADDRESS   listen on this interface (default 127.0.0.1)
              --packages DIR   serve the packages of this directory instead of the starter packages
              --site DIR       serve the app from this directory
              --registry "URL [token=URL]... [blobs=URL]..."
                               let pages install from this OCI registry too; may be given several times.
                               token= names another origin that issues its tokens, blobs= one to which it
                               redirects requests for blobs; without blobs= no redirect is followed
              --endpoint URL   let pages ask this model server, when the person approves; may be given several times
              --hub URL        let pages ask this model hub in place of https://huggingface.co
              --hub-files ORIGIN
                               an origin to which the hub redirects requests for files, such as https://cdn.example or
                               https://*.cdn.example; may be given several times. For the hub of Hugging Face
                               https://*.hf.co and https://*.huggingface.co are allowed without it
              --no-hub         let pages ask no model hub
              --no-local-endpoints   do not let pages ask model servers on the person's own device
              --extra DIR      serve one more directory below /extra/
              --no-isolation   leave out the headers that isolate the page (no threads in the tab then)
              --version        print the version and the build id of the app, and end
              --help           show this
            """;

    /** A command line that cannot be followed; the message says why. */
    static final class BadUsage extends Exception {
        BadUsage(String message) {
            super(message);
        }
    }

    static HostOptions parse(List<String> arguments) throws BadUsage {
        HostOptions options = DEFAULT;
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (option.equals("--no-isolation")) {
                options = new HostOptions(options.port, options.address, options.site, options.packages, options.extra,
                        Isolation.OPEN, options.registries, options.endpoints, options.local, options.hub);
                continue;
            }
            if (option.equals("--no-local-endpoints")) {
                options = new HostOptions(options.port, options.address, options.site, options.packages, options.extra,
                        options.isolation, options.registries, options.endpoints, LocalEndpoints.REFUSED, options.hub);
                continue;
            }
            if (option.equals("--no-hub")) {
                options = options.withHub(Optional.empty());
                continue;
            }
            if (!List
                    .of("--hub", "--hub-files", "--port", "--host", "--site", "--packages", "--extra", "--registry",
                            "--endpoint")
                    .contains(option)) {
                throw new BadUsage("Unknown option: " + option);
            }
            if (++i == arguments.size()) {
                throw new BadUsage("The option " + option + " requires a value.");
            }
            options = options.with(option, arguments.get(i));
        }
        return options;
    }

    private HostOptions with(String option, String value) throws BadUsage {
        return switch (option) {
            case "--port" ->
                new HostOptions(port(value), address, site, packages, extra, isolation, registries, endpoints, local,
                        hub);
            case "--host" ->
                new HostOptions(port, value, site, packages, extra, isolation, registries, endpoints, local, hub);
            case "--site" -> new HostOptions(port, address, directory(option, value), packages, extra, isolation,
                    registries, endpoints, local, hub);
            case "--registry" -> new HostOptions(port, address, site, packages, extra, isolation,
                    more(registries, registry(value)), endpoints, local, hub);
            case "--endpoint" -> new HostOptions(port, address, site, packages, extra, isolation, registries,
                    more(endpoints, origin(option, value)), local, hub);
            case "--hub" -> withHub(Optional.of(hub(option, value)));
            case "--hub-files" -> withHub(Optional.of(hubFiles(option, value)));
            case "--packages" -> new HostOptions(port, address, site, directory(option, value), extra, isolation,
                    registries, endpoints, local, hub);
            default -> new HostOptions(port, address, site, packages, directory(option, value), isolation, registries,
                    endpoints, local, hub);
        };
    }

    private HostOptions withHub(Optional<HubAddresses> other) {
        return new HostOptions(port, address, site, packages, extra, isolation, registries, endpoints, local, other);
    }

    /** Origins of files that were named before stay those of the hub. */
    private HubAddresses hub(String option, String value) throws BadUsage {
        String origin = origin(option, value);
        boolean isUsual = origin.equals(HubAddresses.HUGGING_FACE.origin());
        boolean hasNamed = hub.isPresent() && !hub.get().files().equals(HubAddresses.HUGGING_FACE.files());
        return new HubAddresses(origin, hasNamed ? hub.get().files()
                : isUsual ? HubAddresses.HUGGING_FACE.files() : FileOrigins.parse(List.of()));
    }

    private HubAddresses hubFiles(String option, String value) throws BadUsage {
        if (hub.isEmpty()) {
            throw new BadUsage("The option " + option + " requires a hub, and --no-hub says that there is none.");
        }
        try {
            List<String> patterns = new ArrayList<>(hub.get().files().patterns());
            patterns.addAll(FileOrigins.parse(List.of(value)).patterns());
            return new HubAddresses(hub.get().origin(), new FileOrigins(patterns));
        } catch (InvalidInput e) {
            throw bad(option, e);
        }
    }

    /** Where pages may connect beside this host, each origin once. */
    List<String> connect() {
        Set<String> all = new LinkedHashSet<>(local == LocalEndpoints.ALLOWED ? THIS_DEVICE : List.of());
        registries.forEach(registry -> all.addAll(registry.all()));
        all.addAll(endpoints);
        if (hub.isPresent()) {
            all.add(hub.get().origin());
            all.addAll(hub.get().files().patterns());
        }
        return List.copyOf(all);
    }

    /**
     * What pages are to know of where they may connect: {@code {registries: [{origin, token, blobs}], endpoints,
     * local_endpoints, hub?: {origin, files}}}.
     */
    JsonObject hosting() {
        JsonObject json = JsonObject.of("registries", registries.stream().map(RegistryOrigins::toJson).toList(),
                "endpoints",
                endpoints,
                "local_endpoints", local == LocalEndpoints.ALLOWED);
        return hub.isEmpty() ? json
                : json.with("hub", JsonObject.of("origin", hub.get().origin(), "files", hub.get().files().patterns()));
    }

    private static <T> List<T> more(List<T> before, T one) {
        List<T> all = new ArrayList<>(before);
        all.add(one);
        return List.copyOf(all);
    }

    private static RegistryOrigins registry(String value) throws BadUsage {
        try {
            return RegistryOrigins.parse(value);
        } catch (InvalidInput e) {
            throw bad("--registry", e);
        }
    }

    private static String origin(String option, String value) throws BadUsage {
        try {
            return RegistryOrigins.origin(value);
        } catch (InvalidInput e) {
            throw bad(option, e);
        }
    }

    /** An origin becomes a part of the page's security policy, so that it must be one and nothing else. */
    private static BadUsage bad(String option, InvalidInput e) {
        return new BadUsage("The option " + option + " cannot be followed. " + e.getMessage() + " Expected: "
                + e.finding().expected()
                + ". Found: " + e.finding().found() + "."
                + (e.finding().remedy().isEmpty() ? "" : " " + e.finding().remedy()));
    }

    private static int port(String value) throws BadUsage {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new BadUsage("The option --port requires a number from 0 to 65535, not \"" + value + "\".");
        }
        throw new BadUsage("The option --port requires a number from 0 to 65535, not \"" + value + "\".");
    }

    private static Optional<Path> directory(String option, String value) throws BadUsage {
        Path path = Path.of(value);
        if (!Files.isDirectory(path)) {
            throw new BadUsage("The option " + option + " names no directory: " + value);
        }
        return Optional.of(path);
    }
}
