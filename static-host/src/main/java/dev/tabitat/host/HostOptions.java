package dev.tabitat.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param port 0 for any free one
 * @param address the interface to listen on
 * @param site the app's files, when not those of the jar
 * @param packages the packages, when not those of the jar
 * @param extra one more directory, served below {@code /extra/}
 * @param registries origins of other OCI registries that pages may ask
 * @param isolation whether pages are isolated from other origins, which threads in the tab need
 */
record HostOptions(int port, String address, Optional<Path> site, Optional<Path> packages, Optional<Path> extra, Isolation isolation,
                   List<String> registries) {

    /** Whether the headers are sent that isolate a page. */
    enum Isolation {
        ISOLATED,
        OPEN
    }

    static final HostOptions DEFAULT =
            new HostOptions(8080, "127.0.0.1", Optional.empty(), Optional.empty(), Optional.empty(), Isolation.ISOLATED, List.of());

    static final String USAGE =
            """
            Serves Tabitat and its packages.

              java -jar tabitat-host.jar [options]
              java -jar tabitat-host.jar replay ARCHIVE    make what was bred again and compare

              --port N         listen on this port; 0 takes any free one (default 8080)
              --host ADDRESS   listen on this interface (default 127.0.0.1)
              --packages DIR   serve the packages of this directory instead of the starter packages
              --site DIR       serve the app from this directory
              --registry URL   let pages install from this OCI registry too; may be given several times
              --extra DIR      serve one more directory below /extra/
              --no-isolation   leave out the headers that isolate the page (no threads in the tab then)
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
                options = new HostOptions(options.port, options.address, options.site, options.packages, options.extra, Isolation.OPEN, options.registries);
                continue;
            }
            if (!List.of("--port", "--host", "--site", "--packages", "--extra", "--registry").contains(option)) {
                throw new BadUsage("Unknown option: " + option);
            }
            if (++i == arguments.size()) {
                throw new BadUsage("The option " + option + " wants a value.");
            }
            options = options.with(option, arguments.get(i));
        }
        return options;
    }

    private HostOptions with(String option, String value) throws BadUsage {
        return switch (option) {
            case "--port" -> new HostOptions(port(value), address, site, packages, extra, isolation, registries);
            case "--host" -> new HostOptions(port, value, site, packages, extra, isolation, registries);
            case "--site" -> new HostOptions(port, address, directory(option, value), packages, extra, isolation, registries);
            case "--registry" -> new HostOptions(port, address, site, packages, extra, isolation, more(registry(value)));
            case "--packages" -> new HostOptions(port, address, site, directory(option, value), extra, isolation, registries);
            default -> new HostOptions(port, address, site, packages, directory(option, value), isolation, registries);
        };
    }

    private List<String> more(String registry) {
        List<String> all = new ArrayList<>(registries);
        all.add(registry);
        return List.copyOf(all);
    }

    /** An origin and nothing else: it becomes a part of the page's security policy. */
    private static String registry(String value) throws BadUsage {
        String origin = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
        if (!origin.matches("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+])(:[0-9]{1,5})?")) {
            throw new BadUsage("The option --registry wants an origin such as https://registry.example:5000, not \"" + value + "\".");
        }
        return origin;
    }

    private static int port(String value) throws BadUsage {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new BadUsage("The option --port wants a number from 0 to 65535, not \"" + value + "\".");
        }
        throw new BadUsage("The option --port wants a number from 0 to 65535, not \"" + value + "\".");
    }

    private static Optional<Path> directory(String option, String value) throws BadUsage {
        Path path = Path.of(value);
        if (!Files.isDirectory(path)) {
            throw new BadUsage("The option " + option + " names no directory: " + value);
        }
        return Optional.of(path);
    }
}
