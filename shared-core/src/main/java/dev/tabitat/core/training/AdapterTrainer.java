package dev.tabitat.core.training;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.adapter.Intervention;
import dev.tabitat.core.adapter.Lora;
import dev.tabitat.core.adapter.LoraConfig;
import dev.tabitat.core.adapter.LowRankDelta;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.adapter.SparseDelta;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.specialist.LinearHead;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learns an adapter in an encoder's upper layers together with the head above it, from the hidden states that the
 * layers below give once and for all. Cross-entropy with weighted classes, AdamW with warm-up and linear decay; the
 * pass that was best on <em>select</em> is kept.
 *
 * <ul>
 * <li>LoRA (Hu and others 2021): queries and values, alpha twice the rank;
 * <li>a change of low rank: the two layers that write into the hidden state;
 * <li>a sparse change: those weights of queries and values whose gradient is largest over the first batches, after
 * Sung, Nair and Raffel ("Training neural networks with fixed sparse masks", 2021);
 * <li>an intervention: a vector added to the hidden state after each layer.
 * </ul>
 */
public final class AdapterTrainer {

    private static final int MAX_EPOCHS = 8;
    private static final int PATIENCE = 2;
    private static final int BATCH = 16;
    private static final int MASK_BATCHES = 8;
    private static final double DENSITY = 0.005;
    /** What the states of all examples may take. */
    private static final long MAX_STATES = 512L << 20;

    private final List<String> labels;
    private final BertConfig config;
    private final Modules modules;
    private final Map<String, Tensor> tensors;
    private final Settings settings;
    private final MatrixProducts products;

    /**
     * How it is trained.
     *
     * @param layers how many of the last layers
     * @param rank of the kinds that have one: 4, 8, 12, ...
     */
    public record Settings(AdapterType kind, long seed, int layers, int rank, double rate, double headRate) {

        public Settings {
            if (rank < 4 || rank > 64 || rank % 4 != 0 || layers < 1 || !(rate > 0 && rate < 1)
                    || !(headRate > 0 && headRate < 1)) {
                throw new InvalidInput("These settings of training are out of range.",
                        Finding.at("settings")
                                .expected("a rank of 4, 8 to 64, at least one layer, rates between 0 and 1")
                                .found("rank " + rank + ", " + layers + " layers, rates " + rate + " and " + headRate));
            }
        }

        public static Settings of(AdapterType kind, long seed) {
            double rate = kind == AdapterType.REPRESENTATION_INTERVENTION ? 0.01
                    : kind == AdapterType.SPARSE_DELTA ? 0.002 : 0.001;
            return new Settings(kind, seed, 2, 8, rate, 0.002);
        }
    }

    /**
     * Examples as the lower layers see them.
     *
     * @param states {@code [tokens, hidden]} of each
     */
    public record Part(List<float[]> states, List<String> answers) {
    }

    /**
     * What came of it.
     *
     * @param passes until the best; 0 when nothing was better than the head alone, and the adapter then changes nothing
     * @param losses on <em>select</em>, before the first pass and after each
     */
    public record Trained(Adapter adapter, LinearHead head, int passes, List<Double> losses) {
    }

    /** Keeps the state of training after each epoch, so that it can be resumed. */
    @FunctionalInterface
    public interface CheckpointListener {

        CheckpointListener NONE = state -> {};

        void keep(byte[] state);
    }

    /**
     * @param labels of the head
     * @param tensors of the encoder
     * @throws InvalidInput when the encoder has fewer layers than are to be trained
     */
    public AdapterTrainer(List<String> labels, BertConfig config, Map<String, Tensor> tensors, Settings settings,
            MatrixProducts products) {
        if (settings.layers() > config.layers()) {
            throw new InvalidInput("The encoder has fewer layers.",
                    Finding.at("settings, layers").expected("1 to " + config.layers()).found(settings.layers()));
        }
        this.labels = List.copyOf(labels);
        this.config = config;
        this.modules = Modules.of(config);
        this.tensors = tensors;
        this.settings = settings;
        this.products = products;
    }

