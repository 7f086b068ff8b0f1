package dev.tabitat.e2e.evaluation;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often search finds the passage that answers a question, and what it says where nothing does. */
final class QuestionFigures {

    private static final int K = 5;
    private static final double Z = 1.96;

    private final Questions questions;
    private final Report report;

    QuestionFigures(Questions questions, Report report) {
        this.questions = questions;
        this.report = report;
    }

    void evaluate(SearchPage page, String encoder, List<String> modes) throws IOException {
        Map<String, String> names = new HashMap<>();
        for (Path document : questions.documents()) {
            names.put(page.add(document.getFileName().toString(), "", Files.readAllBytes(document)), document.getFileName().toString());
        }
        long answerable = questions.all().stream().filter(Questions.Question::isAnswerable).count();
        report.head("Questions, " + encoder, "found first, of " + answerable, "found in five", "weak", "refused", "not answerable: found, weak, of " + (questions.all().size() - answerable));
        for (String mode : modes) {
            row(page, mode, names, (int) answerable);
        }
        page.clear();
    }

    private void row(SearchPage page, String mode, Map<String, String> names, int answerable) {
        int first = 0;
        int inFive = 0;
        int weak = 0;
        int refused = 0;
        int wronglyFound = 0;
        int wronglyWeak = 0;
        for (Questions.Question question : questions.all()) {
            SearchPage.Answer answer = page.search(question.text(), mode, K);
            if (!question.isAnswerable()) {
                wronglyFound += answer.verdict().equals("found") ? 1 : 0;
                wronglyWeak += answer.verdict().equals("weak") ? 1 : 0;
                continue;
            }
            boolean isRefused = answer.verdict().equals("nothing_relevant");
            weak += answer.verdict().equals("weak") ? 1 : 0;
            refused += isRefused ? 1 : 0;
            List<JsonObject> passages = isRefused ? List.of() : answer.passages();
            first += !passages.isEmpty() && question.held(names.get(passages.get(0).get("document").getAsString()), passages.get(0).get("text").getAsString()) > 0 ? 1 : 0;
            boolean hasAll = question.spans().stream()
                    .allMatch(span -> passages.stream().anyMatch(one -> question.holds(span, names.get(one.get("document").getAsString()), one.get("text").getAsString())));
            inFive += hasAll ? 1 : 0;
        }
        int others = questions.all().size() - answerable;
        report.row(mode, wilson(first, answerable), wilson(inFive, answerable), wilson(weak, answerable), wilson(refused, answerable), wronglyFound + ", " + wronglyWeak + " of " + others);
    }

    /** A share with its 95 % interval by Wilson's score. */
    static String wilson(int count, int n) {
        double share = (double) count / n;
        double middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n)) / (1 + Z * Z / n);
        return String.format(Locale.ROOT, "%d (%.2f [%.2f, %.2f])", count, share, Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
