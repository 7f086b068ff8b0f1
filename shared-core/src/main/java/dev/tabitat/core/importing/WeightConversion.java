package dev.tabitat.core.importing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.format.SafetensorsOutline;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Converts the weights of safetensors files into one safetensors file by a recipe, some rows in memory at a time: a
 * file of gigabytes is never there whole.
 *
 * <pre>
 * float32   x           F32, the same shape
 * int8      x.weight    I8 [out, in], x.scale F32 [out]
 * int4      x.weight    U8 [out, in / 2], x.multiplier U8 [out, in / 32], x.scale F32 [out]
 * </pre>
 *
 * Each row is quantized alone, so the bytes do not depend on how many are read at once.
 */
public final class WeightConversion {

    private static final String WEIGHT = ".weight";

    private final WeightSource source;
    private final List<Step> steps;
    private final byte[] header;
    private final long bytes;

    /** Receives the bytes of the new file from front to back. May wait. */
    public interface Sink {
        void write(byte[] bytes);
    }

    /** One weight and what becomes of it; whole numbers have no precision. */
    private record Step(WeightSource.Placed tensor, Precision precision, boolean isCopied) {

        long out() {
            return tensor.rows();
        }

        int in() {
            return (int) tensor.columns();
        }

        String base() {
            return tensor.name().substring(0, tensor.name().length() - WEIGHT.length());
        }
    }

    /**
     * What became of one weight.
     *
     * @param cosine between its numbers before and after, 1 for what was not rounded
     * @param bytes of it in the new file, scales included
     */
    public record Converted(String name, Precision precision, double cosine, long bytes) {

        public JsonObject toJson() {
            return JsonObject.of("name", name, "kind", precision.id(), "cosine", cosine, "bytes", bytes);
        }
    }

    private WeightConversion(WeightSource source, List<Step> steps, List<SafetensorsOutline.Entry> entries,
            Map<String, String> metadata) {
        this.source = source;
        this.steps = List.copyOf(steps);
        header = SafetensorsOutline.encode(entries, metadata);
        bytes = header.length + (entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end());
    }

    /**
     * Plans a conversion: nothing but headers has been read.
     *
     * @param metadata notes for the new file
     * @throws InvalidInput when the recipe names a matrix that is not there, or one that is quantized already in a way
     * that is not read
     */
    public static WeightConversion of(WeightSource source, WeightRecipe recipe, Map<String, String> metadata) {
        List<Step> floats = new ArrayList<>();
        List<Step> quantized = new ArrayList<>();
        TreeSet<String> unused = new TreeSet<>(recipe.overrides().keySet());
        for (WeightSource.Placed tensor : source.weights()) {
            Precision precision = recipe.of(tensor.name(), tensor.dimensions());
            boolean isConvertible = source.isConvertible(tensor);
            if (!isConvertible && WeightRecipe.isMatrix(tensor.name(), tensor.dimensions())) {
                throw new InvalidInput("A matrix is quantized already.", Finding.at("tensor " + tensor.name())
                        .expected("F32, F16, BF16 or F64, or I8 with " + tensor.name().replace(WEIGHT, ".scale"))
                        .found(tensor.dtype() + " " + tensor.entry().dims())
                        .remedy("Choose the model's original weights."));
            }
            Step step = new Step(tensor, precision, !isConvertible);
            unused.remove(tensor.name());
            (precision == Precision.FLOAT32 ? floats : quantized).add(step);
        }
        if (!unused.isEmpty()) {
            throw new InvalidInput("A recipe names a matrix that is not there.",
                    Finding.at("overrides").expected("names of matrices").found(unused.first()));
        }
        // Floats first: their offsets stay multiples of four.
        floats.addAll(quantized);
        return new WeightConversion(source, floats, entries(floats), metadata);
    }

