package dev.tabitat.host;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Starts the host from the command line. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel",
                System.getProperty("org.slf4j.simpleLogger.defaultLogLevel", "off"));
        if (List.of(arguments).contains("--help")) {
            System.out.print(HostOptions.USAGE);
            return;
        }
        if (arguments.length == 2
                && (arguments[0].equals(ReplayCommand.NAME) || arguments[0].equals(DecisionsCommand.NAME))) {
            replay(arguments[0], Path.of(arguments[1]));
            return;
        }
        if (arguments.length == 4 && arguments[0].equals(TranscriptCommand.NAME)
                && arguments[2].equals(TranscriptCommand.MODEL)) {
            transcript(Path.of(arguments[1]), Path.of(arguments[3]));
            return;
        }
        try {
            if (List.of(arguments).contains(VersionCommand.NAME)) {
                System.exit(version(
                        Stream.of(arguments).filter(argument -> !argument.equals(VersionCommand.NAME)).toList()));
            }
            run(HostOptions.parse(List.of(arguments)));
        } catch (HostOptions.BadUsage e) {
            System.err.println(e.getMessage());
            System.err.println();
            System.err.print(HostOptions.USAGE);
            System.exit(2);
        } catch (BindException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException | URISyntaxException e) {
            System.err.println("The host could not start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void replay(String command, Path file) {
        try {
            System.exit(command.equals(ReplayCommand.NAME) ? ReplayCommand.run(file, System.out, System.err)
                    : DecisionsCommand.run(file, System.out, System.err));
        } catch (IOException e) {
            System.err.println("The file could not be read: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void transcript(Path file, Path model) {
        try {
            System.exit(TranscriptCommand.run(file, model, System.out, System.err));
        } catch (IOException e) {
            System.err.println("The file could not be read: " + e.getMessage());
            System.exit(2);
        }
    }

    private static int version(List<String> others) throws IOException, URISyntaxException, HostOptions.BadUsage {
        HostOptions options = HostOptions.parse(others);
        return VersionCommand.run(options.site().orElse(own().resolve("site")), System.out, System.err);
    }

    /** Serves until the process is ended, by Ctrl-C for one. */
    private static void run(HostOptions options) throws IOException, URISyntaxException {
        Path own = own();
        Host host = Host.start(options, options.site().orElse(own.resolve("site")),
                options.packages().orElse(own.resolve("packages")));
        Runtime.getRuntime().addShutdownHook(new Thread(host::close, "stop"));
        System.out.println("Tabitat is at " + host.url());
    }

    /** The directory or jar that this class came from. */
    private static Path own() throws IOException, URISyntaxException {
        URI source = Main.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path path = Path.of(source);
        return Files.isDirectory(path) ? path : FileSystems.newFileSystem(path).getPath("/");
    }
}
