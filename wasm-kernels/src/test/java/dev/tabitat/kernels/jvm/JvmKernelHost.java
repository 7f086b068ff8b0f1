package dev.tabitat.kernels.jvm;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.ValueType;
import dev.tabitat.kernels.wasm.WasmModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;

/** GraalWasm as a kernel host: an interpreter, exact but slow. The memory belongs to a module that is called "env". */
public final class JvmKernelHost implements KernelHost, AutoCloseable {

    private static final int PAGE = 65_536;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final Context context;
    private final Value owner;
    private final long mostBytes;
    private Value memory;
    private int modules;

    /** A host whose memory is empty and grows to no more than {@code mostBytes}, a multiple of 65,536. */
    public JvmKernelHost(long mostBytes) {
        this(mostBytes, Context.newBuilder("wasm"));
    }

    /** The same on an engine that refuses vector instructions. */
    public static JvmKernelHost withoutSimd(long mostBytes) {
        return new JvmKernelHost(mostBytes,
                Context.newBuilder("wasm").allowExperimentalOptions(true).option("wasm.SIMD", "false"));
    }

    private JvmKernelHost(long mostBytes, Context.Builder engine) {
        this.mostBytes = mostBytes;
        context = engine.option("engine.WarnInterpreterOnly", "false").build();
        WasmModule module = new WasmModule().ownMemory(0, (int) (mostBytes / PAGE)).exportMemory(MEMORY_FIELD);
        module.with("grow", FunctionType.taking(ValueType.I32).giving(ValueType.I32),
                code -> code.get(code.parameter(0)).op(Op.MEMORY_GROW));
        owner = evaluate(MEMORY_MODULE, module.toBytes());
        memory = owner.getMember(MEMORY_FIELD);
    }

    @Override
    public KernelModule instantiate(byte[] wasm) {
        try {
            Value instance = evaluate("module" + modules++, wasm);
            instance.getMemberKeys();
            return (export, args) -> call(instance, export, args);
        } catch (PolyglotException e) {
            throw new Unsupported("The WebAssembly engine refuses the module.", Finding.NONE.found(e.getMessage()));
        }
    }

    @Override
    public long memoryBytes() {
        return memory.getBufferSize();
    }

    @Override
    public void growTo(long bytes) {
        long missing = bytes - memoryBytes();
        if (missing <= 0) {
            return;
        }
        if (bytes > mostBytes || owner.getMember("grow").execute((int) ((missing + PAGE - 1) / PAGE)).asInt() < 0) {
            throw new OutOfBudget("The kernel memory cannot grow.",
                    Finding.at("kernel memory").expected(bytes + " bytes").found(mostBytes + " bytes at most"));
        }
        memory = owner.getMember(MEMORY_FIELD);
    }

    @Override
    public void write(int address, byte[] data, int offset, int length) {
        for (int i = 0; i < length; i++) {
            memory.writeBufferByte(address + i, data[offset + i]);
        }
    }

    @Override
    public void read(int address, byte[] into, int offset, int length) {
        memory.readBuffer(address, into, offset, length);
    }

    @Override
    public void writeFloats(int address, float[] data, int offset, int length) {
        for (int i = 0; i < length; i++) {
            memory.writeBufferInt(ORDER, address + 4L * i, Float.floatToRawIntBits(data[offset + i]));
        }
    }

    @Override
    public void readFloats(int address, float[] into, int offset, int length) {
        for (int i = 0; i < length; i++) {
            into[offset + i] = Float.intBitsToFloat(memory.readBufferInt(ORDER, address + 4L * i));
        }
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public void close() {
        context.close();
    }

    private static int call(Value instance, String export, int[] args) {
        Value function = instance.getMember(export);
        if (function == null) {
            throw new Unsupported("The module has no function " + export + ".", Finding.at(export));
        }
        Object[] values = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            values[i] = args[i];
        }
        try {
            Value result = function.execute(values);
            return result.fitsInInt() ? result.asInt() : 0;
        } catch (PolyglotException e) {
            throw new Unsupported("The function " + export + " trapped.", Finding.at(export).found(e.getMessage()));
        }
    }

    private Value evaluate(String name, byte[] wasm) {
        try {
            return context.eval(Source.newBuilder("wasm", ByteSequence.create(wasm), name).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
