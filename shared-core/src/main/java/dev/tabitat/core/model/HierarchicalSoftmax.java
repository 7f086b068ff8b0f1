package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.Tensor;

/**
 * Probabilities at the leaves of a binary tree (Morin, Bengio 2005): each inner node goes right with the probability
 * σ(its score), and a leaf has the product of the probabilities on its way. They sum to 1.
 *
 * <p>
 * Nodes are numbered from 0: the leaves, then the inner nodes, each after its children; the last is the root.
 */
final class HierarchicalSoftmax {

    private final int[] children;

    private HierarchicalSoftmax(int... children) {
        this.children = children;
    }

    /**
     * @param tree I32 [leaves - 1, 2], the left and the right child of every inner node
     * @throws DamagedData when it is not such a tree
     */
    static HierarchicalSoftmax of(Tensor tree) {
        int[] children = tree.toInts();
        int inner = children.length / 2;
        boolean[] hasParent = new boolean[2 * inner + 1];
        for (int i = 0; i < children.length; i++) {
            int below = inner + 1 + i / 2;
            if (children[i] < 0 || children[i] >= below || hasParent[children[i]]) {
                throw new DamagedData("The tree of labels is broken.",
                        Finding.at("tensor tree, element " + i)
                                .expected("a node below " + below + " that has no parent yet").found(children[i]));
            }
            hasParent[children[i]] = true;
        }
        return new HierarchicalSoftmax(children);
    }

    /** @param scores of the inner nodes */
    float[] probabilities(float... scores) {
        int leaves = scores.length + 1;
        double[] p = new double[leaves + scores.length];
        p[p.length - 1] = 1;
        for (int i = scores.length - 1; i >= 0; i--) {
            double right = 1 / (1 + DeterministicMath.exp(-scores[i]));
            double here = p[leaves + i];
            p[children[2 * i]] = here * (1 - right);
            p[children[2 * i + 1]] = here * right;
        }
        float[] probabilities = new float[leaves];
        for (int i = 0; i < leaves; i++) {
            probabilities[i] = (float) p[i];
        }
        return probabilities;
    }
}
