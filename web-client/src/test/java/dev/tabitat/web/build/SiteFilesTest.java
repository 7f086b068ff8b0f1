package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteFilesTest {

    @Test
    void anAssetCarriesItsHashAndIsFoundByItsName() {
        SiteFiles site = new SiteFiles();
        site.addAsset("css/app.css", bytes("body{}"));
        String path = "assets/app-" + SiteFiles.sha256(bytes("body{}")).substring(0, 12) + ".css";
        assertEquals(List.of(path), List.copyOf(site.all().keySet()));
        assertArrayEquals(bytes("<link href=\"/" + path + "\">"),
                site.rewrite("index.html", "<link href=\"/@css/app.css@\">"));
    }

    @Test
    void changedContentHasAnotherName() {
        SiteFiles before = new SiteFiles();
        before.addAsset("a.js", bytes("1"));
        SiteFiles after = new SiteFiles();
        after.addAsset("a.js", bytes("2"));
        assertNotEquals(before.all().keySet(), after.all().keySet());
        assertNotEquals(before.buildHash(), after.buildHash());
    }

    @Test
    void theBuildIsNamedByEveryPathAndEveryByte() {
        SiteFiles one = new SiteFiles();
        one.addPlain("a", bytes("xy"));
        one.addPlain("b", bytes(""));
        SiteFiles other = new SiteFiles();
        other.addPlain("a", bytes("x"));
        other.addPlain("b", bytes("y"));
        SiteFiles same = new SiteFiles();
        same.addPlain("b", bytes(""));
        same.addPlain("a", bytes("xy"));
        assertNotEquals(one.buildHash(), other.buildHash());
        assertEquals(one.buildHash(), same.buildHash(), "the order of adding does not matter");
    }

    @Test
    void aReferenceToNothingBreaksTheBuildAndIsNamed() {
        IllegalStateException broken = assertThrows(
                IllegalStateException.class,
                () -> new SiteFiles().rewrite("index.html", "<img src=\"/@icons/none.svg@\">"));
        assertTrue(broken.getMessage().contains("index.html refers to @icons/none.svg@"), broken.getMessage());
    }

    @Test
    void addressesWithAnAtSignAreLeftAlone() {
        assertArrayEquals(bytes("@media print { } me@example.org"),
                new SiteFiles().rewrite("app.css", "@media print { } me@example.org"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
