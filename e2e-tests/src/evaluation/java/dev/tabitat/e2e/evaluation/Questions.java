package dev.tabitat.e2e.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Questions as people ask them, over documents as people have them;
 * shared-core/src/test/resources/cases/questions/README.md has the format.
 *
 * @param folder holds the documents
 */
record Questions(List<Question> all, Path folder) {

    /** Each file of the folder holds one set of questions. */
    static final List<String> SETS = List.of("public", "own");

    private static final int LONGEST_PASSAGE = 2500;

    /**
     * One question.
     *
     * @param set the one of {@link #SETS} that it belongs to
     * @param document that answers it; empty where none does
     * @param spans each must be found: alternatives, each a list of texts that one passage of the document holds; empty
     * where nothing answers
     */
    record Question(String set, String text, String document, boolean isAnswerable, List<List<List<String>>> spans) {

        /** How many of the spans a passage holds. @param document its file's name */
        long held(String document, String passage) {
            return spans.stream().filter(span -> holds(span, document, passage)).count();
        }

        /**
         * Whether some of the passages hold every span. @param documents, passages file names and texts, in one order
         */
        boolean isHeld(List<String> documents, List<String> passages) {
            return spans.stream().allMatch(span -> IntStream.range(0, passages.size())
                    .anyMatch(at -> holds(span, documents.get(at), passages.get(at))));
        }

        private boolean holds(List<List<String>> span, String document, String passage) {
            String plain = plain(passage);
            return document.equals(this.document) && passage.length() <= LONGEST_PASSAGE && span.stream()
                    .anyMatch(alternative -> alternative.stream().allMatch(text -> plain.contains(plain(text))));
        }
    }

    /** As texts are compared: NFKC, small, straight quotes, and blanks and signs between cells as one blank. */
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replace('\u2019', '\'')
                .replace('\u2018', '\'').replace('\u201C', '"').replace('\u201D', '"')
                .replaceAll("[\\s|\u00B7*_]+", " ").strip();
    }

    static Questions read(Path folder) throws IOException {
        List<Question> all = new ArrayList<>();
        for (String set : SETS) {
            for (JsonElement one : JsonParser
                    .parseString(Files.readString(folder.resolve("questions-" + set + ".json"))).getAsJsonArray()) {
                all.add(question(set, one.getAsJsonObject()));
            }
        }
        return new Questions(List.copyOf(all), folder.resolve("documents"));
    }

    private static Question question(String set, JsonObject json) {
        boolean isAnswerable = json.get("answerable").getAsBoolean();
        List<List<List<String>>> spans = new ArrayList<>();
        for (JsonElement span : isAnswerable ? json.getAsJsonArray("spans") : new JsonArray()) {
            List<List<String>> alternatives = new ArrayList<>();
            span.getAsJsonArray().forEach(alternative -> alternatives
                    .add(alternative.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList()));
            spans.add(alternatives);
        }
        return new Question(set, json.get("question").getAsString(),
                isAnswerable ? json.get("document").getAsString() : "", isAnswerable, spans);
    }

    /** Those of one set. */
    List<Question> of(String set) {
        return all.stream().filter(one -> one.set().equals(set)).toList();
    }

    List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
