package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServiceWorkerScriptTest {

    @Test
    void itListsEveryFileWithItsDigestAndTheBuild() {
        SiteFiles site = new SiteFiles();
        site.addPlain("index.html", new byte[0]);
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        site.addPlain("assets/app-1.wasm", new byte[0]);
        String script = new String(
                ServiceWorkerScript.of("B = \"@build@\"; S = /*@start@*/ []; R = /*@rest@*/ [];", site, "b1"),
                StandardCharsets.UTF_8);
        assertEquals("B = \"b1\"; S = [\n  [\"index.html\", \"" + empty + "\"],\n]; R = [\n  [\"assets/app-1.wasm\", \""
                + empty + "\"],\n];", script);
    }

    @Test
    void aTemplateWithoutAPlaceForTheListIsRefused() {
        assertThrows(IllegalStateException.class,
                () -> ServiceWorkerScript.of("B = \"@build@\";", new SiteFiles(), "b1"));
    }
}
