package dev.tabitat.e2e.evaluation;

import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.TestSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/** Searches collections that others made, through the real page, prints what is found beside a plain floor, and leaves it as report.md. */
public final class Evaluation {

    private static final int DEPTH = 100;
    private static final List<String> MODES = List.of("words", "meaning", "hybrid");

    private final Settings settings;
    private final Packages packages;
    private final Speeches speeches;
    private final List<Speeches.Known> known;
    private final Report report;

    private Evaluation(Settings settings, Report report) throws IOException {
        this.report = report;
        this.settings = settings;
        packages = Packages.fetch(settings);
        speeches = Speeches.fetch(settings);
        known = speeches.known(settings.made(), settings.seed());
    }

    public static void main(String[] arguments) throws IOException {
        TestSetup.chromium();
        Settings settings = Settings.ofSystemProperties();
        Report report = new Report();
        boolean hasCollections = settings.parts().contains("collections");
        Optional<Evaluation> collections = hasCollections ? Optional.of(new Evaluation(settings, report)) : Optional.empty();
        QuestionFigures questions = new QuestionFigures(Questions.read(settings.questions()), report);
        try (HostProcess host = HostProcess.start()) {
            collections.ifPresent(Evaluation::introduce);
            for (String encoder : settings.encoders()) {
                try (SearchPage page = new SearchPage(host, encoder)) {
                    if (settings.parts().contains("questions")) {
                        questions.evaluate(page, encoder, MODES);
                    }
                    collections.ifPresent(one -> one.evaluate(page, encoder));
                }
            }
        }
        Files.createDirectories(settings.target());
        Files.writeString(settings.target().resolve("report.md"), report.toString());
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
        Judged topicsFound = judged(page, packages.topics().stream().map(Packages.Topic::query).toList());
        Judged sentencesAbsent = judged(page, known.stream().map(Speeches.Known::sentence).toList());
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
        Judged sentencesFound = judged(page, known.stream().map(Speeches.Known::paraphrase).toList());
        Judged packagesAbsent = judged(page, descriptions());
        report.head("Best score, " + encoder, "n", "5 %", "25 %", "50 %", "75 %", "90 %", "95 %", "found", "weak", "nothing");
        quantiles("Debian asked by tag descriptions (answerable)", topicsFound);
        quantiles("Debian asked by sentences of speeches (not answerable)", sentencesAbsent);
        quantiles("speeches asked by their shuffled words (answerable)", sentencesFound);
        quantiles("speeches asked by Debian's descriptions (not answerable)", packagesAbsent);
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

    /** What the best passages of queries score, ascending, and how many queries were said to be answered, weakly answered, or not. */
    private record Judged(double[] scores, long found, long weak, long nothing) {}

    private static Judged judged(SearchPage page, List<String> queries) {
        List<SearchPage.Answer> answers = queries.stream().map(query -> page.search(query, "hybrid", 1)).toList();
        double[] scores = answers.stream().map(SearchPage.Answer::score).filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble).sorted().toArray();
        long found = answers.stream().filter(one -> one.verdict().equals("found")).count();
        long weak = answers.stream().filter(one -> one.verdict().equals("weak")).count();
        return new Judged(scores, found, weak, answers.size() - found - weak);
    }

    private void quantiles(String what, Judged judged) {
        List<String> cells = new ArrayList<>(List.of(what, String.valueOf(judged.scores().length)));
        for (double share : new double[] {0.05, 0.25, 0.5, 0.75, 0.9, 0.95}) {
            cells.add(judged.scores().length == 0 ? "" : String.format(Locale.ROOT, "%.3f", Figures.quantile(judged.scores(), share)));
        }
        cells.addAll(List.of(String.valueOf(judged.found()), String.valueOf(judged.weak()), String.valueOf(judged.nothing())));
        report.row(cells.toArray(String[]::new));
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - start) / 1e9);
    }
}
