package dev.tabitat.kernels.wasm;

import java.util.Collections;
import java.util.List;

/** What a function takes and what it leaves (section 5.3.7). */
public record FunctionType(List<ValueType> parameters, List<ValueType> results) {

    public FunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    /** A function that leaves nothing. */
    public static FunctionType taking(ValueType... parameters) {
        return new FunctionType(List.of(parameters), List.of());
    }

    /** A function of {@code count} i32 that leaves nothing. */
    public static FunctionType takingI32(int count) {
        return new FunctionType(Collections.nCopies(count, ValueType.I32), List.of());
    }

    /** This type with one result. */
    public FunctionType giving(ValueType result) {
        return new FunctionType(parameters, List.of(result));
    }
}