    /** The lowest layer that is trained, from 0; its input is what {@link Part} holds. */
    public static int firstLayer(BertConfig config, Settings settings) {
        return config.layers() - settings.layers();
    }

    /** @throws OutOfBudget when the states of so many tokens would take too much memory */
    public static void requireRoom(BertConfig config, long tokens) {
        if (4 * tokens * config.hidden() > MAX_STATES) {
            throw new OutOfBudget("There is too much text to train on in one tab.",
                    Finding.at("training").expected("at most " + MAX_STATES / 4 / config.hidden() + " tokens")
                            .found(tokens + " tokens").remedy("Use fewer or shorter examples, or train a head alone."));
        }
    }

    /** Everything that moves. */
    private final class Run {

        private final List<Trainable> trainables;
        private final UpperLayers layers;
        private final List<AdamW> optimizers = new ArrayList<>();
        private final double[] head;
        private final AdamW headOptimizer;
        private final List<double[]> best = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();
        private double[] bestHead;
        private int bestPass;
        private int pass;

        Run(List<Trainable> trainables, LinearHead start) {
            this.trainables = trainables;
            layers = new UpperLayers(config, tensors, firstLayer(config, settings), trainables, products);
            for (Trainable trainable : trainables) {
                optimizers.add(new AdamW(trainable.values().length, settings.rate(), 0.01));
                best.add(trainable.values().clone());
            }
            head = new double[labels.size() * (config.hidden() + 1)];
            for (int label = 0; label < labels.size(); label++) {
                for (int i = 0; i < config.hidden(); i++) {
                    head[label * (config.hidden() + 1) + i] = start.weights()[label * config.hidden() + i];
                }
                head[label * (config.hidden() + 1) + config.hidden()] = start.bias()[label];
            }
            headOptimizer = new AdamW(head.length, settings.headRate(), 0.01);
            bestHead = head.clone();
        }

        void remember() {
            for (int i = 0; i < trainables.size(); i++) {
                best.set(i, trainables.get(i).values().clone());
            }
            bestHead = head.clone();
            bestPass = pass;
        }

        byte[] save() {
            DoubleList list = new DoubleList();
            list.add(pass);
            list.add(bestPass);
            list.add(losses.size());
            losses.forEach(list::add);
            for (int i = 0; i < trainables.size(); i++) {
                list.addAll(trainables.get(i).values());
                list.addAll(best.get(i));
                optimizers.get(i).save(list);
            }
            list.addAll(head);
            list.addAll(bestHead);
            headOptimizer.save(list);
            return list.bytes();
        }

        void restore(byte[] state) {
            DoubleList.Reader reader = new DoubleList.Reader(state);
            pass = (int) reader.next();
            bestPass = (int) reader.next();
            int count = (int) reader.next();
            for (int i = 0; i < count; i++) {
                losses.add(reader.next());
            }
            for (int i = 0; i < trainables.size(); i++) {
                reader.fill(trainables.get(i).values());
                reader.fill(best.get(i));
                optimizers.get(i).restore(reader);
            }
            reader.fill(head);
            reader.fill(bestHead);
            headOptimizer.restore(reader);
            reader.end();
        }
    }

