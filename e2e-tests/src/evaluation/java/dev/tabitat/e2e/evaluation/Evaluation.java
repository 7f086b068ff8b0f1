package dev.tabitat.e2e.evaluation;

import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.TestSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/** Searches collections that others made, through the real page, prints what is found beside a plain floor, and leaves it as report.md. */
public final class Evaluation {

    private static final int DEPTH = 100;
    private static final double FALSE_ALARMS = 0.05;
    private static final List<String> MODES = List.of("words", "meaning", "hybrid");

    private final Settings settings;
    private final Packages packages;
    private final Speeches speeches;
    private final List<Speeches.Known> known;
    private final Report report = new Report();

    private Evaluation(Settings settings) throws IOException {
        this.settings = settings;
        packages = Packages.fetch(settings);
        speeches = Speeches.fetch(settings);
        known = speeches.known(settings.made(), settings.seed());
    }

    public static void main(String[] arguments) throws IOException {
        TestSetup.chromium();
        Settings settings = Settings.ofSystemProperties();
        Evaluation evaluation = new Evaluation(settings);
        try (HostProcess host = HostProcess.start()) {
            evaluation.introduce();
            for (String encoder : settings.encoders()) {
                try (SearchPage page = new SearchPage(host, encoder)) {
                    evaluation.evaluate(page, encoder);
                }
            }
        }
        Files.writeString(settings.target().resolve("report.md"), evaluation.report.toString());
        System.out.println("Written: " + settings.target().resolve("report.md"));
    }

    private void introduce() {
        report.line("Seed " + settings.seed() + ". Debian: " + packages.entries().size() + " packages, " + packages.topics().size() + " tags with "
                + packages.topics().stream().mapToInt(topic -> topic.relevant().size()).sum() + " judgements; snapshot sha256 " + packages.digest() + ". Speeches: "
                + speeches.all().size() + ", " + known.size() + " sentences. Intervals: 95 %, bootstrap over queries.");
        report.head("Debian, tag descriptions (n = " + packages.topics().size() + ")", "nDCG@10", "Recall@100", "said nothing fits");
        TfIdf floor = new TfIdf(packages.entries().stream().map(entry -> entry.name() + " " + entry.description()).toList());
        double[][] figures = new double[2][packages.topics().size()];
        for (int at = 0; at < packages.topics().size(); at++) {
            count(figures, at, floor.search(packages.topics().get(at).query(), DEPTH));
        }
        report.row("TF-IDF, the floor", Figures.mean(figures[0], settings.seed()), Figures.mean(figures[1], settings.seed()), "");
    }

    private void count(double[][] figures, int at, List<Integer> ranking) {
        Set<Integer> relevant = packages.topics().get(at).relevant();
        figures[0][at] = Figures.ndcg(ranking, relevant, 10);
        figures[1][at] = Figures.recall(ranking, relevant, DEPTH);
    }

    private void evaluate(SearchPage page, String encoder) {
        long start = System.nanoTime();
        page.add("packages.csv", "text/csv", packages.csv());
        report.line("");
        report.line(encoder + ": Debian's packages indexed in " + seconds(start));
        report.head("Debian, " + encoder, "nDCG@10", "Recall@100", "said nothing fits");
        MODES.forEach(mode -> topics(page, mode));
        double[] topicsFound = similarities(page, packages.topics().stream().map(Packages.Topic::query).toList());
        double[] sentencesAbsent = similarities(page, known.stream().map(Speeches.Known::sentence).toList());
        page.clear();
        start = System.nanoTime();
        Map<String, Integer> places = new HashMap<>();
        for (int at = 0; at < speeches.all().size(); at++) {
            places.put(page.add(speeches.all().get(at).name(), "text/plain", speeches.all().get(at).text()), at);
        }
        report.line("");
        report.line(encoder + ": speeches indexed in " + seconds(start));
        report.head("Speeches, known item, mechanical, " + encoder, "success@1", "success@10", "MRR");
        for (String mode : MODES) {
            items(page, mode, places, "fragment");
            items(page, mode, places, "shuffled content words");
        }
        double[] sentencesFound = similarities(page, known.stream().map(Speeches.Known::paraphrase).toList());
        double[] packagesAbsent = similarities(page, descriptions());
        report.head("Best similarity, " + encoder, "n", "5 %", "25 %", "50 %", "75 %", "90 %", "95 %");
        quantiles("Debian asked by tag descriptions (answerable)", topicsFound);
        quantiles("Debian asked by sentences of speeches (not answerable)", sentencesAbsent);
        quantiles("speeches asked by their shuffled words (answerable)", sentencesFound);
        quantiles("speeches asked by Debian's descriptions (not answerable)", packagesAbsent);
        threshold(encoder, joined(topicsFound, sentencesFound), joined(sentencesAbsent, packagesAbsent));
    }

