package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Where threads meet, in shared memory: the barrier of a program, the helpers' waiting room and the bell that wakes them.
 *
 * <p>The meeting place is {@link #BYTES} bytes of zeros: a word that counts programs, one that counts helpers at their posts, the
 * barrier's count and its phase, each on a cache line of its own; then for each thread the start and the end of its program.
 *
 * <p>The barrier is a central one with a phase (Mellor-Crummey and Scott 1991, section 3.1): whoever comes last begins the next
 * phase. The others look for it for some tens of microseconds and then sleep.
 */
public final class Barrier {

    /** The most threads that can meet. */
    public static final int MOST_THREADS = 16;

    /** The number of programs begun. */
    static final int BELL = 0;

    /** How many helpers have come to their posts. */
    public static final int PRESENT = 64;

    /** The programs of the threads: two words each. */
    public static final int PROGRAMS = 256;

    /** Bytes of a meeting place. */
    public static final int BYTES = PROGRAMS + 8 * MOST_THREADS;

    /** The exported waiting room of helpers: {@code serve(place, thread)} never returns. */
    public static final String SERVE = "serve";

    /** The exported bell: {@code begin(place, threads)} wakes the helpers. */
    public static final String BEGIN = "begin";

    private static final int COUNT = 128;
    private static final int PHASE = 192;

    private static final int LOOKS = 20_000;

    /** Nobody computes for so long between two barriers: a thread has died. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int TIMED_OUT = 2;

    private Barrier() {
    }

    /** Defines {@code barrier(place, threads)}; on a memory that is not shared nobody is there to wait for. */
    static Function define(WasmModule module, boolean shared) {
        return module.define("barrier", FunctionType.taking(I32, I32), code -> {
            if (shared) {
                write(code);
            }
        });
    }

    private static void write(Code code) {
        Local place = code.parameter(0);
        Local threads = code.parameter(1);
        Local phase = code.local(I32);
        Local looks = code.local(I32);
        code.get(place).memory(Op.I32_ATOMIC_LOAD, PHASE).set(phase);
        code.get(place).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, COUNT).get(threads).i32(1).op(Op.I32_SUB).op(Op.I32_EQ).either(() -> {
            code.get(place).i32(0).memory(Op.I32_ATOMIC_STORE, COUNT);
            code.get(place).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, PHASE).drop();
            code.get(place).i32(-1).memory(Op.MEMORY_ATOMIC_NOTIFY, PHASE).drop();
        }, () -> code.block(done -> code.loop(again -> {
            code.get(place).memory(Op.I32_ATOMIC_LOAD, PHASE).get(phase).op(Op.I32_NE).branchIf(done);
            code.add(looks, 1);
            code.get(looks).i32(LOOKS).op(Op.I32_LT_U).branchIf(again);
            code.get(place).get(phase).i64(PATIENCE_NANOS).memory(Op.MEMORY_ATOMIC_WAIT32, PHASE)
                    .i32(TIMED_OUT).op(Op.I32_EQ).when(() -> code.op(Op.UNREACHABLE));
            code.branch(again);
        })));
    }

    /** Defines the waiting room: a helper runs its program each time the bell rings. */
    static Function defineServe(WasmModule module, Function program) {
        return module.define(SERVE, FunctionType.taking(I32, I32), code -> {
            Local place = code.parameter(0);
            Local mine = code.parameter(1);
            Local heard = code.local(I32);
            Local bell = code.local(I32);
            code.get(mine).i32(3).op(Op.I32_SHL).get(place).op(Op.I32_ADD).set(mine);
            code.get(place).memory(Op.I32_ATOMIC_LOAD, BELL).set(heard);
            code.get(place).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, PRESENT).drop();
            code.loop(again -> {
                code.block(rung -> code.loop(asleep -> {
                    code.get(place).memory(Op.I32_ATOMIC_LOAD, BELL).tee(bell).get(heard).op(Op.I32_NE).branchIf(rung);
                    code.get(place).get(heard).i64(-1).memory(Op.MEMORY_ATOMIC_WAIT32, BELL).drop();
                    code.branch(asleep);
                }));
                code.get(bell).set(heard);
                code.get(mine).memory(Op.I32_LOAD, PROGRAMS).get(mine).memory(Op.I32_LOAD, PROGRAMS + 4).call(program);
                code.branch(again);
            });
        });
    }

    /** Defines the bell. */
    static Function defineBegin(WasmModule module) {
        return module.define(BEGIN, FunctionType.taking(I32, I32), code -> {
            code.get(code.parameter(0)).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, BELL).drop();
            code.get(code.parameter(0)).get(code.parameter(1)).memory(Op.MEMORY_ATOMIC_NOTIFY, BELL).drop();
        });
    }
}