    /**
     * @param start the head that the layers as they are do best with
     * @param resume what a keeper kept of the same training; empty to begin
     * @throws dev.tabitat.core.error.DamagedData when the loss stops being a number
     */
    public Trained train(Part train, Part select, LinearHead start, Optional<byte[]> resume, CheckpointListener keeper,
            ProgressListener watch) {
        TrainingSet batches = TrainingSet.of(labels, train.answers());
        TrainingSet judged = TrainingSet.of(labels, select.answers());
        double[] classWeights = batches.weights(true);
        SplitMix64 random = new SplitMix64(settings.seed());
        Run run = new Run(trainables(train, batches, classWeights, start, random), start);
        resume.ifPresent(run::restore);
        long steps = (long) (train.answers().size() + BATCH - 1) / BATCH;
        long total = steps * MAX_EPOCHS;
        if (run.losses.isEmpty()) {
            run.losses.add(loss(run, select, judged));
        }
        // The order of a pass depends on its number: one that goes on draws the same.
        while (run.pass < MAX_EPOCHS && run.pass - run.bestPass < PATIENCE) {
            int[] order = new SplitMix64(settings.seed() * 31 + run.pass).permutation(batches.classes().length);
            for (int from = 0; from < order.length; from += BATCH) {
                int[] some = java.util.Arrays.copyOf(tail(order, from), Math.min(BATCH, order.length - from));
                gradients(run.layers, run.trainables, run.head, train, batches, classWeights, some);
                long step = run.pass * steps + from / BATCH;
                double scale = Math.min(1, (step + 1) / (0.1 * total)) * (1 - (double) step / (total + 1));
                for (int i = 0; i < run.trainables.size(); i++) {
                    run.optimizers.get(i).step(run.trainables.get(i).values(), run.trainables.get(i).gradient(), scale);
                }
                run.headOptimizer.step(run.head, headGradient, scale);
                watch.step("train", step + 1, total);
            }
            run.pass++;
            double loss = loss(run, select, judged);
            HeadTrainer.requireNumber(loss, run.pass);
            double least = run.losses.get(run.bestPass);
            run.losses.add(loss);
            if (loss < least - 1e-4) {
                run.remember();
            }
            keeper.keep(run.save());
        }
        watch.step("train", total, total);
        for (int i = 0; i < run.trainables.size(); i++) {
            System.arraycopy(run.best.get(i), 0, run.trainables.get(i).values(), 0, run.best.get(i).length);
        }
        return new Trained(adapter(run.trainables), head(run.bestHead), run.bestPass, List.copyOf(run.losses));
    }

    private double[] headGradient = new double[0];

    private static int[] tail(int[] order, int from) {
        int[] tail = new int[order.length - from];
        System.arraycopy(order, from, tail, 0, tail.length);
        return tail;
    }

    private List<Trainable> trainables(Part train, TrainingSet batches, double[] classWeights, LinearHead start,
            SplitMix64 random) {
        List<Trainable> all = new ArrayList<>();
        for (int layer = firstLayer(config, settings); layer < config.layers(); layer++) {
            String name = "encoder.layer." + layer + ".";
            switch (settings.kind()) {
                case LORA -> {
                    all.add(lowRank(name + "attention.self.query", random));
                    all.add(lowRank(name + "attention.self.value", random));
                }
                case LOW_RANK_DELTA -> {
                    all.add(lowRank(name + "attention.output.dense", random));
                    all.add(lowRank(name + "output.dense", random));
                }
                case SPARSE_DELTA -> {
                    all.add(whole(name + "attention.self.query"));
                    all.add(whole(name + "attention.self.value"));
                }
                case REPRESENTATION_INTERVENTION ->
                    all.add(new Trainable.Shift(layer, new double[config.hidden()], new double[config.hidden()]));
            }
        }
        return settings.kind() == AdapterType.SPARSE_DELTA ? masked(all, train, batches, classWeights, start)
                : all;
    }