    private void topics(SearchPage page, String mode) {
        double[][] figures = new double[2][packages.topics().size()];
        int silent = 0;
        for (int at = 0; at < packages.topics().size(); at++) {
            SearchPage.Answer answer = page.search(packages.topics().get(at).query(), mode, DEPTH);
            silent += answer.isFound() ? 0 : 1;
            Set<Integer> rows = new LinkedHashSet<>();
            answer.passages().forEach(passage -> rows.addAll(rows(passage)));
            count(figures, at, List.copyOf(rows));
        }
        report.row(mode, Figures.mean(figures[0], settings.seed()), Figures.mean(figures[1], settings.seed()), silent + " of " + packages.topics().size());
    }

    /** The rows that a passage stands in; a row is known by the package's name that it begins with, wherever counting begins. */
    private List<Integer> rows(JsonObject passage) {
        JsonObject place = passage.getAsJsonObject("place");
        int first = place.get("number").getAsInt();
        int last = place.has("to") ? place.get("to").getAsInt() : first;
        for (int header = 1; header <= 2; header++) {
            int at = first - header;
            if (at >= 0 && at < packages.entries().size() && holds(passage, packages.entries().get(at))) {
                List<Integer> rows = new ArrayList<>();
                for (int row = at; row <= Math.min(last - header, packages.entries().size() - 1); row++) {
                    rows.add(row);
                }
                return rows;
            }
        }
        throw new IllegalStateException("No package stands at the place of " + passage);
    }

    private static boolean holds(JsonObject passage, Packages.Entry entry) {
        return passage.get("text").getAsString().startsWith("package: " + entry.name() + " ");
    }

    private void items(SearchPage page, String mode, Map<String, Integer> places, String kind) {
        double[] first = new double[known.size()];
        double[] ten = new double[known.size()];
        double[] reciprocal = new double[known.size()];
        for (int at = 0; at < known.size(); at++) {
            Speeches.Known one = known.get(at);
            Set<Integer> ranking = new LinkedHashSet<>();
            page.search(kind.equals("fragment") ? one.fragment() : one.paraphrase(), mode, DEPTH).passages().forEach(passage -> ranking.add(places.get(passage.get("document").getAsString())));
            reciprocal[at] = Figures.reciprocalRank(List.copyOf(ranking), one.speech());
            first[at] = reciprocal[at] == 1 ? 1 : 0;
            ten[at] = reciprocal[at] >= 0.1 ? 1 : 0;
        }
        report.row(mode + ", " + kind, Figures.mean(first, settings.seed()), Figures.mean(ten, settings.seed()), Figures.mean(reciprocal, settings.seed()));
    }

    private List<String> descriptions() {
        List<String> texts = new ArrayList<>(packages.entries().stream().map(Packages.Entry::description).toList());
        Collections.shuffle(texts, new Random(settings.seed()));
        return texts.subList(0, Math.min(texts.size(), settings.made()));
    }

    /** How near the best passage of each query comes, ascending. */
    private static double[] similarities(SearchPage page, List<String> queries) {
        return queries.stream().map(query -> page.search(query, "meaning", 1).similarity()).filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble).sorted().toArray();
    }

    private static double[] joined(double[] some, double[] more) {
        double[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        Arrays.sort(all);
        return all;
    }

    private void quantiles(String what, double[] sorted) {
        List<String> cells = new ArrayList<>(List.of(what, String.valueOf(sorted.length)));
        for (double share : new double[] {0.05, 0.25, 0.5, 0.75, 0.9, 0.95}) {
            cells.add(sorted.length == 0 ? "" : String.format(Locale.ROOT, "%.3f", Figures.quantile(sorted, share)));
        }
        report.row(cells.toArray(String[]::new));
    }

    /** The least similarity that at most one in twenty of the questions without an answer exceeds. */
    private void threshold(String encoder, double[] answerable, double[] absent) {
        if (answerable.length == 0 || absent.length == 0) {
            report.line("No similarities were told.");
            return;
        }
        double least = Figures.quantile(absent, 1 - FALSE_ALARMS);
        long alarms = Arrays.stream(absent).filter(one -> one > least).count();
        long kept = Arrays.stream(answerable).filter(one -> one > least).count();
        report.line("");
        report.line(String.format(Locale.ROOT, "%s: above %.4f, %d of %d questions without an answer are false alarms, and %d of %d with one are answered.", encoder, least, alarms, absent.length, kept, answerable.length));
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - start) / 1e9);
    }
}
