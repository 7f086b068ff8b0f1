package dev.tabitat.kernels.contract;

import dev.tabitat.core.adapter.AdapterBackendContract;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.model.encoder.EncoderBackendContract;
import dev.tabitat.core.model.encoder.EncoderSamples;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelVectors;
import dev.tabitat.kernels.backend.PackingContract;
import dev.tabitat.kernels.backend.PlanContract;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.decoder.BlockDotChoice;
import dev.tabitat.kernels.decoder.DecoderBackend;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.decoder.BlockDot;
import dev.tabitat.kernels.kernel.decoder.BlockDots;
import java.util.ArrayList;
import java.util.List;

/** Every contract that a kernel host, the kernels on it and the backend above them keep. */
public final class KernelContracts {

    /** The seed of the random shapes where none is given. */
    public static final long SEED = 20_261_123L;

    private KernelContracts() {
    }

    /** All contracts on one host with nothing else on it. */
    public static List<Contract> all(KernelHost host) {
        return all(host, SEED);
    }

    /** The same with other random shapes. */
    public static List<Contract> all(KernelHost host, long seed) {
        List<Contract> contracts = new ArrayList<>();
        contracts.add(new MatVecContract(host, seed));
        contracts.add(new SparseRowsContract(host, seed));
        contracts.add(new SoftmaxContract(host, seed));
        contracts.add(new ProgramContract(host));
        contracts.add(new MemoryContract(host, seed));
        contracts.add(new MeasuresContract(host));
        contracts.add(new PlanContract(host, seed));
        contracts.add(new PackingContract(host, seed));
        contracts.add(new BackendContract(new WasmBackend(host), seed));
        contracts.add(new ProductsContract(host, seed));
        contracts.addAll(rows(host, seed));
        contracts.addAll(decoders(host, seed));
        return contracts;
    }

    /** Decoders with each way to multiply that is right here; plain SIMD always is. */
    private static List<Contract> decoders(KernelHost host, long seed) {
        List<Contract> contracts = new ArrayList<>();
        contracts.add(new DecoderStepContract(host, seed));
        KernelMemory plain = new KernelMemory(host);
        contracts.add(
                new DecoderWindowContract(plain, new DecoderBackend(plain, () -> BlockDots.of(BlockDot.PLAIN)), seed));
        for (BlockDot dot : BlockDot.values()) {
            if (dot != BlockDot.PLAIN && !BlockDotChoice.refusal(new KernelMemory(host), dot).isEmpty()) {
                continue;
            }
            contracts.add(new DecoderMatrixContract(host, dot, seed));
            for (String architecture : RandomDecoders.ARCHITECTURES) {
                KernelMemory memory = new KernelMemory(host);
                contracts.add(new DecoderSessionContract(dot.title(), memory,
                        new DecoderBackend(memory, () -> BlockDots.of(dot)),
                        architecture, seed));
            }
        }
        return contracts;
    }

    /** One for each way to multiply int8 that this engine runs; plain SIMD always. */
    private static List<Contract> rows(KernelHost host, long seed) {
        List<Contract> contracts = new ArrayList<>();
        for (Int8Dot dot : Int8Dot.values()) {
            if (dot == Int8Dot.PLAIN || runs(host, dot)) {
                contracts.add(
                        new RowBackendContract(dot.title(), new WasmBackend(new KernelMemory(host), () -> dot), seed));
                contracts.add(new ArchitectureBackendContract(dot.title(),
                        new WasmBackend(new KernelMemory(host), () -> dot), seed));
                for (String family : EncoderSamples.FAMILIES) {
                    contracts.add(new EncoderBackendContract(dot.title(),
                            new WasmBackend(new KernelMemory(host), () -> dot), family));
                }
                contracts.add(
                        new AdapterBackendContract(dot.title(), new WasmBackend(new KernelMemory(host), () -> dot)));
                contracts.add(new DeltaContract(dot.title(), new WasmBackend(new KernelMemory(host), () -> dot), seed));
                KernelMemory own = new KernelMemory(host);
                contracts.add(new WeightLoaderContract(dot.title(), own, new WasmBackend(own, () -> dot)));
                contracts.add(new ScanContract(host, dot, seed));
                contracts.add(new VectorScanContract(dot.title(), new KernelMemory(host),
                        (memory, width) -> new KernelVectors(memory, dot, width), seed));
            }
        }
        return contracts;
    }

    private static boolean runs(KernelHost host, Int8Dot dot) {
        try {
            host.instantiate(host.kernels(dot));
            return true;
        } catch (Unsupported e) {
            return false;
        }
    }
}
