package dev.tabitat.e2e.evaluation;

import com.google.gson.JsonObject;
import dev.tabitat.core.retrieval.Fusion;
import dev.tabitat.core.retrieval.Relevance;
import dev.tabitat.core.retrieval.VerdictEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How often search finds the passage that answers a question, and what it says where nothing does. */
final class QuestionFigures {

    private static final int K = 5;

    private final Questions questions;
    private final Report report;

    QuestionFigures(Questions questions, Report report) {
        this.questions = questions;
        this.report = report;
    }

    /** What became of one question. */
    private record Outcome(Questions.Question question, String verdict, boolean isFirst, boolean isInFive,
            double milliseconds) {}

    /** Brings the documents in. @return their file names by id */
    static Map<String, String> add(Questions questions, SearchPage page) throws IOException {
        Map<String, String> names = new HashMap<>();
        for (Path document : questions.documents()) {
            names.put(page.add(document.getFileName().toString(), "", Files.readAllBytes(document)),
                    document.getFileName().toString());
        }
        return names;
    }

    void evaluate(SearchPage page, List<String> modes) throws IOException {
        Map<String, String> names = add(questions, page);
        Map<String, List<Outcome>> outcomes = new HashMap<>();
        modes.forEach(mode -> outcomes.put(mode,
                questions.all().stream().map(question -> ask(page, question, mode, names)).toList()));
        for (String set : Questions.SETS) {
            List<Questions.Question> own = questions.of(set);
            long answerable = own.stream().filter(Questions.Question::isAnswerable).count();
            report.head("Questions, " + set + ", " + page.encoder(), "found first, of " + answerable, "found in five",
                    "weak", "refused", "not answerable: found, weak, of " + (own.size() - answerable), "median, ms");
            modes.forEach(mode -> row(mode,
                    outcomes.get(mode).stream().filter(one -> one.question().set().equals(set)).toList()));
        }
        report.head("Verdicts, all questions, " + page.encoder(), "not answerable", "with such a passage", "answerable",
                "without", "in the product");
        for (String mode : modes) {
            evidence(page.encoder(), mode, Relevance.Grade.FOUND, outcomes.get(mode));
            evidence(page.encoder(), mode, Relevance.Grade.WEAK, outcomes.get(mode));
        }
        page.clear();
    }

    private static Outcome ask(SearchPage page, Questions.Question question, String mode, Map<String, String> names) {
        SearchPage.Answer answer = page.search(question.text(), mode, K);
        List<JsonObject> passages = answer.isFound() ? answer.passages() : List.of();
        List<String> documents = passages.stream().map(one -> names.get(one.get("document").getAsString())).toList();
        List<String> texts = passages.stream().map(one -> one.get("text").getAsString()).toList();
        boolean isFirst = question.isAnswerable() && !texts.isEmpty()
                && question.held(documents.get(0), texts.get(0)) > 0;
        return new Outcome(question, answer.verdict(), isFirst,
                question.isAnswerable() && question.isHeld(documents, texts), answer.milliseconds());
    }

    private void row(String mode, List<Outcome> outcomes) {
        List<Outcome> answerable = outcomes.stream().filter(one -> one.question().isAnswerable()).toList();
        List<Outcome> others = outcomes.stream().filter(one -> !one.question().isAnswerable()).toList();
        int n = answerable.size();
        double[] times = outcomes.stream().mapToDouble(Outcome::milliseconds).sorted().toArray();
        report.row(mode, Wilson.of((int) answerable.stream().filter(Outcome::isFirst).count(), n),
                Wilson.of((int) answerable.stream().filter(Outcome::isInFive).count(), n),
                Wilson.of(count(answerable, "weak"), n), Wilson.of(count(answerable, "nothing_relevant"), n),
                count(others, "found") + ", " + count(others, "weak") + " of " + others.size(),
                String.format(Locale.ROOT, "%.0f", Figures.quantile(times, 0.5)));
    }

    /** The counts behind a grade, beside those that the product states. */
    private void evidence(String encoder, String mode, Relevance.Grade grade, List<Outcome> outcomes) {
        List<String> enough = grade == Relevance.Grade.FOUND ? List.of("found") : List.of("found", "weak");
        List<Outcome> got = new ArrayList<>(outcomes.stream().filter(one -> enough.contains(one.verdict())).toList());
        int answerable = (int) outcomes.stream().filter(one -> one.question().isAnswerable()).count();
        int answered = (int) got.stream().filter(one -> one.question().isAnswerable()).count();
        Fusion.Way way = Fusion.Way.valueOf(mode.toUpperCase(Locale.ROOT));
        VerdictEvidence now = new VerdictEvidence(way == Fusion.Way.WORDS ? "" : encoder, way, grade,
                outcomes.size() - answerable, got.size() - answered, answerable, answerable - answered);
        Optional<VerdictEvidence> stated = VerdictEvidence.of(encoder, way, grade);
        report.row(mode + ", " + (grade == Relevance.Grade.FOUND ? "found" : "weak or found"),
                String.valueOf(now.unanswerable()), String.valueOf(now.falseAlarms()), String.valueOf(now.answerable()),
                String.valueOf(now.missed()),
                stated.isEmpty() ? "not stated"
                        : stated.get().equals(now) ? "the same"
                                : "OTHERWISE: " + Arrays.toString(new int[]{stated.get().unanswerable(),
                                        stated.get().falseAlarms(), stated.get().answerable(), stated.get().missed()}));
    }

    private static int count(List<Outcome> outcomes, String verdict) {
        return (int) outcomes.stream().filter(one -> one.verdict().equals(verdict)).count();
    }
}
