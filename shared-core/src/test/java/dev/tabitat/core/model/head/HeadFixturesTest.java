package dev.tabitat.core.model.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.encoder.Fixtures;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.model.head.TokenClassifier.Aggregation;
import dev.tabitat.core.model.head.TokenClassifier.Entity;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Heads make of logits what the pipelines of Transformers do, and cut pairs as its tokenizers do. */
final class HeadFixturesTest {

    private static final float BOUND = 1e-5f;
    private static final Labels NER = new Labels(List.of("O", "B-PER", "I-PER", "B-LOC", "I-LOC"));

    private final JsonObject cases = JsonReader.readObject(Fixtures.bytes("heads.json"), JsonLimits.DEFAULT);

    @Test
    void tokensBecomeEntitiesAsInThePipeline() {
        TokenClassifier classifier = new TokenClassifier(encoder(5), NER);
        int joined = 0;
        for (Json item : cases.array("entities").items()) {
            JsonObject one = (JsonObject) item;
            float[] logits = floats(one.array("logits"));
            int[] starts = ints(one.array("starts"));
            int[] ends = ints(one.array("ends"));
            for (Aggregation aggregation : Aggregation.values()) {
                List<Entity> found = classifier.entities(logits, 0, starts, ends, aggregation);
                List<Json> expected = one.array(aggregation.name()).items();
                assertEquals(expected.size(), found.size(), aggregation + " of " + one);
                for (int i = 0; i < found.size(); i++) {
                    JsonObject right = (JsonObject) expected.get(i);
                    assertEquals(right.string("label"), found.get(i).label());
                    assertEquals(right.number("score"), found.get(i).score(), BOUND);
                    assertEquals(right.integer("start"), found.get(i).start());
                    assertEquals(right.integer("end"), found.get(i).end());
                    joined += found.get(i).end() - found.get(i).start() > 3 ? 1 : 0;
                }
            }
        }
        assertTrue(joined > 3, "entities of several tokens among the cases");
    }

    @Test
    void tokensWithoutTextAndTheTextsBeforeAreLeftOut() {
        TokenClassifier classifier = new TokenClassifier(encoder(5), NER);
        float[] person = {0, 9, 0, 0, 0};
        float[] inside = {0, 0, 9, 0, 0};
        float[] logits = new float[25];
        System.arraycopy(person, 0, logits, 5, 5);
        System.arraycopy(person, 0, logits, 10, 5);
        System.arraycopy(inside, 0, logits, 15, 5);
        System.arraycopy(inside, 0, logits, 20, 5);
        List<Entity> found = classifier.entities(logits, 1, new int[]{0, 4, 9, 0}, new int[]{0, 8, 11, 0},
                Aggregation.SIMPLE);
        assertEquals(1, found.size());
        assertEquals(4, found.get(0).start());
        assertEquals(11, found.get(0).end());
    }

    @Test
    void hypothesesAreScoredAsInThePipeline() {
        for (Json item : cases.array("zeroShot").items()) {
            JsonObject one = (JsonObject) item;
            Labels labels = new Labels(one.array("names").strings());
            ZeroShot zeroShot = ZeroShot.of(labels, ZeroShot.TEMPLATE);
            float[] logits = floats(one.array("logits"));
            assertArrayEquals(floats(one.array("oneOf")), zeroShot.oneOf(logits, labels.count()), BOUND);
            assertArrayEquals(floats(one.array("anyOf")), zeroShot.anyOf(logits, labels.count()), BOUND);
            assertEquals(List.of("This example is sports."), zeroShot.hypotheses(List.of("sports")));
        }
    }

    @Test
    void pairsAreCutAsByTheTokenizers() {
        assertTrue(cases.array("pairs").items().size() > 20);
        for (Json item : cases.array("pairs").items()) {
            JsonObject one = (JsonObject) item;
            PairTemplate template = one.string("kind").equals("bert") ? PairTemplate.bert(1, 2)
                    : PairTemplate.roberta(1, 2);
            PairTemplate.Truncation truncation = switch (one.string("strategy")) {
                case "longest_first" -> PairTemplate.Truncation.LONGEST_FIRST;
                case "only_first" -> PairTemplate.Truncation.FIRST_ONLY;
                default -> PairTemplate.Truncation.SECOND_ONLY;
            };
            int[] first = ints(one.array("first"));
            int[] second = ints(one.array("second"));
            PairTemplate.Pair pair = template.encode(first, second, (int) one.integer("most"), truncation);
            assertArrayEquals(ints(one.array("ids")), pair.ids(), one.toString());
            if (one.string("kind").equals("bert")) {
                assertArrayEquals(ints(one.array("types")), pair.types(), one.toString());
            }
            assertEquals(second[0], pair.ids()[pair.secondAt()]);
            assertEquals(pair.firstTokens() + pair.secondTokens() < first.length + second.length, pair.truncated());
        }
    }

    /** An encoder whose output has this width. */
    private static Encoder encoder(int width) {
        Graph graph = new Graph(List.of(
                new Node("y", new Op.Input(DType.F32, Shape.of(Graph.ANY, width)), List.of())), List.of("y"));
        return new Encoder(new WeightLayout(graph, Map.of(), Map.of()), Map.of(), "y", 512, false);
    }

    private static float[] floats(JsonArray array) {
        float[] values = new float[array.items().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((JsonNumber) array.items().get(i)).doubleValue();
        }
        return values;
    }

    private static int[] ints(JsonArray array) {
        int[] values = new int[array.items().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) ((JsonNumber) array.items().get(i)).longValue();
        }
        return values;
    }
}
