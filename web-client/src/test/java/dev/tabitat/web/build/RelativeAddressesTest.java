package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The app may lie below any path, so that no address in its files may begin at the root of the origin. */
final class RelativeAddressesTest {

    private static final Path WEB = Path.of("src/main/web");
    private static final Pattern FROM_THE_ROOT = Pattern
            .compile("(?:href|src)=\"/|[\"'(]/@|(?:register|fetch|Worker|URL)\\([\"']/|url\\([\"']?/");

    @Test
    void noFileNamesAnAddressFromTheRoot() throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        try (Stream<Path> all = Files.walk(WEB)) {
            for (Path file : all.filter(one -> one.toString().matches(".*\\.(html|js|css|webmanifest|svg)")).toList()) {
                files++;
                Matcher matcher = FROM_THE_ROOT.matcher(Files.readString(file));
                while (matcher.find()) {
                    found.add(file + ": " + matcher.group());
                }
            }
        }
        assertTrue(files > 10, files + " files");
        assertEquals(List.of(), found);
    }

    @Test
    void theManifestIsRelativeToItselfAndIsFetchedWithThePersonsSession() throws IOException {
        JsonObject manifest = JsonReader.readObject(Files.readString(WEB.resolve("manifest.webmanifest")),
                JsonLimits.DEFAULT);
        assertEquals("./", manifest.string("start_url"));
        assertEquals("./", manifest.string("scope"));
        assertTrue(Files.readString(WEB.resolve("index.html"))
                .contains("<link rel=\"manifest\" href=\"manifest.webmanifest\" crossorigin=\"use-credentials\">"));
    }
}
