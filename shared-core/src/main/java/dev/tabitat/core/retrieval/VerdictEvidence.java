package dev.tabitat.core.retrieval;

import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * How often a verdict was wrong where it was measured: on this project's own questions over seven documents, on which
 * the search was built too, so that other questions may do worse. The counts are those that
 * {@code mvn -B -Pevaluate -DskipTests -pl e2e-tests package -Devaluation.parts=questions
 * -Devaluation.encoders=all-minilm-l6-v2:q8,bge-small-en-v1.5:q8} prints beside the ones here.
 *
 * @param encoder a package's whole name, such as {@code all-minilm-l6-v2:q8}; empty by words alone, where none takes
 * part
 * @param way how passages were ranked
 * @param grade the least that counts as an answer
 * @param unanswerable questions that the documents do not answer, and of these how many got a passage of at least this
 * grade
 * @param answerable questions that they do answer, and of these how many got no passage of this grade
 */
public record VerdictEvidence(String encoder, Fusion.Way way, Relevance.Grade grade, int unanswerable, int falseAlarms,
        int answerable, int missed) {

    /** What was asked. */
    public static final String DATASET = "the project's own questions over seven documents";

    private static final List<VerdictEvidence> MEASURED = List.of(
            new VerdictEvidence("", Fusion.Way.WORDS, Relevance.Grade.FOUND, 28, 1, 107, 44),
            new VerdictEvidence("", Fusion.Way.WORDS, Relevance.Grade.WEAK, 28, 23, 107, 3),
            new VerdictEvidence("all-minilm-l6-v2:q8", Fusion.Way.MEANING, Relevance.Grade.FOUND, 28, 4, 107, 52),
            new VerdictEvidence("all-minilm-l6-v2:q8", Fusion.Way.MEANING, Relevance.Grade.WEAK, 28, 19, 107, 5),
            new VerdictEvidence("all-minilm-l6-v2:q8", Fusion.Way.HYBRID, Relevance.Grade.FOUND, 28, 12, 107, 16),
            new VerdictEvidence("all-minilm-l6-v2:q8", Fusion.Way.HYBRID, Relevance.Grade.WEAK, 28, 20, 107, 1),
            new VerdictEvidence("bge-small-en-v1.5:q8", Fusion.Way.MEANING, Relevance.Grade.FOUND, 28, 2, 107, 59),
            new VerdictEvidence("bge-small-en-v1.5:q8", Fusion.Way.MEANING, Relevance.Grade.WEAK, 28, 16, 107, 6),
            new VerdictEvidence("bge-small-en-v1.5:q8", Fusion.Way.HYBRID, Relevance.Grade.FOUND, 28, 13, 107, 17),
            new VerdictEvidence("bge-small-en-v1.5:q8", Fusion.Way.HYBRID, Relevance.Grade.WEAK, 28, 20, 107, 1));

    /**
     * What was measured for a verdict: of {@code NOTHING}, which says that no passage is even weak, what was measured
     * for weak.
     *
     * @param encoder as above; ignored by words alone
     * @return empty where nothing was measured for this encoder
     */
    public static Optional<VerdictEvidence> of(String encoder, Fusion.Way way, Relevance.Grade verdict) {
        String whose = way == Fusion.Way.WORDS ? "" : encoder;
        Relevance.Grade least = verdict == Relevance.Grade.FOUND ? verdict : Relevance.Grade.WEAK;
        return MEASURED.stream().filter(one -> one.encoder.equals(whose) && one.way == way && one.grade == least)
                .findFirst();
    }

    /** As {@code VerdictEvidence} in tabitat.d.ts. */
    public JsonObject toJson() {
        JsonObject json = JsonObject.of("grade", grade.id(), "n", unanswerable, "false_alarms", falseAlarms,
                "answerable", answerable, "missed", missed, "dataset", DATASET);
        return encoder.isEmpty() ? json : json.with("encoder", encoder);
    }
}
