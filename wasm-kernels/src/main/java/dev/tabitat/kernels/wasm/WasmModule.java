package dev.tabitat.kernels.wasm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A WebAssembly module in the making (section 5.5): types, imports, functions, one memory and exports.
 *
 * <p>
 * Functions are numbered in the order in which they are named here, imported ones first. The same calls give the same
 * bytes.
 */
public final class WasmModule {

    private static final int[] HEADER = {0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00};
    private static final int PAGES_OF_32_BITS = 65_536;

    private final List<FunctionType> types = new ArrayList<>();
    private final ByteSink imports = new ByteSink();
    private int importCount;
    private final ByteSink memory = new ByteSink();
    private boolean memoryKnown;
    private final ByteSink functions = new ByteSink();
    private final ByteSink bodies = new ByteSink();
    private int importedFunctions;
    private int definedFunctions;
    private final Map<String, ByteSink> exports = new LinkedHashMap<>();

    /** Imports the memory that the module works on, of at least {@code minimumPages} of 65,536 bytes. */
    public WasmModule importMemory(String module, String field, int minimumPages) {
        onlyMemory();
        imports.name(module).name(field).put(0x02, 0x00).unsigned(pages(minimumPages));
        importCount++;
        return this;
    }

    /** Imports a memory that several threads may work on: the threads feature. */
    public WasmModule importSharedMemory(String module, String field, int minimumPages, int maximumPages) {
        onlyMemory();
        imports.name(module).name(field).put(0x02, 0x03).unsigned(pages(minimumPages)).unsigned(pages(maximumPages));
        importCount++;
        return this;
    }

    /** Gives the module a memory of its own, which grows to no more than {@code maximumPages}. */
    public WasmModule ownMemory(int minimumPages, int maximumPages) {
        onlyMemory();
        memory.unsigned(1).put(0x01).unsigned(pages(minimumPages)).unsigned(pages(maximumPages));
        return this;
    }

    /** Exports the memory. */
    public WasmModule exportMemory(String name) {
        return export(name, 0x02, 0);
    }

    /** Imports a function; all imports come before the first defined function. */
    public Function importFunction(String module, String field, FunctionType type) {
        if (definedFunctions > 0) {
            throw new IllegalStateException("Import " + field + " before defining functions");
        }
        imports.name(module).name(field).put(0x00).unsigned(typeIndex(type));
        importCount++;
        return new Function(field, importedFunctions++, type);
    }

    /** Defines a function whose body {@code writer} writes. */
    public Function define(String name, FunctionType type, Consumer<Code> writer) {
        Function function = new Function(name, importedFunctions + definedFunctions, type);
        Code code = new Code(function);
        writer.accept(code);
        functions.unsigned(typeIndex(type));
        bodies.put(code.finish());
        definedFunctions++;
        return function;
    }

    /** Defines a function whose body {@code writer} writes as statements over typed expressions. */
    public Function function(String name, FunctionType type, Consumer<FunctionBuilder> writer) {
        return define(name, type, code -> writer.accept(new FunctionBuilder(code)));
    }

    /** Defines and exports a function. */
    public WasmModule with(String name, FunctionType type, Consumer<Code> writer) {
        return export(define(name, type, writer));
    }

    /** Exports a function under its own name. */
    public WasmModule export(Function function) {
        return export(function.name(), 0x00, function.index());
    }

    /** The module in the binary format. */
    public byte[] toBytes() {
        ByteSink out = new ByteSink().put(HEADER);
        ByteSink typeEntries = new ByteSink();
        for (FunctionType type : types) {
            typeEntries.put(0x60);
            typeVector(typeEntries, type.parameters());
            typeVector(typeEntries, type.results());
        }
        ByteSink exportEntries = new ByteSink();
        for (ByteSink entry : exports.values()) {
            exportEntries.put(entry);
        }
        section(out, 1, types.size(), typeEntries);
        section(out, 2, importCount, imports);
        section(out, 3, definedFunctions, functions);
        if (memory.size() > 0) {
            out.put(5).sized(memory);
        }
        section(out, 7, exports.size(), exportEntries);
        section(out, 10, definedFunctions, bodies);
        return out.toBytes();
    }

    private WasmModule export(String name, int kind, int index) {
        ByteSink entry = new ByteSink().name(name).put(kind).unsigned(index);
        if (exports.put(name, entry) != null) {
            throw new IllegalStateException("Exported twice: " + name);
        }
        return this;
    }

    private void onlyMemory() {
        if (memoryKnown) {
            throw new IllegalStateException("A module here has one memory");
        }
        memoryKnown = true;
    }

    private static int pages(int pages) {
        if (pages < 0 || pages > PAGES_OF_32_BITS) {
            throw new IllegalArgumentException("Expected 0 to 65536 pages, found " + pages);
        }
        return pages;
    }

    private int typeIndex(FunctionType type) {
        int index = types.indexOf(type);
        if (index >= 0) {
            return index;
        }
        types.add(type);
        return types.size() - 1;
    }

    private static void typeVector(ByteSink out, List<ValueType> types) {
        out.unsigned(types.size());
        for (ValueType type : types) {
            out.put(type.encoding());
        }
    }

    private static void section(ByteSink out, int id, int count, ByteSink entries) {
        if (count == 0) {
            return;
        }
        out.put(id).sized(new ByteSink().unsigned(count).put(entries));
    }
}
