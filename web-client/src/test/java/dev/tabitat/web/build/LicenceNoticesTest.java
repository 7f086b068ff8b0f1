package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.web.build.LicenceNotices.Component;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The site's licence notices name every component with its version and give each licence text once. */
final class LicenceNoticesTest {

    @Test
    void everyComponentOfTheSiteIsNamedWithItsVersionAndItsCopyrightNotice() throws IOException {
        String text = text(LicenceNotices.ofSite(Path.of("src/main/web/licences"), Path.of("../LICENSE")));
        for (String name : List.of("Tabitat", "TeaVM", "JZlib", "Snowball stemmers", "pdf.js")) {
            assertTrue(
                    text.lines().anyMatch(
                            line -> line.matches("- " + name + " [0-9]+\\.[0-9].*: (Apache-2\\.0|BSD-3-Clause)")),
                    name + " in:\n" + text.substring(0, 1200));
        }
        for (String notice : List.of("Copyright (c) 2000-2011 ymnk, JCraft,Inc.",
                "Copyright (c) 2001, Dr Martin Porter", "Copyright 1990-2009 Adobe Systems Incorporated",
                "Apache License")) {
            assertTrue(text.contains(notice), notice);
        }
    }

    @Test
    void oneTextOfSeveralComponentsStandsOnce() {
        String text = text(List.of(new Component("a", "1", "x", "MIT", "the text\n"),
                new Component("b", "2", "y", "BSD-2-Clause", "another"),
                new Component("c", "3", "z", "MIT", "the text\n")));
        assertEquals(text.indexOf("the text"), text.lastIndexOf("the text"), text);
        assertTrue(text.contains("- c 3 (z): MIT\n") && text.contains("======== a, c: MIT ========")
                && text.contains("======== b: BSD-2-Clause ========"), text);
    }

    @Test
    void aComponentWithoutATextIsRefusedByName() {
        IllegalStateException refusal = assertThrows(IllegalStateException.class,
                () -> new Component("odd", "1", "x", "MIT", " \n"));
        assertTrue(refusal.getMessage().contains("\"odd\""), refusal.getMessage());
    }

    @Test
    void theVersionIsThatOfTheJarsName() {
        assertEquals("1.1.3", LicenceNotices.versionInJarName(
                "jar:file:/r/com/jcraft/jzlib/1.1.3/jzlib-1.1.3.jar!/com/jcraft/jzlib/Inflater.class", "jzlib"));
        assertEquals("1.20.0-beta30", LicenceNotices.versionInJarName("jar:file:/r/a-b-1.20.0-beta30.jar!/x", "a-b"));
        for (String address : List.of("file:/r/classes/com/jcraft/jzlib/Inflater.class",
                "jar:file:/r/other-1.1.3.jar!/x", "")) {
            IllegalStateException refusal = assertThrows(IllegalStateException.class,
                    () -> LicenceNotices.versionInJarName(address, "jzlib"), address);
            assertTrue(refusal.getMessage().contains("jzlib-VERSION.jar"), refusal.getMessage());
        }
    }

    private static String text(List<Component> components) {
        return new String(LicenceNotices.text(components), StandardCharsets.UTF_8);
    }
}