    private static List<SafetensorsOutline.Entry> entries(List<Step> steps) {
        List<SafetensorsOutline.Entry> entries = new ArrayList<>();
        for (Step step : steps) {
            String name = step.tensor().name();
            switch (step.precision()) {
                case FLOAT32 -> add(entries, name, step.isCopied() ? step.tensor().dtype() : DType.F32,
                        step.tensor().entry().dims());
                case INT8 -> {
                    add(entries, name, DType.I8, List.of(step.out(), (long) step.in()));
                    add(entries, step.base() + ".scale", DType.F32, List.of(step.out()));
                }
                case INT4 -> {
                    add(entries, name, DType.U8, List.of(step.out(), (long) Quantization4.halves(step.in())));
                    add(entries, step.base() + ".multiplier", DType.U8,
                            List.of(step.out(), (long) Quantization4.blocks(step.in())));
                    add(entries, step.base() + ".scale", DType.F32, List.of(step.out()));
                }
            }
        }
        return entries;
    }

    private static void add(List<SafetensorsOutline.Entry> entries, String name, DType type, List<Long> dims) {
        long elements = 1;
        for (long dim : dims) {
            elements *= dim;
        }
        long begin = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
        entries.add(new SafetensorsOutline.Entry(name, type.name(), dims, begin, begin + elements * type.bytes()));
    }

    /** How long the new file will be. */
    public long bytes() {
        return bytes;
    }

    /**
     * Writes the new file.
     *
     * @return what became of each weight, in the file's order
     * @throws dev.tabitat.core.error.DamagedData naming a weight that is not finite
     */
    public List<Converted> run(Sink sink) {
        sink.write(header);
        List<Converted> all = new ArrayList<>();
        for (Step step : steps) {
            all.add(step.precision() == Precision.FLOAT32 ? floats(step, sink) : quantized(step, sink));
        }
        return all;
    }

    private Converted floats(Step step, Sink sink) {
        WeightSource.Placed tensor = step.tensor();
        int rows = WeightSource.chunkRows(tensor);
        long written = 0;
        for (long row = 0; row < tensor.rows(); row += rows) {
            int count = (int) Math.min(rows, tensor.rows() - row);
            byte[] part = step.isCopied() ? source.raw(tensor, row, count)
                    : source.floats(tensor, row, count).toBytes();
            sink.write(part);
            written += part.length;
        }
        return new Converted(tensor.name(), Precision.FLOAT32, 1, written);
    }

    private Converted quantized(Step step, Sink sink) {
        WeightSource.Placed tensor = step.tensor();
        WeightSurvey.Cosine cosine = new WeightSurvey.Cosine();
        int rows = WeightSource.chunkRows(tensor);
        int blocks = step.precision() == Precision.INT4 ? Quantization4.blocks(step.in()) : 0;
        byte[] multipliers = new byte[(int) (blocks * step.out())];
        byte[] scales = new byte[(int) (4 * step.out())];
        long written = multipliers.length + scales.length;
        for (long row = 0; row < tensor.rows(); row += rows) {
            Tensor exact = source.floats(tensor, row, (int) Math.min(rows, tensor.rows() - row));
            Tensor values;
            Quantization rounded;
            if (step.precision() == Precision.INT8) {
                rounded = Quantization.int8(exact);
                values = rounded.values();
            } else {
                Quantization4 halves = Quantization4.of(exact);
                rounded = halves.expand();
                values = halves.values();
                copy(halves.multipliers(), multipliers, blocks * row);
            }
            copy(rounded.scales(), scales, 4 * row);
            cosine.add(exact.toFloats(), rounded.toFloats().toFloats());
            byte[] part = values.toBytes();
            sink.write(part);
            written += part.length;
        }
        if (multipliers.length > 0) {
            sink.write(multipliers);
        }
        sink.write(scales);
        return new Converted(tensor.name(), step.precision(), cosine.value(), written);
    }

    private static void copy(Tensor from, byte[] to, long at) {
        System.arraycopy(from.bytes(), from.offset(), to, (int) at, from.byteLength());
    }
}
