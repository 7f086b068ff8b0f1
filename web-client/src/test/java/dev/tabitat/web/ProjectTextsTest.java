package dev.tabitat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The project's texts name only files that are there: relative links of every text, and paths in the one on contributing. */
final class ProjectTextsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\s]+)`");
    private static final List<String> MODULES = List.of("shared-core/", "wasm-kernels/", "web-client/src", "static-host/src", "e2e-tests/src", "docs/");

    @Test
    void everyRelativeLinkLeadsToAFile() throws IOException {
        List<Path> texts = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("docs/formats"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(texts::add);
            }
        }
        List<String> missing = new ArrayList<>();
        int links = 0;
        for (Path text : texts) {
            Matcher link = LINK.matcher(Files.readString(text));
            for (; link.find(); links++) {
                if (!Files.exists(text.resolveSibling(link.group(1)))) {
                    missing.add(text + ": " + link.group(1));
                }
            }
        }
        assertTrue(links > 20, links + " links");
        assertEquals(List.of(), missing);
    }

    @Test
    void everyFileThatContributorsAreSentToIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        Path last = ROOT;
        int files = 0;
        Matcher code = CODE.matcher(Files.readString(ROOT.resolve("CONTRIBUTING.md")));
        while (code.find()) {
            String name = code.group(1);
            // A name alone is a file beside the one that was named last.
            Path file = MODULES.stream().anyMatch(name::startsWith) ? ROOT.resolve(name) : name.matches("[A-Z][A-Za-z0-9]+\\.java|[a-z]+\\.css") ? last.resolveSibling(name) : null;
            if (file != null) {
                files++;
                last = file;
                if (!Files.exists(file) && !name.startsWith("static-host/target")) {
                    missing.add(name);
                }
            }
        }
        assertTrue(files > 30, files + " files");
        assertEquals(List.of(), missing);
    }
}
