package dev.tabitat.core.adapter;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A change of few weights: W + scale · a sparse matrix for each module, in compressed rows. */
public final class SparseDelta implements Adapter {

    private static final String ROW_ENDS = ".row_ends";
    private static final String COLUMNS = ".columns";
    private static final String VALUES = ".values";

    private final double scale;
    private final Map<String, Rows> rows = new TreeMap<>();

    /**
     * The weights of a module that change.
     *
     * @param rowEnds I32 [out + 1], ascending from 0 to n
     * @param columns I32 [n], ascending in each row
     * @param values F32 [n]
     */
    public record Rows(Tensor rowEnds, Tensor columns, Tensor values) {
    }

    /** @throws DamagedData when there is nothing, an index is out of order, or a number is not finite */
    public SparseDelta(double scale, Map<String, Rows> rows) {
        this.scale = TensorChecks.finiteScale(scale);
        rows.forEach((module, part) -> this.rows.put(module, checked(module, part)));
        if (rows.isEmpty()) {
            throw new DamagedData("An adapter is empty.",
                    Finding.at("tensors").expected("rows of a module").found("none"));
        }
    }

    private static Rows checked(String module, Rows rows) {
        Tensor values = TensorChecks.floats(module + VALUES, rows.values());
        requireInts(module + ROW_ENDS, rows.rowEnds());
        requireInts(module + COLUMNS, rows.columns());
        TensorChecks.requireRank(module + VALUES, values, 1);
        if (!values.shape().equals(rows.columns().shape())) {
            throw new DamagedData("A sparse change has not a column for each value.",
                    Finding.at("tensor " + module + COLUMNS)
                            .expected(values.shape()).found(rows.columns().shape()));
        }
        int[] ends = rows.rowEnds().toInts();
        int[] columns = rows.columns().toInts();
        int count = columns.length;
        for (int i = 0; i < ends.length; i++) {
            boolean fits = i == 0 ? ends[0] == 0 : ends[i] >= ends[i - 1] && ends[i] <= count;
            if (!fits || i == ends.length - 1 && ends[i] != count) {
                throw outOfRange(module + ROW_ENDS, i, "ascending from 0 to " + count, ends[i]);
            }
        }
        if (ends.length < 2) {
            throw new DamagedData("A sparse change has no rows.",
                    Finding.at("tensor " + module + ROW_ENDS).expected("[out + 1]").found(rows.rowEnds().shape()));
        }
        for (int row = 0; row + 1 < ends.length; row++) {
            for (int k = ends[row]; k < ends[row + 1]; k++) {
                if (columns[k] < 0 || k > ends[row] && columns[k] <= columns[k - 1]) {
                    throw outOfRange(module + COLUMNS, k, "ascending from 0 in row " + row, columns[k]);
                }
            }
        }
        return new Rows(rows.rowEnds(), rows.columns(), values);
    }

    private static void requireInts(String name, Tensor tensor) {
        if (tensor.dtype() != DType.I32) {
            throw new DamagedData("A tensor of an adapter has another type.",
                    Finding.at("tensor " + name).expected(DType.I32).found(tensor.dtype()));
        }
        TensorChecks.requireRank(name, tensor, 1);
    }

    private static DamagedData outOfRange(String name, int index, String expected, int found) {
        return new DamagedData("An index of a sparse change is out of order.",
                Finding.at("tensor " + name + ", element " + index).expected(expected).found(found));
    }

    static SparseDelta read(JsonObject json, Map<String, Tensor> tensors) {
        TensorParts parts = new TensorParts(tensors, List.of(ROW_ENDS, COLUMNS, VALUES));
        Map<String, Rows> rows = new TreeMap<>();
        for (String module : parts.modules()) {
            rows.put(module,
                    new Rows(parts.get(module, ROW_ENDS), parts.get(module, COLUMNS), parts.get(module, VALUES)));
        }
        return new SparseDelta(json.numberOr("scale", 1), rows);
    }

    @Override
    public AdapterType type() {
        return AdapterType.SPARSE_DELTA;
    }

    @Override
    public List<ModuleDelta> changes(Modules base) {
        List<ModuleDelta> changes = new ArrayList<>();
        rows.forEach((module, part) -> {
            Modules.Linear linear = base.linear(module);
            TensorChecks.requireShape(module, "row_ends", Shape.of(linear.out() + 1), part.rowEnds().shape());
            int[] columns = part.columns().toInts();
            for (int i = 0; i < columns.length; i++) {
                if (columns[i] >= linear.in()) {
                    throw new Incompatible("An adapter does not fit its base.",
                            Finding.at("module " + module + ", columns, element " + i)
                                    .expected("0 to " + (linear.in() - 1)).found(columns[i])
                                    .remedy("Attach it to the base that it was trained on."));
                }
            }
            changes.add(new ModuleDelta.Sparse(linear, scale, part.rowEnds(), part.columns(), part.values()));
        });
        return changes;
    }

    @Override
    public double scale() {
        return scale;
    }

    @Override
    public List<String> targets() {
        return List.copyOf(rows.keySet());
    }

    @Override
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new TreeMap<>();
        rows.forEach((module, part) -> {
            tensors.put(module + ROW_ENDS, part.rowEnds());
            tensors.put(module + COLUMNS, part.columns());
            tensors.put(module + VALUES, part.values());
        });
        return tensors;
    }
}
