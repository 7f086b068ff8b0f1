package dev.tabitat.core.training;

import dev.tabitat.core.adapter.AdaptedModel;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.specialist.LinearHead;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gradients are those of the loss, training repeats itself to the bit and goes on where it stopped, and what it learns,
 * the runtime runs.
 */
public final class TrainingContract {

    private static final long SEED = 20_261_123L;
    private static final int HIDDEN = 16;
    private static final BertConfig CONFIG = new BertConfig(HIDDEN, 3, 2, 24, 30, 16, 1e-6, Op.Pooling.MEAN, true, 16);
    private static final List<String> LABELS = List.of("a", "b", "c");

    private TrainingContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("training: the forward pass is the encoder's", TrainingContract::forwardIsTheEncoders),
                Contract.of("training: gradients of every kind agree with differences of the loss",
                        TrainingContract::gradients),
                Contract.of("training: a head learns what can be told apart", TrainingContract::headLearns),
                Contract.of("training: adapters of every kind repeat to the bit, resume, and run",
                        TrainingContract::adapters),
                Contract.of("training: what cannot be learnt from is refused", TrainingContract::refusals));
    }

    private static Map<String, Tensor> tensors(SplitMix64 random) {
        Map<String, Tensor> tensors = new TreeMap<>();
        matrix(tensors, random, "embeddings.word_embeddings.weight", CONFIG.vocabulary(), HIDDEN, 1);
        matrix(tensors, random, "embeddings.position_embeddings.weight", CONFIG.positions(), HIDDEN, 0.2);
        matrix(tensors, random, "embeddings.token_type_embeddings.weight", 2, HIDDEN, 0.2);
        norm(tensors, random, "embeddings.LayerNorm");
        for (int layer = 0; layer < CONFIG.layers(); layer++) {
            String name = "encoder.layer." + layer + ".";
            for (Modules.Linear linear : Modules.of(CONFIG).linears()) {
                if (linear.name().startsWith(name)) {
                    matrix(tensors, random, linear.name() + ".weight", linear.out(), linear.in(), 0.3);
                    vector(tensors, random, linear.name() + ".bias", linear.out(), 0.1, 0);
                }
            }
            norm(tensors, random, name + "attention.output.LayerNorm");
            norm(tensors, random, name + "output.LayerNorm");
        }
        return tensors;
    }

    private static void norm(Map<String, Tensor> tensors, SplitMix64 random, String name) {
        vector(tensors, random, name + ".weight", HIDDEN, 0.1, 1);
        vector(tensors, random, name + ".bias", HIDDEN, 0.1, 0);
    }

    private static void vector(Map<String, Tensor> tensors, SplitMix64 random, String name, int count, double scale,
            double middle) {
        tensors.put(name, Tensor.ofFloats(Shape.of(count), floats(random, count, scale, middle)));
    }

    private static void matrix(Map<String, Tensor> tensors, SplitMix64 random, String name, int rows, int columns,
            double scale) {
        tensors.put(name, Tensor.ofFloats(Shape.of(rows, columns), floats(random, rows * columns, scale, 0)));
    }

    private static float[] floats(SplitMix64 random, int count, double scale, double middle) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (middle + scale * random.nextGaussian());
        }
        return values;
    }

    /** Hidden states of some lengths. */
    private static List<float[]> states(SplitMix64 random, int... lengths) {
        List<float[]> states = new ArrayList<>();
        for (int length : lengths) {
            states.add(floats(random, length * HIDDEN, 1, 0));
        }
        return states;
    }

    private static float[] joined(List<float[]> states, int... ends) {
        float[] all = new float[ends[ends.length - 1] * HIDDEN];
        for (int s = 0; s < states.size(); s++) {
            System.arraycopy(states.get(s), 0, all, ends[s] * HIDDEN, states.get(s).length);
        }
        return all;
    }

    private static void forwardIsTheEncoders(Check check) {
        SplitMix64 random = new SplitMix64(SEED);
        Map<String, Tensor> tensors = tensors(random);
        BertEncoder encoder = BertEncoder.of(CONFIG, new Safetensors(tensors, Map.of()));
        int[] ids = {3, 9, 14, 1, 7, 29, 2};
        Map<String, Tensor> inputs = EncoderRunner.inputs(ids, new int[]{0, 1, 2, 3, 0, 1, 2}, new int[]{0, 4, 7});
        String node = Modules.hiddenState(0);
        List<Node> lower = new ArrayList<>();
        for (Node one : encoder.graph().nodes()) {
            lower.add(one);
            if (one.name().equals(node)) {
                break;
            }
        }
        try (Session whole = new ExactBackend().open(encoder.graph(), encoder.weights());
                Session below = whole.derive(new Graph(lower, List.of(node)), Map.of())) {
            float[] hidden = below.run(inputs).get(node).toFloats();
            float[] expected = whole.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats();
            float[] found = new UpperLayers(CONFIG, tensors, 1, List.of(), MatrixProducts.PLAIN)
                    .forward(hidden, 0, 4, 7)
                    .embeddings();
            for (int i = 0; i < expected.length; i++) {
                check.near("number " + i, expected[i], found[i], 2e-5);
            }
        }
    }

    /** A loss that every number of the embeddings takes part in. */
    private static double loss(UpperLayers layers, float[] hidden, float[] weights, int... ends) {
        float[] embeddings = layers.forward(hidden, ends).embeddings();
        double loss = 0;
        for (int i = 0; i < embeddings.length; i++) {
            loss += (double) weights[i] * embeddings[i];
        }
        return loss;
    }

    private static void gradients(Check check) {
        SplitMix64 random = new SplitMix64(SEED + 1);
        Map<String, Tensor> tensors = tensors(random);
        Modules modules = Modules.of(CONFIG);
        List<Trainable> trainables = new ArrayList<>();
        for (int layer = 1; layer < 3; layer++) {
            for (String part : List.of("attention.self.query", "attention.self.key", "attention.self.value",
                    "attention.output.dense", "intermediate.dense", "output.dense")) {
                Modules.Linear module = modules.linear("encoder.layer." + layer + "." + part);
                Trainable.LowRank lowRank = Trainable.LowRank.of(module, 4, 0.5);
                fill(random, lowRank.values(), 0.2);
                trainables.add(lowRank);
                int[] places = {0, 5, module.in() + 3, module.out() * module.in() - 1};
                Trainable.Sparse sparse = new Trainable.Sparse(module, places, new double[4], new double[4]);
                fill(random, sparse.values(), 0.1);
                trainables.add(sparse);
            }
            Trainable.Shift shift = new Trainable.Shift(layer, new double[HIDDEN], new double[HIDDEN]);
            fill(random, shift.values(), 0.1);
            trainables.add(shift);
        }
        int[] ends = {0, 5, 6, 13};
        float[] hidden = joined(states(random, 5, 1, 7), ends);
        float[] weights = floats(random, 3 * HIDDEN, 1, 0);
        UpperLayers layers = new UpperLayers(CONFIG, tensors, 1, trainables, MatrixProducts.PLAIN);
        layers.backward(layers.forward(hidden, ends), weights);
        for (Trainable trainable : trainables) {
            for (int i = 0; i < trainable.values().length; i += Math.max(1, trainable.values().length / 7)) {
                double kept = trainable.values()[i];
                double step = 0.01;
                trainable.values()[i] = kept + step;
                double above = loss(layers, hidden, weights, ends);
                trainable.values()[i] = kept - step;
                double below = loss(layers, hidden, weights, ends);
                trainable.values()[i] = kept;
                double difference = (above - below) / (2 * step);
                check.near(trainable.getClass().getSimpleName() + " " + i + ", seed " + (SEED + 1), difference,
                        trainable.gradient()[i], 2e-3 + 0.02 * Math.abs(difference));
            }
        }
    }

    private static void fill(SplitMix64 random, double[] values, double scale) {
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * random.nextGaussian();
        }
    }

    /** Points around three corners. */
    private static HeadTrainer.Part corners(SplitMix64 random, int count) {
        float[] values = new float[count * HIDDEN];
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % LABELS.size();
            answers.add(LABELS.get(label));
            for (int d = 0; d < HIDDEN; d++) {
                values[i * HIDDEN + d] = (float) (0.4 * random.nextGaussian() + (d == label ? 1.5 : 0));
            }
        }
        return new HeadTrainer.Part(values, HIDDEN, answers);
    }

    private static void headLearns(Check check) {
        HeadTrainer.Part train = corners(new SplitMix64(SEED), 90);
        HeadTrainer.Part select = corners(new SplitMix64(SEED + 2), 60);
        LinearHead head = HeadTrainer.train(LABELS, train, select, HeadTrainer.Settings.of(3), ProgressListener.NONE);
        int right = 0;
        for (int i = 0; i < 60; i++) {
            double[] p = head.probabilities(select.values(), i * HIDDEN);
            double sum = 0;
            int best = 0;
            for (int label = 0; label < p.length; label++) {
                sum += p[label];
                best = p[label] > p[best] ? label : best;
            }
            check.near("probabilities sum to 1", 1, sum, 1e-12);
            right += LABELS.get(best).equals(select.answers().get(i)) ? 1 : 0;
        }
        check.isTrue("it tells them apart: " + right + " of 60", right >= 54);
        LinearHead again = HeadTrainer.train(LABELS, train, select, HeadTrainer.Settings.of(3), ProgressListener.NONE);
        check.isTrue("the same seed gives the same head", java.util.Arrays.equals(head.weights(), again.weights()));
        LinearHead other = HeadTrainer.train(LABELS, train, select, HeadTrainer.Settings.of(4), ProgressListener.NONE);
        check.isTrue("another seed gives another", !java.util.Arrays.equals(head.weights(), other.weights()));
    }

    private static void adapters(Check check) {
        SplitMix64 random = new SplitMix64(SEED + 3);
        Map<String, Tensor> tensors = tensors(random);
        BertEncoder encoder = BertEncoder.of(CONFIG, new Safetensors(tensors, Map.of()));
        AdapterTrainer.Part train = part(random, 36);
        AdapterTrainer.Part select = part(random, 18);
        float[] zero = new float[LABELS.size() * HIDDEN];
        LinearHead start = new LinearHead(LABELS, HIDDEN, floats(random, zero.length, 0.3, 0), new float[LABELS.size()],
                1);
        for (AdapterType kind : AdapterType.values()) {
            AdapterTrainer trainer = new AdapterTrainer(LABELS, CONFIG, tensors,
                    new AdapterTrainer.Settings(kind, 5, 2, 4, 0.02, 0.02), MatrixProducts.PLAIN);
            List<byte[]> kept = new ArrayList<>();
            AdapterTrainer.Trained trained = trainer.train(train, select, start, Optional.empty(), kept::add,
                    ProgressListener.NONE);
            check.isTrue(kind + " lowers the loss: " + trained.losses(), trained.passes() > 0);
            AdapterTrainer.Trained resumed = trainer.train(train, select, start, Optional.of(kept.get(0)),
                    AdapterTrainer.CheckpointListener.NONE, ProgressListener.NONE);
            check.equal(kind + " goes on where it stopped", trained.losses(), resumed.losses());
            check.equal(kind + ": the same head", Digest.of(bytes(trained.head())), Digest.of(bytes(resumed.head())));
            check.equal(kind + ": the same adapter",
                    Digest.of(dev.tabitat.core.adapter.AdapterFiles.weights(trained.adapter())),
                    Digest.of(dev.tabitat.core.adapter.AdapterFiles.weights(resumed.adapter())));
            AdaptedModel adapted = AdaptedModel.of(encoder.graph(), Modules.of(CONFIG),
                    AdapterStack.of(new AdapterStack.Entry("t", Digest.of(new byte[0]), trained.adapter(), 1)));
            Map<String, Tensor> inputs = EncoderRunner.inputs(new int[]{1, 2, 3}, new int[]{0, 1, 2}, new int[]{0, 3});
            try (Session base = new ExactBackend().open(encoder.graph(), encoder.weights());
                    Session changed = base.derive(adapted.graph(), adapted.added())) {
                float[] before = base.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats();
                float[] after = changed.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats();
                check.isTrue(kind + " changes what comes out", !java.util.Arrays.equals(before, after));
            }
        }
    }

    private static byte[] bytes(LinearHead head) {
        return new Safetensors(head.tensors(), Map.of()).write();
    }

    /** Sequences whose label shows in one number of their first token. */
    private static AdapterTrainer.Part part(SplitMix64 random, int count) {
        List<float[]> states = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] one = floats(random, (2 + random.nextInt(4)) * HIDDEN, 0.5, 0);
            int label = i % LABELS.size();
            one[label] += 4;
            states.add(one);
            answers.add(LABELS.get(label));
        }
        return new AdapterTrainer.Part(states, answers);
    }

    private static void refusals(Check check) {
        check.fails("a rank that no vector takes whole", InvalidInput.class,
                () -> new AdapterTrainer.Settings(AdapterType.LORA, 1, 2, 6, 0.01, 0.01));
        check.fails("more layers than there are", InvalidInput.class,
                () -> new AdapterTrainer(LABELS, CONFIG, Map.of(),
                        new AdapterTrainer.Settings(AdapterType.LORA, 1, 4, 4, 0.01, 0.01), MatrixProducts.PLAIN));
        check.fails("more text than memory", OutOfBudget.class, () -> AdapterTrainer.requireRoom(CONFIG, 1L << 30));
        float[] values = new float[8 * HIDDEN];
        values[3] = Float.NaN;
        HeadTrainer.Part broken = new HeadTrainer.Part(values, HIDDEN, List.of("a", "b", "a", "b", "a", "b", "a", "b"));
        check.fails("a loss that is no number", DamagedData.class, () -> HeadTrainer.train(List.of("a", "b"), broken,
                broken, HeadTrainer.Settings.of(1), ProgressListener.NONE));
        SplitMix64 random = new SplitMix64(SEED);
        AdapterTrainer trainer = new AdapterTrainer(LABELS, CONFIG, tensors(random),
                new AdapterTrainer.Settings(AdapterType.LORA, 5, 2, 4, 0.02, 0.02), MatrixProducts.PLAIN);
        AdapterTrainer.Part part = part(random, 18);
        LinearHead start = new LinearHead(LABELS, HIDDEN, new float[LABELS.size() * HIDDEN], new float[LABELS.size()],
                1);
        check.fails("a state that was cut", DamagedData.class, () -> trainer.train(part, part, start,
                Optional.of(new byte[20]), AdapterTrainer.CheckpointListener.NONE, ProgressListener.NONE));
    }
}
