package dev.tabitat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The project's texts name only what is there: relative links of every text, paths in the one on contributing, methods
 * in the call paths of the architecture.
 */
final class ProjectTextsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern STEP = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");
    private static final Pattern CODE = Pattern.compile("`([^`\\s]+)`");
    private static final List<String> MODULES = List.of("shared-core/", "wasm-kernels/", "web-client/src",
            "static-host/src", "e2e-tests/src", "docs/");

    @Test
    void everyRelativeLinkLeadsToAFileAndToAHeadingInIt() throws IOException {
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
                Path target = link.group(1).isEmpty() ? text : text.resolveSibling(link.group(1));
                if (!Files.exists(target) || link.group(2) != null && !anchors(target).contains(link.group(2))) {
                    missing.add(text + ": " + link.group());
                }
            }
        }
        assertTrue(links > 20, links + " links");
        assertEquals(List.of(), missing);
    }

    /** The steps of the call paths are methods that are there. */
    @Test
    void everyStepOfACallPathIsAMethod() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/architecture.md"));
        int start = text.indexOf("## Call paths");
        Matcher step = STEP.matcher(text.substring(start, text.indexOf("\n## ", start)));
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("shared-core", "wasm-kernels", "web-client")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        List<String> missing = new ArrayList<>();
        int steps = 0;
        for (; step.find(); steps++) {
            String source = sources.getOrDefault(step.group(1), "");
            if (!Pattern.compile("\\b" + step.group(2) + "\\(").matcher(source).find()) {
                missing.add(step.group());
            }
        }
        assertTrue(steps > 30, steps + " steps");
        assertEquals(List.of(), missing);
    }

    /** The headings of a text as GitHub names their anchors. */
    private static List<String> anchors(Path text) throws IOException {
        return HEADING.matcher(Files.readString(text)).results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").strip()
                        .replace(' ', '-'))
                .toList();
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
            Path file = MODULES.stream().anyMatch(name::startsWith) ? ROOT.resolve(name)
                    : name.matches("[A-Z][A-Za-z0-9]+\\.java|[a-z]+\\.css") ? last.resolveSibling(name) : null;
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
