package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.web.protocol.EngineClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code site.json} names the version, the build and every file; the version of the API is that of the build. */
final class SiteListingTest {

    @Test
    void itReadsBackWithVersionBuildAndFiles() {
        SiteListing listing = new SiteListing("1.2.3", "0123456789ab");
        assertEquals(List.of(), JsonReader.readObject(listing.json(), JsonLimits.DEFAULT).array("files").objects());
        listing.add("index.html", new byte[0], 1);
        listing.add("assets/odd \"name\".js", "abc".getBytes(StandardCharsets.UTF_8), 7);
        JsonObject read = JsonReader.readObject(listing.json(), JsonLimits.DEFAULT);
        assertEquals("1.2.3", read.string("version"));
        assertEquals("0123456789ab", read.string("build"));
        List<JsonObject> files = read.array("files").objects();
        assertEquals(List.of("index.html", "assets/odd \"name\".js"),
                files.stream().map(file -> file.string("path")).toList());
        assertEquals(3, files.get(1).integer("bytes"));
        assertEquals(7, files.get(1).integer("brotli"));
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", files.get(1).string("sha256"));
    }

    @Test
    void theVersionOfTheApiIsThatOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        assertTrue(pom.contains("<artifactId>tabitat</artifactId>\n  <version>" + EngineClient.VERSION + "</version>"),
                "EngineClient.VERSION is " + EngineClient.VERSION + "; pom.xml has another version");
        assertTrue(
                Files.readString(Path.of("src/main/web/tabitat.d.ts"))
                        .contains(" * Version " + EngineClient.VERSION + ".\n"),
                "tabitat.d.ts names another version than " + EngineClient.VERSION);
        assertTrue(
                EngineClient.VERSION.matches("(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?"),
                EngineClient.VERSION);
    }
}
