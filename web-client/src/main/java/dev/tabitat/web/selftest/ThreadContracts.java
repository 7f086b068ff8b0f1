package dev.tabitat.web.selftest;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.ThreadSettings;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.contract.RandomDecoders;
import dev.tabitat.kernels.contract.RowBackendContract;
import dev.tabitat.kernels.decoder.DecoderBackend;
import dev.tabitat.kernels.kernel.ControlBlock;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.decoder.BlockDot;
import dev.tabitat.kernels.kernel.decoder.BlockDots;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.ValueType;
import dev.tabitat.kernels.wasm.WasmModule;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;

/** Kernel threads in this browser's workers, which start in an order that the contract chooses; runs in a worker. */
final class ThreadContracts {

    private static final int START_LOOKS = 1000;
    private static final int LOOK_MILLIS = 10;
    private static final int VOCABULARY = 40;

    private ThreadContracts() {
    }

    static List<Contract> all(long seed) {
        List<Contract> all = new ArrayList<>();
        // Each worker comes first, between the others and last; WorkerPoolTest goes through every order.
        for (int[] order : new int[][]{{2, 1}, {1, 2, 3}, {2, 3, 1}, {3, 1, 2}}) {
            StringBuilder name = new StringBuilder("workers that arrive in the order");
            for (int worker : order) {
                name.append(' ').append(worker);
            }
            all.add(BrowserContracts.contract(name + " give one thread's bits", check -> arrivals(check, order, seed)));
        }
        all.add(BrowserContracts.contract("a worker that traps is given up at once",
                check -> failing(check, true, seed)));
        all.add(BrowserContracts.contract("a worker that is gone is given up at its deadline",
                check -> failing(check, false, seed)));
        all.add(BrowserContracts.contract("a decoder gives the same bits on one, two and three threads",
                check -> decoder(check, seed)));
        return all;
    }

    private static void decoder(Check check, long seed) {
        BrowserKernelHost host = new BrowserKernelHost(3, workerScript());
        DecoderBackend backend = new DecoderBackend(new KernelMemory(host), () -> BlockDots.of(BlockDot.PLAIN),
                new ThreadSettings(1, ThreadSettings.DEFAULT.deadlineMillis()));
        for (String architecture : List.of("llama", "gemma3")) {
            Decoder decoder = new RandomDecoders(seed).decoder(architecture, GgufType.Q8_0,
                    new RandomDecoders.Sizes(VOCABULARY, 64, 6, 2, 16, 96, 2));
            DecoderSession session = backend.open(decoder);
            for (int i = 0; i < START_LOOKS && backend.threads() < 3; i++) {
                Await.done(Clock.sleep(LOOK_MILLIS));
            }
            check.equal("threads that are ready", 3, backend.threads());
            backend.limitThreads(1);
            float[] one = logits(session);
            for (int threads = 2; threads <= 3; threads++) {
                backend.limitThreads(threads);
                float[] several = logits(session);
                for (int i = 0; i < one.length; i++) {
                    check.equal(architecture + " on " + threads + " threads, value " + i, Float.floatToIntBits(one[i]),
                            Float.floatToIntBits(several[i]));
                }
            }
            session.close();
        }
        check.equal("no problem", "", backend.threadProblem().orElse(""));
        host.stopWorkers();
    }

    /** Logits behind a prompt and behind each of nine more tokens. */
    private static float[] logits(DecoderSession session) {
        DecoderSequence sequence = session.open(30);
        sequence.prefill(new int[]{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}, 0, 11);
        float[] all = new float[10 * VOCABULARY];
        float[] logits = new float[VOCABULARY];
        for (int i = 0; i < 10; i++) {
            sequence.logits(logits);
            System.arraycopy(logits, 0, all, i * VOCABULARY, VOCABULARY);
            sequence.step(i);
        }
        sequence.close();
        return all;
    }

    private static void arrivals(Check check, int[] order, long seed) {
        HeldWorkers host = new HeldWorkers(order.length + 1);
        WasmBackend backend = new WasmBackend(new KernelMemory(host), () -> Int8Dot.PLAIN,
                new ThreadSettings(1, ThreadSettings.DEFAULT.deadlineMillis()));
        exact(check, backend, seed);
        for (int i = 0; i < order.length; i++) {
            host.release(order[i]);
            await(check, backend, i + 2);
            exact(check, backend, seed + i);
        }
        exact(check, backend, seed);
        check.isTrue("all are ready", backend.isComplete());
        check.equal("no problem", "", backend.threadProblem().orElse(""));
        host.stopWorkers();
    }

