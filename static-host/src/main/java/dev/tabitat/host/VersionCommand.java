package dev.tabitat.host;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints the version and the build id of the app that this host would serve, as the build wrote them into
 * {@code site.json}.
 */
final class VersionCommand {

    static final String NAME = "--version";

    private static final String LISTING = "site.json";

    private VersionCommand() {}

    /**
     * @param site the app's files
     * @return 0, or 1 when the files do not say which build they are
     */
    static int run(Path site, PrintStream out, PrintStream err) {
        Path listing = site.resolve(LISTING);
        try {
            JsonObject facts = JsonReader.readObject(Files.readAllBytes(listing), JsonLimits.DEFAULT);
            out.println("tabitat " + facts.string("version") + " (build " + facts.string("build") + ")");
            return 0;
        } catch (IOException e) {
            err.println("The version is not known: " + listing
                    + " could not be read. Expected the file that the build of the app writes.");
        } catch (TabitatException e) {
            err.println("The version is not known: " + listing + " is not as the build of the app writes it. "
                    + e.getMessage());
        }
        return 1;
    }
}
