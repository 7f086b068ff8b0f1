package dev.tabitat.core.runtime;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.model.Model;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the reference makes of a few short texts with a model that was imported: every backend must come near before it
 * runs the model. Packages of ours have such answers among their files.
 *
 * @param inputs of the model's graph
 * @param output values of its output
 * @param width numbers of a row of it
 * @param isByRow whether each row is a vector of its own, such as an embedding; else all are compared as one
 */
public record ProbeAnswers(Map<String, Tensor> inputs, Tensor output, int width, boolean isByRow) {

    private static final String OUTPUT = "output";
    /** Enough for every step of an encoder to matter, few enough for scalar arithmetic. */
    private static final int MAX_TOKENS = 16;

    /** Words, other scripts, numbers: short. */
    private static final List<String> TEXTS = List.of("The quick brown fox jumps over the lazy dog.",
            "Alle Menschen sind frei und gleich an W\u00fcrde geboren.",
            "\u4eba\u4eba\u751f\u800c\u81ea\u7531 12345 !?");

    /** Computes the answers, one step's weights in memory at a time. */
    public static ProbeAnswers of(Model model, WeightReader weights) {
        Map<String, Tensor> inputs = inputs(model);
        return of(model, inputs, StreamedReference.run(model.graph(), inputs, weights));
    }

    private static ProbeAnswers of(Model model, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
        Tensor output = outputs.get(model.graph().outputs().get(0));
        return new ProbeAnswers(inputs, output, output.shape().dim(1), model instanceof TextEncoder);
    }

    /** The same of a session, with the inputs of these. @throws TabitatException as the session */
    public ProbeAnswers by(Session session, Graph graph) {
        return new ProbeAnswers(inputs, session.run(inputs).get(graph.outputs().get(0)), width, isByRow);
    }

    private static Map<String, Tensor> inputs(Model model) {
        List<Encoding> sequences = new ArrayList<>();
        for (String text : TEXTS) {
            Encoding encoding = model instanceof TextEncoder encoder ? first(encoder.encode(text))
                    : ((HeadedEncoder) model).tokenizer().encode(text,
                            Math.min(MAX_TOKENS, ((HeadedEncoder) model).maxTokens()));
            if (encoding.ids().length > 0) {
                sequences.add(encoding);
            }
        }
        if (sequences.isEmpty()) {
            // No text of ours has a word of it: rows of its table will do.
            sequences.add(new Encoding(new int[]{0, 1}, new int[2], new int[2], new int[2], new int[2], 2));
        }
        return HeadRunner.inputs(model.graph(), sequences.toArray(new Encoding[0]));
    }

    private static Encoding first(Encoding all) {
        int count = Math.min(MAX_TOKENS, all.ids().length);
        return new Encoding(Arrays.copyOf(all.ids(), count), new int[count], new int[count], new int[count],
                new int[count], count);
    }

    /** The least cosine between answers: 1 where they agree. */
    public double cosine(ProbeAnswers other) {
        float[] a = output.toFloats();
        float[] b = other.output.toFloats();
        if (a.length != b.length) {
            return -1;
        }
        double least = 1;
        int step = isByRow ? width : a.length;
        for (int from = 0; from < a.length; from += step) {
            double cosine = cosine(a, b, from, step);
            least = cosine < least ? cosine : Double.isNaN(cosine) ? -1 : least;
        }
        return least;
    }

    private static double cosine(float[] a, float[] b, int from, int count) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = from; i < from + count; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return aa == 0 && bb == 0 ? 1 : Math.min(1, dot / Math.sqrt(aa * bb));
    }

    /** Whether a session agrees: the error is the largest cosine distance. */
    public SelfTestReport test(String backend, Session session, Graph graph) {
        double bound = SelfTest.bound(graph);
        int cases = isByRow ? output.shape().dim(0) : 1;
        try {
            return new SelfTestReport(backend, cases, Math.max(0, 1 - cosine(by(session, graph))), bound, "");
        } catch (TabitatException e) {
            return new SelfTestReport(backend, cases, 0, bound, e.getMessage());
        }
    }

    /** As a safetensors file, for {@link #read}. */
    public byte[] write() {
        Map<String, Tensor> tensors = new TreeMap<>(inputs);
        tensors.put(OUTPUT, output);
        return new Safetensors(tensors, Map.of()).write();
    }

    /** @throws DamagedData when the file is broken or does not belong to this model */
    public static ProbeAnswers read(byte[] file, Model model) {
        Safetensors all = Safetensors.read(file);
        Map<String, Tensor> inputs = new TreeMap<>(all.tensors());
        Tensor output = all.tensor(OUTPUT);
        inputs.remove(OUTPUT);
        for (Node node : model.graph().nodes()) {
            if (node.op() instanceof Op.Input && !inputs.containsKey(node.name())) {
                throw new DamagedData("Known answers lack an input.",
                        Finding.at("tensor " + node.name()).expected("a tensor of that name").found(inputs.keySet()));
            }
        }
        return of(model, inputs, Map.of(model.graph().outputs().get(0), output));
    }
}
