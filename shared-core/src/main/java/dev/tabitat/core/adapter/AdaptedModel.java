package dev.tabitat.core.adapter;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A base with a stack of adapters: its graph with further steps after the layers that change, and the weights of those
 * steps. The base's own weights are as they were; {@code Session.derive} of a session of the base runs it.
 *
 * <p>
 * A layer with an activation is parted: the layer alone, its changes, the activation. Ranks are padded with zeros to
 * multiples of 4. Scales and the stack's weights are multiplied into {@code up}, values and vectors, in double, rounded
 * once.
 *
 * @param graph inputs and outputs as the base's
 * @param added weights by node name, {@code adapters/<position>/<module>.<part>}
 */
public record AdaptedModel(Graph graph, Map<String, Tensor> added) {

    private static final int LANES = 4;

    /**
     * @param base the base's graph, with the nodes of {@link dev.tabitat.core.model.BertEncoder}
     * @throws dev.tabitat.core.error.Incompatible when an adapter does not fit the base
     * @throws InvalidInput when a scaled number is beyond what a float holds
     * @throws Unsupported when a layer's width is no multiple of 4
     */
    public static AdaptedModel of(Graph base, Modules modules, AdapterStack stack) {
        return new Builder(base, stack.steps(modules)).build();
    }

    /** Bytes that changes will have as added weights, with padding. */
    static long estimatedBytes(List<ModuleDelta> changes) {
        long bytes = 0;
        for (ModuleDelta change : changes) {
            if (change instanceof ModuleDelta.LowRank lowRank) {
                bytes += 4L * padded(lowRank.rank()) * (lowRank.module().in() + lowRank.module().out());
            } else if (change instanceof ModuleDelta.Sparse sparse) {
                bytes += 4L * sparse.rowEnds().elements() + 8L * sparse.values().elements();
            } else {
                bytes += 4L * ((ModuleDelta.Shift) change).vector().elements();
            }
        }
        return bytes;
    }

    /** Products, or sums, that changes add for each token. */
    static long productsPerToken(List<ModuleDelta> changes) {
        long products = 0;
        for (ModuleDelta change : changes) {
            if (change instanceof ModuleDelta.LowRank lowRank) {
                products += (long) padded(lowRank.rank()) * (lowRank.module().in() + lowRank.module().out());
            } else if (change instanceof ModuleDelta.Sparse sparse) {
                products += sparse.values().elements();
            } else {
                products += ((ModuleDelta.Shift) change).vector().elements();
            }
        }
        return products;
    }

    private static int padded(int rank) {
        return (rank + LANES - 1) / LANES * LANES;
    }

    private static final class Builder {

        private final Graph base;
        private final Map<String, List<AdapterStack.Step>> byNode = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, Tensor> added = new LinkedHashMap<>();
        /** The node that has the value of one of the base's nodes now. */
        private final Map<String, String> now = new LinkedHashMap<>();

        Builder(Graph base, List<AdapterStack.Step> steps) {
            this.base = base;
            for (AdapterStack.Step step : steps) {
                byNode.computeIfAbsent(node(step.change()), key -> new ArrayList<>()).add(step);
            }
        }

        private static String node(ModuleDelta change) {
            if (change instanceof ModuleDelta.LowRank lowRank) {
                return lowRank.module().node();
            }
            return change instanceof ModuleDelta.Sparse sparse ? sparse.module().node()
                    : Modules.hiddenState(((ModuleDelta.Shift) change).layer());
        }

        AdaptedModel build() {
            for (Node node : base.nodes()) {
                List<String> inputs = new ArrayList<>();
                for (String input : node.inputs()) {
                    inputs.add(now.getOrDefault(input, input));
                }
                List<AdapterStack.Step> steps = byNode.getOrDefault(node.name(), List.of());
                if (steps.isEmpty()) {
                    nodes.add(new Node(node.name(), node.op(), inputs));
                } else {
                    change(node, inputs, steps);
                }
            }
            return new AdaptedModel(new Graph(nodes, base.outputs()), added);
        }

