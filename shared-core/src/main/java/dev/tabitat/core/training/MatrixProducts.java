package dev.tabitat.core.training;

/**
 * Products of float matrices, the bulk of the work of training. Every implementation gives the same bits: each sum
 * begins with zero and runs over ascending k; products are rounded before they are added.
 */
public interface MatrixProducts {

    /**
     * c = a · b.
     *
     * @param a {@code [rows, k]}
     * @param b {@code [k, columns]}; columns a multiple of four
     * @return {@code [rows, columns]}
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory
     */
    float[] product(float[] a, float[] b, int rows, int k, int columns);

    /** In Java. */
    MatrixProducts PLAIN = (a, b, rows, k, columns) -> {
        float[] c = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            row(a, b, c, row, k, columns);
        }
        return c;
    };

    /** One row of c, which begins with zeros; rows do not know of each other. */
    static void row(float[] a, float[] b, float[] c, int row, int k, int columns) {
        int to = row * columns;
        for (int i = 0; i < k; i++) {
            float factor = a[row * k + i];
            int from = i * columns;
            for (int o = 0; o < columns; o++) {
                c[to + o] += factor * b[from + o];
            }
        }
    }

    /** {@code [columns, rows]} of {@code [rows, columns]}. */
    static float[] transposed(float[] matrix, int rows, int columns) {
        float[] turned = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = matrix[row * columns + column];
            }
        }
        return turned;
    }
}
