package dev.tabitat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --version} says which version and build of the app is served, or that the files do not tell. */
final class VersionCommandTest {

    @TempDir
    private Path site;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void versionAndBuildStandInOneLine() throws IOException {
        assertEquals(0, run("{\"version\": \"1.2.3\", \"build\": \"0123456789ab\", \"files\": []}"));
        assertEquals("tabitat 1.2.3 (build 0123456789ab)", text(out).strip());
        assertEquals("", text(err));
    }

    @Test
    void filesThatDoNotTellAreNamed() throws IOException {
        for (String listing : List.of("", "[]", "{\"build\": \"0123456789ab\", \"files\": []}",
                "{\"version\": 1, \"build\": \"b\"}", "{\"version\": \"1.2.3\"}")) {
            err.reset();
            assertEquals(1, run(listing), listing);
            assertTrue(text(err).contains("site.json") && text(err).contains("The version is not known"),
                    listing + ": " + text(err));
        }
        assertEquals("", text(out));
    }

    @Test
    void aSiteWithoutAListingIsNamed() {
        assertEquals(1, VersionCommand.run(site, new PrintStream(out), new PrintStream(err)));
        assertTrue(text(err).contains(site.resolve("site.json").toString()), text(err));
    }

    private int run(String listing) throws IOException {
        Files.writeString(site.resolve("site.json"), listing);
        return VersionCommand.run(site, new PrintStream(out), new PrintStream(err));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
