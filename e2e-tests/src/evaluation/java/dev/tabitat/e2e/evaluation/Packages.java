package dev.tabitat.e2e.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Debian's packages that carry tags, each a short document, and the tags' descriptions as queries: who carries the tag
 * is relevant.
 *
 * @param digest SHA-256 of the snapshot that was evaluated
 */
record Packages(List<Entry> entries, List<Topic> topics, String digest) {

    private static final int FEWEST = 5;
    private static final int MOST = 500;

    /** One package. */
    record Entry(String name, String description, Set<String> tags) {}

    /** One tag: its description asks for the packages that carry it, by their places in the list. */
    record Topic(String tag, String query, Set<Integer> relevant) {}

    static Packages fetch(Settings settings) throws IOException {
        Files.createDirectories(settings.target());
        List<Entry> all = parsed(Command.output(settings.target(), "apt-cache", "dumpavail"));
        if (all.isEmpty()) {
            throw new IllegalStateException("apt-cache knows no tagged package here; apt-get update first.");
        }
        byte[] snapshot = snapshot(all);
        Files.write(settings.target().resolve("debian-packages.tsv"), snapshot);
        List<Entry> taken = new ArrayList<>(all);
        if (settings.documents() > 0 && settings.documents() < all.size()) {
            Collections.shuffle(taken, new Random(settings.seed()));
            taken = new ArrayList<>(taken.subList(0, settings.documents()));
        }
        List<Topic> topics = topics(vocabulary(settings.target()), taken);
        if (settings.queries() > 0 && settings.queries() < topics.size()) {
            Collections.shuffle(topics, new Random(settings.seed()));
            topics = topics.subList(0, settings.queries());
        }
        return new Packages(List.copyOf(taken), List.copyOf(topics), sha256(snapshot));
    }

    /** A sheet with a row for each package. */
    String csv() {
        StringBuilder text = new StringBuilder("package,description\n");
        for (Entry entry : entries) {
            text.append(entry.name()).append(",\"").append(entry.description().replace("\"", "\"\"")).append("\"\n");
        }
        return text.toString();
    }

    private static List<Entry> parsed(String text) {
        List<Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String stanza : text.split("\n\n")) {
            String unfolded = stanza.replace("\n ", " ");
            String name = field(unfolded, "Package: ");
            String description = field(unfolded, "Description: ") + field(unfolded, "Description-en: ");
            String tags = field(unfolded, "Tag: ");
            if (!tags.isEmpty() && !description.isEmpty() && seen.add(name)) {
                entries.add(new Entry(name, description.strip(),
                        new TreeSet<>(Arrays.asList(tags.strip().split(",\\s*")))));
            }
        }
        return entries;
    }

    private static String field(String stanza, String name) {
        return stanza.lines().filter(line -> line.startsWith(name)).map(line -> line.substring(name.length()))
                .findFirst().orElse("");
    }

    private static List<Topic> topics(String vocabulary, List<Entry> entries) {
        List<Topic> topics = new ArrayList<>();
        for (String stanza : vocabulary.split("\n\n")) {
            String unfolded = stanza.replace("\n .", "").replace("\n ", " ");
            String tag = field(unfolded, "Tag: ").strip();
            String query = field(unfolded, "Description: ").strip();
            Set<Integer> relevant = new HashSet<>();
            for (int at = 0; at < entries.size(); at++) {
                if (entries.get(at).tags().contains(tag)) {
                    relevant.add(at);
                }
            }
            if (!tag.isEmpty() && !query.isEmpty() && relevant.size() >= FEWEST && relevant.size() <= MOST) {
                topics.add(new Topic(tag, query, relevant));
            }
        }
        return topics;
    }

    /** The tags' descriptions, out of Debian's package debtags. */
    private static String vocabulary(Path target) throws IOException {
        Path file = target.resolve("debtags/usr/share/debtags/vocabulary");
        if (!Files.exists(file)) {
            Command.output(target, "apt-get", "-q", "download", "debtags");
            try (Stream<Path> files = Files.list(target)) {
                Path archive = files.filter(one -> one.getFileName().toString().startsWith("debtags_")).findFirst()
                        .orElseThrow();
                Command.output(target, "dpkg", "-x", archive.getFileName().toString(), "debtags");
            }
        }
        return Files.readString(file);
    }

    private static byte[] snapshot(List<Entry> entries) {
        StringBuilder text = new StringBuilder();
        entries.forEach(entry -> text.append(entry.name()).append('\t').append(entry.description()).append('\t')
                .append(String.join(",", entry.tags())).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
