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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

/**
 * Searches collections that others made, through the real page, prints what is found beside a plain floor, and leaves
 * it as report.md.
 */
public final class Evaluation {

    private static final int DEPTH = 100;
    private static final List<String> MODES = List.of("words", "meaning", "hybrid");

    private final Settings settings;
    private final Optional<Packages> packages;
    private final Optional<Speeches> speeches;
    private final List<Speeches.Known> known;
    private final Report report;

    private Evaluation(Settings settings, Report report) throws IOException {
        this.report = report;
        this.settings = settings;
        packages = settings.has("packages") ? Optional.of(Packages.fetch(settings)) : Optional.empty();
        speeches = settings.has("speeches") ? Optional.of(Speeches.fetch(settings)) : Optional.empty();
        known = speeches.map(one -> one.known(settings.made(), settings.seed())).orElse(List.of());
    }

    public static void main(String[] arguments) throws IOException {
        TestSetup.chromium();
        Settings settings = Settings.ofSystemProperties();
        Report report = new Report();
        Evaluation collections = new Evaluation(settings, report);
        Questions questions = Questions.read(settings.questions());
        try (HostProcess host = HostProcess.start()) {
            collections.introduce();
            for (String encoder : settings.encoders()) {
                try (SearchPage page = new SearchPage(host, encoder)) {
                    if (settings.has("questions")) {
                        new QuestionFigures(questions, report).evaluate(page, MODES);
                    }
                    if (settings.has("weights")) {
                        new WeightFigures(questions, report, settings.seed()).evaluate(page);
                    }
                    collections.evaluate(page);
                }
            }
        }
        Files.createDirectories(settings.target());
        Files.writeString(settings.target().resolve("report.md"), report.toString());
        System.out.println("Written: " + settings.target().resolve("report.md"));
    }

    private void introduce() {
        report.line("Seed " + settings.seed() + ". Intervals: 95 %, of means by a bootstrap over queries.");
        packages.ifPresent(this::introduce);
        speeches.ifPresent(all -> report.line("Speeches: " + all.all().size() + ", " + known.size() + " sentences."));
    }

    private void introduce(Packages packages) {
        report.line("Debian: " + packages.entries().size() + " packages, " + packages.topics().size() + " tags with "
                + packages.topics().stream().mapToInt(topic -> topic.relevant().size()).sum()
                + " judgements; snapshot sha256 " + packages.digest() + ".");
        report.head("Debian, tag descriptions (n = " + packages.topics().size() + ")", "nDCG@10", "Recall@100",
                "said nothing fits");
        TfIdf floor = new TfIdf(
                packages.entries().stream().map(entry -> entry.name() + " " + entry.description()).toList());
        double[][] figures = new double[2][packages.topics().size()];
        for (int at = 0; at < packages.topics().size(); at++) {
            count(packages, figures, at, floor.search(packages.topics().get(at).query(), DEPTH));
        }
        report.row("TF-IDF, the floor", Figures.mean(figures[0], settings.seed()),
                Figures.mean(figures[1], settings.seed()), "");
    }

    private static void count(Packages packages, double[][] figures, int at, List<Integer> ranking) {
        Set<Integer> relevant = packages.topics().get(at).relevant();
        figures[0][at] = Figures.ndcg(ranking, relevant, 10);
        figures[1][at] = Figures.recall(ranking, relevant, DEPTH);
    }

    private void evaluate(SearchPage page) {
        Map<String, Judged> judged = new LinkedHashMap<>();
        packages.ifPresent(all -> evaluate(page, all, judged));
        speeches.ifPresent(all -> evaluate(page, all, judged));
        if (!judged.isEmpty()) {
            report.head("Best score, " + page.encoder(), "n", "5 %", "25 %", "50 %", "75 %", "90 %", "95 %", "found",
                    "weak", "nothing");
            judged.forEach(this::quantiles);
        }
    }

    private void evaluate(SearchPage page, Packages packages, Map<String, Judged> judged) {
        long start = System.nanoTime();
        page.add("packages.csv", "text/csv", packages.csv());
        report.line("");
        report.line(page.encoder() + ": Debian's packages indexed in " + seconds(start));
        report.head("Debian, " + page.encoder(), "nDCG@10", "Recall@100", "said nothing fits");
        MODES.forEach(mode -> topics(page, packages, mode));
        judged.put("Debian asked by tag descriptions (answerable)",
                judged(page, packages.topics().stream().map(Packages.Topic::query).toList()));
        if (!known.isEmpty()) {
            judged.put("Debian asked by sentences of speeches (not answerable)",
                    judged(page, known.stream().map(Speeches.Known::sentence).toList()));
        }
        page.clear();
    }

