package dev.tabitat.kernels.wasm;

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

    /** This type with one result. */
    public FunctionType giving(ValueType result) {
        return new FunctionType(parameters, List.of(result));
    }
}