        private void change(Node node, List<String> inputs, List<AdapterStack.Step> steps) {
            Op.Activation activation = Op.Activation.NONE;
            Op op = node.op();
            if (op instanceof Op.Linear linear) {
                activation = linear.activation();
                op = new Op.Linear(Op.Activation.NONE);
            } else if (op instanceof Op.LinearInt8 linear) {
                activation = linear.activation();
                op = new Op.LinearInt8(Op.Activation.NONE);
            }
            nodes.add(new Node(node.name(), op, inputs));
            String last = node.name();
            for (AdapterStack.Step step : steps) {
                last = step(step, last, inputs.get(0));
            }
            if (activation != Op.Activation.NONE) {
                String activated = "adapters/" + node.name() + ".activation";
                nodes.add(new Node(activated, new Op.Activate(activation), List.of(last)));
                last = activated;
            }
            now.put(node.name(), last);
        }

        private String step(AdapterStack.Step step, String y, String x) {
            String place = "adapters/" + step.position() + "/";
            if (step.change() instanceof ModuleDelta.LowRank change) {
                return lowRank(place + change.module().name(), step, change, y, x);
            }
            if (step.change() instanceof ModuleDelta.Sparse change) {
                String name = place + change.module().name();
                nodes.add(new Node(name, new Op.SparseDelta(change.module().from()),
                        List.of(y, x, weight(name + ".row_ends", change.rowEnds()),
                                weight(name + ".columns", change.columns()),
                                weight(name + ".values", scaled(step, change.values())))));
                return name;
            }
            ModuleDelta.Shift change = (ModuleDelta.Shift) step.change();
            String name = place + "encoder.layer." + change.layer();
            nodes.add(new Node(name, new Op.Shift(),
                    List.of(y, weight(name + ".vector", scaled(step, change.vector())))));
            return name;
        }

        private String lowRank(String name, AdapterStack.Step step, ModuleDelta.LowRank change, String y, String x) {
            int out = change.module().out();
            int rank = change.rank();
            int padded = AdaptedModel.padded(rank);
            if (out % LANES != 0) {
                throw new Unsupported("This layer takes no change of low rank.",
                        Finding.at("module " + change.module().name())
                                .expected("a number of outputs that is a multiple of " + LANES).found(out)
                                .remedy("Merge the adapter into the model."));
            }
            Tensor down = change.down();
            Tensor up = scaled(step, change.up());
            if (padded > rank) {
                down = new Tensor(DType.F32, Shape.of(padded, change.module().in()),
                        padded(down, 4 * padded * change.module().in()), 0);
                float[] narrow = up.toFloats();
                float[] wide = new float[out * padded];
                for (int o = 0; o < out; o++) {
                    System.arraycopy(narrow, o * rank, wide, o * padded, rank);
                }
                up = Tensor.ofFloats(Shape.of(out, padded), wide);
            }
            nodes.add(new Node(name, new Op.LowRank(change.module().from()),
                    List.of(y, x, weight(name + ".down", down), weight(name + ".up", up))));
            return name;
        }

        private static byte[] padded(Tensor tensor, int length) {
            byte[] bytes = new byte[length];
            System.arraycopy(tensor.bytes(), tensor.offset(), bytes, 0, tensor.byteLength());
            return bytes;
        }

        private String weight(String name, Tensor tensor) {
            nodes.add(new Node(name, new Op.Weight(tensor.dtype(), tensor.shape()), List.of()));
            added.put(name, tensor);
            return name;
        }

        private static Tensor scaled(AdapterStack.Step step, Tensor tensor) {
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * step.factor());
            }
            Tensor scaled = Tensor.ofFloats(tensor.shape(), values);
            if (scaled.firstNotFinite() >= 0) {
                throw new InvalidInput("An adapter is too strong for numbers to hold.",
                        Finding.at("adapter " + step.id())
                                .expected("a smaller weight").found("a factor of " + step.factor()));
            }
            return scaled;
        }
    }
}
