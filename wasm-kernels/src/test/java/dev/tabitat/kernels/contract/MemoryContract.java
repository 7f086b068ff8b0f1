package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.Region;
import java.util.ArrayList;
import java.util.List;

/** Regions of the kernel memory are aligned, never overlap and come back; what is too much is refused. */
final class MemoryContract implements Contract {

    private static final int STEPS = 400;

    private final KernelHost host;
    private final long seed;

    MemoryContract(KernelHost host, long seed) {
        this.host = host;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "regions of memory are aligned, apart and reusable";
    }

    @Override
    public void run(Check check) {
        KernelMemory memory = new KernelMemory(host);
        Numbers random = new Numbers(seed);
        List<Region> held = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            if (held.isEmpty() || random.below(5) < 3) {
                Region region = memory.take(random.below(3_000), "a test");
                check.isTrue("aligned: " + region, region.address() % KernelMemory.ALIGNMENT == 0);
                check.isTrue("not at zero", region.address() > 0);
                check.isTrue("inside the memory", region.end() <= host.memoryBytes());
                for (Region other : held) {
                    check.isTrue("apart: " + region + " and " + other,
                            region.end() <= other.address() || other.end() <= region.address());
                }
                held.add(region);
            } else {
                memory.giveBack(held.remove(random.below(held.size())));
            }
            long sum = 0;
            for (Region region : held) {
                sum += region.bytes();
            }
            check.equal("used bytes", sum, memory.usedBytes());
        }
        while (!held.isEmpty()) {
            memory.giveBack(held.remove(random.below(held.size())));
        }
        check.equal("nothing is used", 0L, memory.usedBytes());
        Region first = memory.take(1, "a test");
        check.equal("all gaps were joined", KernelMemory.ALIGNMENT, first.address());
        memory.giveBack(first);
        check.fails("given back twice", IllegalStateException.class, () -> memory.giveBack(first));
        growthKeepsContent(check, memory);
        tooMuchIsRefused(check, memory);
    }

    private void growthKeepsContent(Check check, KernelMemory memory) {
        float[] values = {1.5f, -2, 3};
        Region kept = memory.take(12, "a test");
        host.writeFloats(kept.address(), values, 0, 3);
        long before = host.memoryBytes();
        Region large = memory.take(before, "a test");
        check.isTrue("grew", host.memoryBytes() > before);
        float[] found = new float[4];
        host.readFloats(kept.address(), found, 1, 3);
        Bits.same(check, "content after growing", new float[]{0, 1.5f, -2, 3}, found);
        byte[] bytes = {9, 1, 2, 9};
        host.write(large.end() - 2, bytes, 1, 2);
        byte[] back = new byte[4];
        host.read(large.end() - 2, back, 2, 2);
        check.equal("last byte of the grown memory", 2, (int) back[3]);
        check.equal("nothing before the offset", 0, (int) back[1]);
        memory.giveBack(large);
        memory.giveBack(kept);
    }

    private void tooMuchIsRefused(Check check, KernelMemory memory) {
        long before = host.memoryBytes();
        OutOfBudget refused = check.fails("three gigabytes", OutOfBudget.class, () -> memory.take(3L << 30, "a test"));
        check.isTrue("says what it was for", refused.getMessage().contains("a test"));
        check.equal("the memory is as it was", before, host.memoryBytes());
        check.equal("nothing is used", 0L, memory.usedBytes());
        check.fails("less than nothing", IllegalArgumentException.class, () -> memory.take(-1, "a test"));
    }
}
