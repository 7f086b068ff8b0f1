package dev.tabitat.web.protocol.params;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/**
 * Parameters of the methods of the lab. Examples are a text of rows, a list, the name or digest of a set that is here,
 * or bytes beside the call.
 */
public final class LabParams {

    private static final List<String> KINDS = List.of("head", "lora", "sparse_delta", "low_rank_delta",
            "representation_intervention");
    private static final long SEED = 7;

    private LabParams() {}

    /**
     * Examples as a call gives them.
     *
     * @param field that has them, for errors
     */
    public record Given(String field, Optional<Json> rows, Optional<String> textColumn, Optional<String> labelColumn) {}

    /** Examples to look at. */
    public record Examples(Optional<Json> examples, Optional<String> textColumn, Optional<String> labelColumn) {

        public static final Fields FIELDS = new Fields(Field.optional("examples", Kinds.any()),
                Field.optional("text_column", Kinds.text()),
                Field.optional("label_column", Kinds.text()));

        public static Examples read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Examples(values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(examples, textColumn, labelColumn);
        }

        /** The examples and how to read them. */
        public Given given() {
            return new Given("examples", examples, textColumn, labelColumn);
        }
    }

    /** A specialist to teach. */
    public record Teach(String task, Optional<Json> examples, Optional<String> textColumn, Optional<String> labelColumn,
            Optional<PackageName> base, String kind, long seed, int rank) {

        public static final Fields FIELDS = new Fields(Field.required("task", Kinds.text()),
                Field.optional("examples", Kinds.any()),
                Field.optional("text_column", Kinds.text()),
                Field.optional("label_column", Kinds.text()),
                Field.optional("base", Kinds.packageName()),
                Field.of("kind", Kinds.oneOf(KINDS), "head"),
                Field.of("seed", Kinds.seed(), SEED),
                Field.of("rank", Kinds.count(64), 8));

        public static Teach read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Teach(values.next(), values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(task, examples, textColumn, labelColumn, base, kind, seed, rank);
        }

        /** The examples and how to read them. */
        public Given given() {
            return new Given("examples", examples, textColumn, labelColumn);
        }
    }

    /** What a run may use. */
    public record Budget(int candidates, int generations, double timeS, double memoryBytes) {

        public static final Fields FIELDS = new Fields(Field.of("candidates", Kinds.count(64), 10),
                Field.of("generations", Kinds.count(8), 2),
                Field.of("time_s", Kinds.number(), 600.0),
                Field.of("memory_bytes", Kinds.number(), 1e12));

        public static Budget read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Budget(values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(candidates, generations, timeS, memoryBytes);
        }
    }

    /** A run of the breeder; with {@code resume} the one that was broken off goes on, and nothing else counts. */
    public record Breed(boolean resume, Optional<String> task, Optional<Json> examples, Optional<String> textColumn,
            Optional<String> labelColumn, List<PackageName> parents, Optional<PackageName> base, long seed,
            Budget budget) {

        public static final Fields FIELDS = new Fields(Field.of("resume", Kinds.flag(), false),
                Field.optional("task", Kinds.text()),
                Field.optional("examples", Kinds.any()),
                Field.optional("text_column", Kinds.text()),
                Field.optional("label_column", Kinds.text()),
                Field.of("parents", Kinds.oneOrMore(Kinds.packageName()), List.of()),
                Field.optional("base", Kinds.packageName()),
                Field.of("seed", Kinds.seed(), SEED),
                Field.of("budget", Kinds.record(Budget::read, Budget::write), new Budget(10, 2, 600, 1e12)));

        public static Breed read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Breed(values.next(), values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(resume, task, examples, textColumn, labelColumn, parents, base, seed, budget);
        }

        /** The examples and how to read them. */
        public Given given() {
            return new Given("examples", examples, textColumn, labelColumn);
        }
    }

    /**
     * Examples to judge a model on. Of a set that is here {@code test} counts where no part is named, of others all.
     */
    public record Evaluate(PackageName model, Optional<Json> dataset, Optional<String> textColumn,
            Optional<String> labelColumn, Optional<String> part) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.optional("dataset", Kinds.any()),
                Field.optional("text_column", Kinds.text()),
                Field.optional("label_column", Kinds.text()),
                Field.optional("part", Kinds.oneOf(List.of("train", "select", "test", "all"))));

        public static Evaluate read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Evaluate(values.next(), values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, dataset, textColumn, labelColumn, part);
        }

        /** The examples and how to read them. */
        public Given given() {
            return new Given("dataset", dataset, textColumn, labelColumn);
        }
    }

    /** What a person decides about the last run. */
    public record Decide(String outcome, Optional<String> candidate, Optional<String> reason) {

        public static final Fields FIELDS = new Fields(
                Field.required("outcome", Kinds.oneOf(List.of("champion", "specialist", "challenger", "no_op"))),
                Field.optional("candidate", Kinds.text()),
                Field.optional("reason", Kinds.text()));

        public static Decide read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Decide(values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(outcome, candidate, reason);
        }
    }

    /** A task whose earlier champion counts again: the named one, or the one before. */
    public record Restore(String task, Optional<PackageName> model) {

        public static final Fields FIELDS = new Fields(Field.required("task", Kinds.text()),
                Field.optional("model", Kinds.packageName()));

        public static Restore read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Restore(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(task, model);
        }
    }

    /** What is made again: a package by its name, or the digest of its manifest. */
    public record Replay(String root) {

        public static final Fields FIELDS = new Fields(Field.required("root", Kinds.text()));

        public static Replay read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Replay(values.next());
        }

        public JsonObject write() {
            return FIELDS.write(root);
        }
    }

    /** Whether a person accepted an answer of a model. */
    public record Feedback(PackageName model, boolean correct) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("correct", Kinds.flag()));

        public static Feedback read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Feedback(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, correct);
        }
    }

}