    private static void failing(Check check, boolean traps, long seed) {
        HeldWorkers host = new HeldWorkers(3);
        WasmBackend backend = new WasmBackend(new KernelMemory(host), () -> Int8Dot.PLAIN,
                new ThreadSettings(1, traps ? 60_000 : 200));
        exact(check, backend, seed);
        host.release(1);
        host.replace(2, traps);
        await(check, backend, 3);
        exact(check, backend, seed);
        check.equal("one thread goes on", 1, backend.threads());
        check.isTrue("it says why", backend.threadProblem().isPresent());
    }

    /** The contract of encoders, to the bit. */
    private static void exact(Check check, WasmBackend backend, long seed) {
        new RowBackendContract(Int8Dot.PLAIN.title(), backend, seed).run(check);
    }

    private static void await(Check check, WasmBackend backend, int threads) {
        for (int i = 0; i < START_LOOKS && backend.threads() < threads; i++) {
            Await.done(Clock.sleep(LOOK_MILLIS));
        }
        check.equal("threads that are ready", threads, backend.threads());
    }

    /** A host whose workers start when they are released. */
    private static final class HeldWorkers implements KernelHost {

        private final BrowserKernelHost host;
        private byte[] kernels = new byte[0];
        private int control;

        HeldWorkers(int threads) {
            host = new BrowserKernelHost(threads, workerScript());
        }

        void release(int worker) {
            host.startWorker(kernels, control, worker);
        }

        /** Starts a worker that declares itself ready and then, when it gets a program, traps or is gone. */
        void replace(int worker, boolean traps) {
            int state = ControlBlock.slot(worker) + ControlBlock.STATE;
            int sequence = state + 4;
            WasmModule module = new WasmModule().importSharedMemory(MEMORY_MODULE, MEMORY_FIELD, 0, 65_536);
            FunctionType type = FunctionType.taking(ValueType.I32, ValueType.I32);
            module.with("serve", type, code -> {
                code.get(code.parameter(0)).i32(ControlBlock.READY).memory(Op.I32_ATOMIC_STORE, state);
                code.get(code.parameter(0)).i32(0).i64(-1).memory(Op.MEMORY_ATOMIC_WAIT32, sequence).drop();
                if (traps) {
                    code.op(Op.UNREACHABLE);
                }
            });
            module.with("fail", type, code -> {
                code.get(code.parameter(0)).i32(ControlBlock.FAILED).memory(Op.I32_ATOMIC_STORE, state);
                code.get(code.parameter(0)).i32(1).memory(Op.I32_ATOMIC_STORE, 128);
                code.get(code.parameter(0)).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, 64).drop();
                code.get(code.parameter(0)).i32(-1).memory(Op.MEMORY_ATOMIC_NOTIFY, 64).drop();
            });
            host.startWorker(module.toBytes(), control, worker);
        }

        @Override
        public void startWorker(byte[] wasm, int at, int worker) {
            kernels = wasm;
            control = at;
        }

        @Override
        public void stopWorkers() {
            host.stopWorkers();
        }

        @Override
        public KernelModule instantiate(byte[] wasm) {
            return host.instantiate(wasm);
        }

        @Override
        public long memoryBytes() {
            return host.memoryBytes();
        }

        @Override
        public void growTo(long bytes) {
            host.growTo(bytes);
        }

        @Override
        public void write(int address, byte[] data, int offset, int length) {
            host.write(address, data, offset, length);
        }

        @Override
        public void read(int address, byte[] into, int offset, int length) {
            host.read(address, into, offset, length);
        }

        @Override
        public void writeFloats(int address, float[] data, int offset, int length) {
            host.writeFloats(address, data, offset, length);
        }

        @Override
        public void readFloats(int address, float[] into, int offset, int length) {
            host.readFloats(address, into, offset, length);
        }

        @Override
        public int threads() {
            return host.threads();
        }
    }

    @JSBody(script = "return globalThis.tabitatKernelThread;")
    private static native String workerScript();
}
