package dev.tabitat.core.adapter;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A backend runs adapters and stacks of them over one base as the reference does, and the base as before. */
public final class AdapterBackendContract implements Contract {

    private static final BertConfig CONFIG = new BertConfig(48, 2, 4, 96, 30, 16, 1e-12, Op.Pooling.MEAN, true, 12);
    private static final int[][] TEXTS = {{1, 9, 9, 29, 0, 3, 4, 2}, {1, 7, 2}, {1, 20, 21, 22, 23, 2}};
    private static final double BOUND = 2e-5;

    /** In int8 a value between two steps falls on one or the other by its last bit. */
    private static final double MIN_COSINE = 0.9995;

    private final String title;
    private final Backend backend;

    public AdapterBackendContract(String title, Backend backend) {
        this.title = title;
        this.backend = backend;
    }

    @Override
    public String name() {
        return "backend " + backend.id() + ", " + title + ": encoders with adapters agree with the reference";
    }

    @Override
    public void run(Check check) {
        SelfTestReport test = AdapterSelfTest.run(backend);
        check.isTrue("the self-test before the first adapter: " + test, test.passed());
        Map<String, Tensor> floats = AdapterSamples.weights(CONFIG, 5);
        List<AdapterStack> stacks = new ArrayList<>();
        List<AdapterStack.Entry> all = new ArrayList<>();
        for (Adapter adapter : AdapterSamples.each(CONFIG, 17)) {
            AdapterStack.Entry entry = new AdapterStack.Entry(adapter.type().id(), Digest.of(new byte[1]), adapter,
                    0.75);
            stacks.add(AdapterStack.of(entry));
            all.add(entry);
        }
        stacks.add(new AdapterStack(all));
        swap(check, "in floats", BertContract.encoder(CONFIG, floats), stacks, true);
        swap(check, "in int8", BertContract.encoder(CONFIG, Quantizer.quantize(floats, Quantizer.Kind.INT8)), stacks,
                false);
    }

    /** Every stack after the other over one session of the base, each closed when the next is there. */
    private void swap(Check check, String kind, BertEncoder encoder, List<AdapterStack> stacks, boolean isExact) {
        Map<String, Tensor> inputs = BertContract.inputs(TEXTS);
        try (Session base = backend.open(encoder.graph(), encoder.weights())) {
            float[] before = base.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats();
            long held = base.memoryBytes();
            Session last = base.derive(encoder.graph(), Map.of());
            for (AdapterStack stack : stacks) {
                AdaptedModel adapted = AdaptedModel.of(encoder.graph(), Modules.of(CONFIG), stack);
                Session next = base.derive(adapted.graph(), adapted.added());
                last.close();
                last = next;
                float[] found = next.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats();
                float[] expected;
                try (Session reference = new ReferenceBackend().open(encoder.graph(), encoder.weights());
                        Session derived = reference.derive(adapted.graph(), adapted.added())) {
                    expected = derived.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats();
                }
                compare(check, kind + ", " + stack.entries().get(stack.entries().size() - 1).id(), expected, found,
                        isExact);
                check.isTrue("something changed", cosine(before, found, 0) < 0.9999);
            }
            last.close();
            float[] after = base.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats();
            for (int i = 0; i < after.length; i++) {
                check.isTrue(kind + ": the base is as it was", before[i] == after[i]);
            }
            check.equal(kind + ": what the base holds", held, base.memoryBytes());
        }
    }

    private static void compare(Check check, String what, float[] expected, float[] found, boolean isExact) {
        check.equal(what + ": numbers", expected.length, found.length);
        for (int row = 0; row < TEXTS.length; row++) {
            double cosine = cosine(expected, found, row);
            check.isTrue(what + ", text " + row + ", cosine " + cosine, cosine > MIN_COSINE);
        }
        for (int i = 0; isExact && i < found.length; i++) {
            check.near(what + ", number " + i, expected[i], found[i], BOUND);
        }
    }

    private static double cosine(float[] a, float[] b, int row) {
        double sum = 0;
        for (int i = row * CONFIG.hidden(); i < (row + 1) * CONFIG.hidden(); i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
