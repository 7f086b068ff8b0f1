package dev.tabitat.core.model.encoder;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A backend computes each family of encoders as the reference does; a sequence does not depend on its companions. */
public final class EncoderBackendContract implements Contract {

    private static final double BOUND = 1e-4;

    private final String title;
    private final Backend backend;
    private final String family;

    public EncoderBackendContract(String title, Backend backend, String family) {
        this.title = title;
        this.backend = backend;
        this.family = family;
    }

    @Override
    public String name() {
        return "backend " + backend.id() + ", " + title + ": a " + family + " encoder agrees with the reference";
    }

    @Override
    public void run(Check check) {
        EncoderArchitecture architecture = EncoderArchitecture.read(EncoderSamples.config(family));
        check.equal("the width", EncoderSamples.WIDTH, architecture.width());
        check.isTrue("room for the sequences", architecture.maxTokens() >= EncoderSamples.LONGEST);
        Encoder encoder = Encoder.of(architecture, EncoderSamples.weights(family, 7), EncoderGraph.TokenTypes.GIVEN);
        int[] lengths = {3, EncoderSamples.LONGEST, 1, 13};
        Map<String, Tensor> together = inputs(lengths);
        try (Session session = backend.open(encoder.graph(), encoder.weights());
                Session reference = new ReferenceBackend().open(encoder.graph(), encoder.weights())) {
            float[] expected = reference.run(together).get(encoder.output()).toFloats();
            float[] found = session.run(together).get(encoder.output()).toFloats();
            check.equal("count", expected.length, found.length);
            for (int i = 0; i < expected.length; i++) {
                check.near("number " + i, expected[i], found[i], BOUND);
            }
            int at = 0;
            for (int length : lengths) {
                float[] alone = session.run(part(together, at, length)).get(encoder.output()).toFloats();
                check.equal("alone as in company", Arrays.toString(Arrays.copyOfRange(found, at * encoder.width(),
                        (at + length) * encoder.width())), Arrays.toString(alone));
                at += length;
            }
        }
    }

    private static Map<String, Tensor> inputs(int... lengths) {
        Random random = new Random(5);
        int tokens = Arrays.stream(lengths).sum();
        int[] ids = new int[tokens];
        int[] places = new int[tokens];
        int[] types = new int[tokens];
        int[] ends = new int[lengths.length + 1];
        for (int s = 0; s < lengths.length; s++) {
            ends[s + 1] = ends[s] + lengths[s];
            for (int i = 0; i < lengths[s]; i++) {
                ids[ends[s] + i] = random.nextInt(EncoderSamples.WORDS);
                places[ends[s] + i] = i;
                types[ends[s] + i] = 2 * i / lengths[s];
            }
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(EncoderInputs.IDS, ints(ids));
        inputs.put(EncoderInputs.PLACES, ints(places));
        inputs.put(EncoderInputs.TYPES, ints(types));
        inputs.put(EncoderInputs.ENDS, ints(ends));
        return inputs;
    }

    private static Map<String, Tensor> part(Map<String, Tensor> inputs, int from, int count) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
            boolean isEnds = input.getKey().equals(EncoderInputs.ENDS);
            part.put(input.getKey(), isEnds ? ints(0, count)
                    : ints(Arrays.copyOfRange(input.getValue().toInts(), from, from + count)));
        }
        return part;
    }

    private static Tensor ints(int... values) {
        return Tensor.ofInts(Shape.of(values.length), values);
    }
}
