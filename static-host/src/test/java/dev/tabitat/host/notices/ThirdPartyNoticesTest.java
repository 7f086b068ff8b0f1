package dev.tabitat.host.notices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notices name every jar with the licence that its POM or a parent's states, and hold the texts inside the jars
 * once.
 */
final class ThirdPartyNoticesTest {

    private static final String MIT = "<licenses><license><name>MIT</name><url>https://example.org/mit</url></license></licenses>";

    @TempDir
    private Path repository;

    @Test
    void aLicenceComesFromThePomOrFromTheNearestParentThatStatesOne() throws IOException {
        pom("org.example.sub", "own", "1.0",
                "<groupId>org.example.sub</groupId><url>page</url><scm><url>https://example.org/own.git</url></scm>"
                        + MIT + parent("org.example", "top", "7"));
        pom("org.example.sub", "middle", "2", "<groupId>org.example.sub</groupId>" + parent("org.example", "top", "7"));
        pom("org.example", "top", "7",
                "<url>https://example.org/top</url><licenses><license><name>EPL-2.0</name></license><license><name>Apache-2.0</name><url>u</url></license></licenses>");
        Path own = jar("org.example.sub", "own", "1.0");
        assertEquals(List.of("MIT, https://example.org/mit"), RepositoryJar.read(own).licences());
        Path middle = jar("org.example.sub", "middle", "2");
        String text = ThirdPartyNotices.text(List.of(own, middle));
        assertTrue(
                text.contains("- org.example.sub:middle 2: EPL-2.0; or Apache-2.0, u; source: https://example.org/top\n"
                        + "- org.example.sub:own 1.0: MIT, https://example.org/mit; source: https://example.org/own.git\n"),
                text);
    }

    @Test
    void aPomWithoutAGroupHasThatOfItsParent() throws IOException {
        pom("org.example", "child", "3.1", parent("org.example", "top", "7"));
        pom("org.example", "top", "7", "<groupId>org.example</groupId>" + MIT);
        RepositoryJar read = RepositoryJar.read(jar("org.example", "child", "3.1"));
        assertEquals("org.example:child", read.coordinates());
        assertEquals(List.of("MIT, https://example.org/mit"), read.licences());
    }

    @Test
    void aLicenceThatIsNotStatedOrAPomThatIsMissingEndsTheBuildByName() throws IOException {
        Path missing = jar("org.example", "missing", "1");
        assertTrue(assertThrows(IOException.class, () -> RepositoryJar.read(missing)).getMessage()
                .contains("missing-1.pom"));
        pom("org.example", "silent", "1", "<groupId>org.example</groupId>");
        Path silent = jar("org.example", "silent", "1");
        assertTrue(assertThrows(IOException.class, () -> RepositoryJar.read(silent)).getMessage()
                .contains("silent-1.jar"));
        Files.writeString(Files.createDirectories(repository.resolve("org/example/broken/1")).resolve("broken-1.pom"),
                "<project><groupId>org.example</project>");
        Path broken = jar("org.example", "broken", "1");
        assertTrue(assertThrows(IOException.class, () -> RepositoryJar.read(broken)).getMessage()
                .contains("broken-1.pom"));
    }

    @Test
    void textsInsideTheJarsStandOnceWithAllTheirJarsAndOwnJarsAreLeftOut() throws IOException {
        for (String artifact : List.of("a", "b")) {
            pom("org.example", artifact, "1", "<groupId>org.example</groupId>" + MIT);
        }
        Path a = jar("org.example", "a", "1", "META-INF/LICENSE", "the text\r\nof it\n", "META-INF/NOTICE.md",
                "a notice", "META-INF/license/x.txt", "hidden");
        Path b = jar("org.example", "b", "1", "META-INF/LICENSE.txt", "the text\nof it");
        Path own = jar("dev.tabitat", "shared-core", "1", "META-INF/maven/dev.tabitat/shared-core/pom.xml", "");
        String text = ThirdPartyNotices.text(List.of(b, own, a));
        assertEquals(text.indexOf("the text\nof it"), text.lastIndexOf("the text\nof it"), text);
        assertTrue(
                text.contains("======== org.example:a META-INF/LICENSE, org.example:b META-INF/LICENSE.txt ========"),
                text);
        assertTrue(text.contains("a notice") && !text.contains("hidden") && !text.contains("shared-core"), text);
        assertThrows(IllegalStateException.class, () -> ThirdPartyNotices.text(List.of(own)));
    }

    @Test
    void onlyFilesNamedForItAreLicenceTexts() {
        for (String entry : List.of("META-INF/LICENSE", "META-INF/LICENSE.txt", "META-INF/NOTICE.md",
                "META-INF/LICENSE-EPL")) {
            assertTrue(ThirdPartyNotices.isLicenceText(entry), entry);
        }
        for (String entry : List.of("LICENSE", "META-INF/licenses/LICENSE", "META-INF/MANIFEST.MF", "META-INF/",
                "x/META-INF/LICENSE")) {
            assertFalse(ThirdPartyNotices.isLicenceText(entry), entry);
        }
    }

    private static String parent(String group, String artifact, String version) {
        return "<parent><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId><version>" + version
                + "</version></parent>";
    }

    private void pom(String group, String artifact, String version, String members) throws IOException {
        Path folder = Files
                .createDirectories(repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version));
        Files.writeString(folder.resolve(artifact + "-" + version + ".pom"),
                "<project><artifactId>" + artifact + "</artifactId>" + members + "</project>");
    }

    private Path jar(String group, String artifact, String version, String... entries) throws IOException {
        Path folder = Files
                .createDirectories(repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version));
        Path file = folder.resolve(artifact + "-" + version + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new JarEntry("x/X.class"));
            for (int i = 0; i < entries.length; i += 2) {
                out.putNextEntry(new JarEntry(entries[i]));
                out.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}