    /** Down as PEFT begins it, uniform in ±1/√in; up zero, so that training starts from the base. */
    private Trainable lowRank(String module, SplitMix64 random) {
        Trainable.LowRank change = Trainable.LowRank.of(modules.linear(module), settings.rank(), 2);
        double bound = 1 / Math.sqrt(change.module().in());
        for (int i = 0; i < settings.rank() * change.module().in(); i++) {
            change.values()[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return change;
    }

    private Trainable whole(String module) {
        Modules.Linear linear = modules.linear(module);
        int[] places = new int[linear.out() * linear.in()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i;
        }
        return new Trainable.Sparse(linear, places, new double[places.length], new double[places.length]);
    }

    /**
     * Of each module those places whose gradients over the first batches are largest; the lower place of two that are
     * equal.
     */
    private List<Trainable> masked(List<Trainable> whole, Part train, TrainingSet batches, double[] classWeights,
            LinearHead start) {
        Run probe = new Run(whole, start);
        List<double[]> sums = new ArrayList<>();
        whole.forEach(one -> sums.add(new double[one.values().length]));
        int count = Math.min(batches.classes().length, MASK_BATCHES * BATCH);
        for (int from = 0; from < count; from += BATCH) {
            int[] some = new int[Math.min(BATCH, count - from)];
            for (int i = 0; i < some.length; i++) {
                some[i] = from + i;
            }
            gradients(probe.layers, whole, probe.head, train, batches, classWeights, some);
            for (int t = 0; t < sums.size(); t++) {
                for (int i = 0; i < sums.get(t).length; i++) {
                    sums.get(t)[i] += whole.get(t).gradient()[i] * whole.get(t).gradient()[i];
                }
            }
        }
        List<Trainable> masked = new ArrayList<>();
        for (int t = 0; t < whole.size(); t++) {
            Trainable.Sparse all = (Trainable.Sparse) whole.get(t);
            int[] places = largest(sums.get(t), (int) Math.ceil(DENSITY * all.places().length));
            masked.add(
                    new Trainable.Sparse(all.module(), places, new double[places.length], new double[places.length]));
        }
        return masked;
    }

    private static int[] largest(double[] values, int count) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        double least = sorted[sorted.length - count];
        int above = 0;
        for (double value : values) {
            above += value > least ? 1 : 0;
        }
        int[] places = new int[count];
        int equal = count - above;
        int at = 0;
        for (int i = 0; i < values.length && at < count; i++) {
            if (values[i] > least || values[i] == least && equal-- > 0) {
                places[at++] = i;
            }
        }
        return places;
    }

    /** Sets the gradients of everything for some examples. */
    private void gradients(UpperLayers layers, List<Trainable> trainables, double[] head, Part part,
            TrainingSet batches,
            double[] classWeights, int... some) {
        trainables.forEach(one -> java.util.Arrays.fill(one.gradient(), 0));
        headGradient = new double[head.length];
        int width = config.hidden();
        int[] ends = ends(part, some);
        UpperLayers.Trace trace = layers.forward(joined(part, some, ends), ends);
        float[] gradient = new float[some.length * width];
        for (int s = 0; s < some.length; s++) {
            int right = batches.classes()[some[s]];
            double[] p = probabilities(head, trace.embeddings(), s * width);
            double factor = classWeights[right] / some.length;
            for (int label = 0; label < p.length; label++) {
                double error = (p[label] - (label == right ? 1 : 0)) * factor;
                int at = label * (width + 1);
                for (int i = 0; i < width; i++) {
                    headGradient[at + i] += error * trace.embeddings()[s * width + i];
                    gradient[s * width + i] += (float) (error * head[at + i]);
                }
                headGradient[at + width] += error;
            }
        }
        layers.backward(trace, gradient);
    }

    private int[] ends(Part part, int... some) {
        int[] ends = new int[some.length + 1];
        for (int s = 0; s < some.length; s++) {
            ends[s + 1] = ends[s] + part.states().get(some[s]).length / config.hidden();
        }
        return ends;
    }

    private float[] joined(Part part, int[] some, int... ends) {
        float[] states = new float[ends[some.length] * config.hidden()];
        for (int s = 0; s < some.length; s++) {
            float[] one = part.states().get(some[s]);
            System.arraycopy(one, 0, states, ends[s] * config.hidden(), one.length);
        }
        return states;
    }

    private double[] probabilities(double[] head, float[] embeddings, int from) {
        int width = config.hidden();
        double[] logits = new double[labels.size()];
        for (int label = 0; label < logits.length; label++) {
            int at = label * (width + 1);
            double sum = head[at + width];
            for (int i = 0; i < width; i++) {
                sum += head[at + i] * embeddings[from + i];
            }
            logits[label] = sum;
        }
        DeterministicMath.softmax(logits);
        return logits;
    }

    private double loss(Run run, Part part, TrainingSet batches) {
        double[] weights = batches.weights(true);
        double sum = 0;
        double all = 0;
        for (int from = 0; from < batches.classes().length; from += BATCH) {
            int[] some = new int[Math.min(BATCH, batches.classes().length - from)];
            for (int i = 0; i < some.length; i++) {
                some[i] = from + i;
            }
            int[] ends = ends(part, some);
            float[] embeddings = run.layers.forward(joined(part, some, ends), ends).embeddings();
            for (int s = 0; s < some.length; s++) {
                int right = batches.classes()[some[s]];
                sum -= weights[right] * DeterministicMath
                        .log(Math.max(1e-300, probabilities(run.head, embeddings, s * config.hidden())[right]));
                all += weights[right];
            }
        }
        return all == 0 ? 0 : sum / all;
    }

    private LinearHead head(double... values) {
        int width = config.hidden();
        float[] weights = new float[labels.size() * width];
        float[] bias = new float[labels.size()];
        for (int label = 0; label < bias.length; label++) {
            for (int i = 0; i < width; i++) {
                weights[label * width + i] = (float) values[label * (width + 1) + i];
            }
            bias[label] = (float) values[label * (width + 1) + width];
        }
        return new LinearHead(labels, width, weights, bias, 1);
    }

    private Adapter adapter(List<Trainable> trainables) {
        return switch (settings.kind()) {
            case LORA -> {
                Map<String, Lora.Pair> pairs = new LinkedHashMap<>();
                for (Trainable one : trainables) {
                    Trainable.LowRank change = (Trainable.LowRank) one;
                    pairs.put(change.module().name(), new Lora.Pair(down(change), up(change)));
                }
                // By their whole names: the same modules of the layers below stay as they are.
                yield new Lora(LoraConfig.of(settings.rank(), 2.0 * settings.rank(), new ArrayList<>(pairs.keySet())),
                        pairs);
            }
            case LOW_RANK_DELTA -> {
                Map<String, LowRankDelta.Factors> factors = new LinkedHashMap<>();
                for (Trainable one : trainables) {
                    Trainable.LowRank change = (Trainable.LowRank) one;
                    factors.put(change.module().name(), new LowRankDelta.Factors(down(change), up(change)));
                }
                yield new LowRankDelta(2, factors);
            }
            case SPARSE_DELTA -> {
                Map<String, SparseDelta.Rows> rows = new LinkedHashMap<>();
                for (Trainable one : trainables) {
                    Trainable.Sparse change = (Trainable.Sparse) one;
                    rows.put(change.module().name(), rows(change));
                }
                yield new SparseDelta(1, rows);
            }
            case REPRESENTATION_INTERVENTION -> {
                Map<Integer, Tensor> vectors = new LinkedHashMap<>();
                for (Trainable one : trainables) {
                    Trainable.Shift change = (Trainable.Shift) one;
                    vectors.put(change.layer(), Tensor.ofFloats(Shape.of(config.hidden()),
                            Trainable.floats(change.values(), 0, config.hidden())));
                }
                yield new Intervention(1, vectors);
            }
        };
    }

    private static Tensor down(Trainable.LowRank change) {
        return Tensor.ofFloats(Shape.of(change.rank(), change.module().in()), change.down());
    }

    private static Tensor up(Trainable.LowRank change) {
        return Tensor.ofFloats(Shape.of(change.module().out(), change.rank()), change.up());
    }

    private static SparseDelta.Rows rows(Trainable.Sparse change) {
        int[] ends = new int[change.module().out() + 1];
        int[] columns = new int[change.places().length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = change.places()[i] % change.module().in();
            ends[change.places()[i] / change.module().in() + 1]++;
        }
        for (int o = 1; o < ends.length; o++) {
            ends[o] += ends[o - 1];
        }
        return new SparseDelta.Rows(Tensor.ofInts(Shape.of(ends.length), ends),
                Tensor.ofInts(Shape.of(columns.length), columns),
                Tensor.ofFloats(Shape.of(columns.length), Trainable.floats(change.values(), 0, columns.length)));
    }
}
