package dev.tabitat.core.breeding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.model.CharNgramMaxent;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.training.ProgressListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The student learns what can be told apart by n-grams, gives what it is taught back as probabilities, and is the same
 * every time.
 */
final class NgramStudentTest {

    private static final List<String> LABELS = List.of("rain", "sun");
    private static final List<List<String>> WORDS = List.of(List.of("cloud", "storm", "wet", "umbrella", "grey"),
            List.of("bright", "warm", "beach", "heat", "clear"));

    private static List<Example> examples(long seed, int count) {
        SplitMix64 random = new SplitMix64(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 4; word++) {
                text.append(WORDS.get(i % 2).get(random.nextInt(5))).append(' ');
            }
            examples.add(new Example(text.toString(), LABELS.get(i % 2)));
        }
        return examples;
    }

    private static List<double[]> targets(List<Example> examples, double sure) {
        List<double[]> targets = new ArrayList<>();
        examples.forEach(example -> targets
                .add(example.label().equals("rain") ? new double[]{sure, 1 - sure} : new double[]{1 - sure, sure}));
        return targets;
    }

    private static Map<String, byte[]> train(double sure, long seed) {
        List<Example> examples = examples(1, 60);
        return NgramStudent.train(LABELS, examples, targets(examples, sure), seed, ProgressListener.NONE);
    }

    private static double mean(Map<String, byte[]> files) {
        TextClassifier model = Models.classifier(BreedingSamples.pack("student:1", CharNgramMaxent.ID, files));
        assertEquals(LABELS, model.labels());
        double sum = 0;
        List<Example> unseen = examples(2, 40);
        try (Session session = new ReferenceBackend().open(model.graph(), model.weights())) {
            for (Example example : unseen) {
                float[] scores = session.run(model.features(example.text())).get(TextClassifier.SCORES).toFloats();
                assertEquals(1, scores[0] + scores[1], 1e-5);
                sum += scores[LABELS.indexOf(example.label())];
            }
        }
        return sum / unseen.size();
    }

    @Test
    void whatCanBeToldApartIsLearnt() {
        assertTrue(mean(train(1, 7)) > 0.9,
                "how sure it is of the right answers to texts that it has not seen: " + mean(train(1, 7)));
    }

    @Test
    void theTeachersDoubtIsLearntToo() {
        assertEquals(0.7, mean(train(0.7, 7)), 0.05);
        assertEquals(0.5, mean(train(0.5, 7)), 0.05);
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        long seed = (1L << 53) + 1;
        Map<String, byte[]> files = train(1, seed);
        Map<String, byte[]> again = train(1, seed);
        assertEquals(files.keySet(), again.keySet());
        files.forEach((path, bytes) -> assertArrayEquals(bytes, again.get(path), path));
        assertFalse(Arrays.equals(files.get(ModelPackage.WEIGHTS), train(1, 1L << 53).get(ModelPackage.WEIGHTS)),
                "2^53 is another seed");
    }

    @Test
    void textsWithNothingInCommonLeaveTheFrequencies() {
        List<Example> examples = List.of(new Example("ab", "rain"), new Example("cd", "rain"),
                new Example("ef", "rain"), new Example("gh", "sun"));
        TextClassifier model = Models.classifier(BreedingSamples.pack("student:1", CharNgramMaxent.ID,
                NgramStudent.train(LABELS, examples, targets(examples, 1), 7, ProgressListener.NONE)));
        try (Session session = new ReferenceBackend().open(model.graph(), model.weights())) {
            assertTrue(session.run(model.features("xy")).get(TextClassifier.SCORES).toFloats()[0] > 0.5f);
        }
    }

    @Test
    void itCanBeStopped() {
        List<Example> examples = examples(1, 60);
        List<Long> steps = new ArrayList<>();
        assertThrows(Cancelled.class,
                () -> NgramStudent.train(LABELS, examples, targets(examples, 1), 7, (phase, done, total) -> {
                    steps.add(done);
                    if (done == 3) {
                        throw new Cancelled("Stopped.", Finding.NONE);
                    }
                }));
        assertEquals(List.of(1L, 2L, 3L), steps);
    }

    @Test
    void targetsThatDoNotBelongToTheExamplesAreRefused() {
        List<Example> examples = examples(1, 6);
        List<double[]> targets = targets(examples, 1);
        assertThrows(InvalidInput.class,
                () -> NgramStudent.train(LABELS, examples, targets.subList(0, 5), 7, ProgressListener.NONE));
        targets.set(2, new double[]{1, 0, 0});
        InvalidInput refused = assertThrows(InvalidInput.class,
                () -> NgramStudent.train(LABELS, examples, targets, 7, ProgressListener.NONE));
        assertEquals("3", refused.finding().found());
        assertThrows(InvalidInput.class,
                () -> NgramStudent.train(LABELS, List.of(), List.of(), 7, ProgressListener.NONE));
    }
}
