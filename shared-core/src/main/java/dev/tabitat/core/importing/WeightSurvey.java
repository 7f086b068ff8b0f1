package dev.tabitat.core.importing;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How near each matrix of a model stays to itself when it is quantized: the cosine between its numbers before and
 * after, all rows together.
 *
 * @param matrices by their names, sorted
 */
public record WeightSurvey(List<Matrix> matrices) {

    public WeightSurvey {
        matrices = List.copyOf(matrices);
    }

    /**
     * One matrix.
     *
     * @param elements how many numbers it has
     * @param int8Cosine 0 to 1
     * @param int4Cosine 0 to 1
     */
    public record Matrix(String name, long elements, double int8Cosine, double int4Cosine) {

        public JsonObject toJson() {
            return JsonObject.of("name", name, "elements", elements, "int8_cosine", int8Cosine, "int4_cosine",
                    int4Cosine);
        }
    }

    /**
     * Measures all matrices, some rows in memory at a time. @throws dev.tabitat.core.error.DamagedData as a conversion
     */
    public static WeightSurvey of(WeightSource source) {
        List<Matrix> matrices = new ArrayList<>();
        for (WeightSource.Placed tensor : source.weights()) {
            if (!WeightRecipe.isMatrix(tensor.name(), tensor.dimensions()) || !source.isConvertible(tensor)) {
                continue;
            }
            Cosine int8 = new Cosine();
            Cosine int4 = new Cosine();
            int step = WeightSource.chunkRows(tensor);
            for (long row = 0; row < tensor.rows(); row += step) {
                Tensor floats = source.floats(tensor, row, (int) Math.min(step, tensor.rows() - row));
                float[] exact = floats.toFloats();
                int8.add(exact, Quantization.int8(floats).toFloats().toFloats());
                int4.add(exact, Quantization4.of(floats).expand().toFloats().toFloats());
            }
            matrices.add(new Matrix(tensor.name(), tensor.entry().elements(), int8.value(), int4.value()));
        }
        return new WeightSurvey(matrices);
    }

    /** The cosine of the angle between two long vectors that come in pieces. */
    static final class Cosine {

        private double products;
        private double left;
        private double right;

        void add(float[] a, float[] b) {
            for (int i = 0; i < a.length; i++) {
                products += (double) a[i] * b[i];
                left += (double) a[i] * a[i];
                right += (double) b[i] * b[i];
            }
        }

        /** 1 for two vectors of zeros. */
        double value() {
            double lengths = Math.sqrt(left) * Math.sqrt(right);
            return lengths == 0 ? left == right ? 1 : 0 : Math.min(1, products / lengths);
        }
    }
}