    private void evaluate(SearchPage page, Speeches speeches, Map<String, Judged> judged) {
        long start = System.nanoTime();
        Map<String, Integer> places = new HashMap<>();
        for (int at = 0; at < speeches.all().size(); at++) {
            places.put(page.add(speeches.all().get(at).name(), "text/plain", speeches.all().get(at).text()), at);
        }
        report.line("");
        report.line(page.encoder() + ": speeches indexed in " + seconds(start));
        report.head("Speeches, known item, mechanical, " + page.encoder(), "success@1", "success@10", "MRR",
                "median, ms");
        for (String mode : MODES) {
            items(page, mode, places, "fragment");
            items(page, mode, places, "shuffled content words");
        }
        judged.put("speeches asked by their shuffled words (answerable)",
                judged(page, known.stream().map(Speeches.Known::paraphrase).toList()));
        packages.ifPresent(all -> judged.put("speeches asked by Debian's descriptions (not answerable)",
                judged(page, descriptions(all))));
        page.clear();
    }

    private void topics(SearchPage page, Packages packages, String mode) {
        double[][] figures = new double[2][packages.topics().size()];
        int silent = 0;
        for (int at = 0; at < packages.topics().size(); at++) {
            SearchPage.Answer answer = page.search(packages.topics().get(at).query(), mode, DEPTH);
            silent += answer.isFound() ? 0 : 1;
            Set<Integer> rows = new LinkedHashSet<>();
            answer.passages().forEach(passage -> rows.addAll(rows(packages, passage)));
            count(packages, figures, at, List.copyOf(rows));
        }
        report.row(mode, Figures.mean(figures[0], settings.seed()), Figures.mean(figures[1], settings.seed()),
                silent + " of " + packages.topics().size());
    }

    /**
     * The rows that a passage stands in; a row is known by the package's name that it begins with, wherever counting
     * begins.
     */
    private static List<Integer> rows(Packages packages, JsonObject passage) {
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
        double[] milliseconds = new double[known.size()];
        for (int at = 0; at < known.size(); at++) {
            Speeches.Known one = known.get(at);
            Set<Integer> ranking = new LinkedHashSet<>();
            SearchPage.Answer answer = page.search(kind.equals("fragment") ? one.fragment() : one.paraphrase(), mode,
                    DEPTH);
            answer.passages().forEach(passage -> ranking.add(places.get(passage.get("document").getAsString())));
            milliseconds[at] = answer.milliseconds();
            reciprocal[at] = Figures.reciprocalRank(List.copyOf(ranking), one.speech());
            first[at] = reciprocal[at] == 1 ? 1 : 0;
            ten[at] = reciprocal[at] >= 0.1 ? 1 : 0;
        }
        report.row(mode + ", " + kind, Figures.mean(first, settings.seed()), Figures.mean(ten, settings.seed()),
                Figures.mean(reciprocal, settings.seed()),
                String.format(Locale.ROOT, "%.0f",
                        Figures.quantile(Arrays.stream(milliseconds).sorted().toArray(), 0.5)));
    }

    private List<String> descriptions(Packages packages) {
        List<String> texts = new ArrayList<>(packages.entries().stream().map(Packages.Entry::description).toList());
        Collections.shuffle(texts, new Random(settings.seed()));
        return texts.subList(0, Math.min(texts.size(), settings.made()));
    }

    /**
     * What the best passages of queries score, ascending, and how many queries were said to be answered, weakly
     * answered, or not.
     */
    private record Judged(double[] scores, long found, long weak, long nothing) {}

    private static Judged judged(SearchPage page, List<String> queries) {
        List<SearchPage.Answer> answers = queries.stream().map(query -> page.search(query, "hybrid", 1)).toList();
        double[] scores = answers.stream().map(SearchPage.Answer::score).filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble).sorted().toArray();
        long found = answers.stream().filter(one -> one.verdict().equals("found")).count();
        long weak = answers.stream().filter(one -> one.verdict().equals("weak")).count();
        return new Judged(scores, found, weak, answers.size() - found - weak);
    }

    private void quantiles(String what, Judged judged) {
        List<String> cells = new ArrayList<>(List.of(what, String.valueOf(judged.scores().length)));
        for (double share : new double[]{0.05, 0.25, 0.5, 0.75, 0.9, 0.95}) {
            cells.add(judged.scores().length == 0 ? ""
                    : String.format(Locale.ROOT, "%.3f", Figures.quantile(judged.scores(), share)));
        }
        cells.addAll(List.of(String.valueOf(judged.found()), String.valueOf(judged.weak()),
                String.valueOf(judged.nothing())));
        report.row(cells.toArray(String[]::new));
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - start) / 1e9);
    }
}
