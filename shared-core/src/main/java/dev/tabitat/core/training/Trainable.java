package dev.tabitat.core.training;

import dev.tabitat.core.adapter.Modules;

/**
 * What of an encoder is learnt: numbers in one array, which the optimizer moves, and where they are applied.
 */
sealed interface Trainable {

    /** The numbers, in double. */
    double[] values();

    /** Their gradient of the batch at hand; added to. */
    double[] gradient();

    /**
     * y + factor · up · down · x for a module: down {@code [rank, in]}, then up {@code [out, rank]}.
     *
     * @param rank a multiple of four
     */
    record LowRank(Modules.Linear module, int rank, double factor, double[] values,
            double[] gradient) implements Trainable {

        static LowRank of(Modules.Linear module, int rank, double factor) {
            int count = rank * (module.in() + module.out());
            return new LowRank(module, rank, factor, new double[count], new double[count]);
        }

        float[] down() {
            return floats(values, 0, rank * module.in());
        }

        /** Times the factor. */
        float[] scaledUp() {
            float[] up = new float[module.out() * rank];
            int from = rank * module.in();
            for (int i = 0; i < up.length; i++) {
                up[i] = (float) (factor * values[from + i]);
            }
            return up;
        }

        float[] up() {
            return floats(values, rank * module.in(), module.out() * rank);
        }
    }

    /** Some weights of a module: {@code places} in its matrix, ascending, and what is added there. */
    record Sparse(Modules.Linear module, int[] places, double[] values, double[] gradient) implements Trainable {
    }

    /** A vector added to the hidden state after a layer. */
    record Shift(int layer, double[] values, double[] gradient) implements Trainable {
    }

    static float[] floats(double[] values, int from, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values[from + i];
        }
        return floats;
    }
}
