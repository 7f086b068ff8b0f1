package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import java.util.ArrayList;
import java.util.List;

/** Plans places for values that live one after another: first fit, places that come back are used again. */
final class Arena {

    private record Gap(long offset, long bytes) {
    }

    private final List<Gap> gaps = new ArrayList<>();
    private long end;

    /** @throws OutOfBudget when the arena reaches 2 GiB */
    Slot take(long bytes) {
        long wanted = Math.max(KernelMemory.ALIGNMENT, KernelMemory.aligned(bytes));
        for (int i = 0; i < gaps.size(); i++) {
            Gap gap = gaps.get(i);
            if (gap.bytes() >= wanted) {
                gaps.remove(i);
                if (gap.bytes() > wanted) {
                    gaps.add(i, new Gap(gap.offset() + wanted, gap.bytes() - wanted));
                }
                return new Slot((int) gap.offset(), (int) bytes);
            }
        }
        return takeAtEnd(bytes);
    }

    /** A place that no value had before: what is written there before the run stays. */
    Slot takeAtEnd(long bytes) {
        long wanted = Math.max(KernelMemory.ALIGNMENT, KernelMemory.aligned(bytes));
        if (end + wanted >= KernelMemory.LIMIT) {
            throw new OutOfBudget("So much text at once needs too much memory.",
                    Finding.at("kernel memory, values of a run")
                            .expected("less than " + KernelMemory.LIMIT + " bytes").found((end + wanted) + " bytes")
                            .remedy("Send less at once."));
        }
        Slot slot = new Slot((int) end, (int) bytes);
        end += wanted;
        return slot;
    }

    void giveBack(Slot slot) {
        long bytes = Math.max(KernelMemory.ALIGNMENT, KernelMemory.aligned(slot.bytes()));
        int at = 0;
        while (at < gaps.size() && gaps.get(at).offset() < slot.offset()) {
            at++;
        }
        gaps.add(at, new Gap(slot.offset(), bytes));
        join(at);
        join(at - 1);
    }

    /** The most bytes that were taken at a time, gaps counted. */
    long bytes() {
        return end;
    }

    private void join(int i) {
        if (i >= 0 && i + 1 < gaps.size() && gaps.get(i).offset() + gaps.get(i).bytes() == gaps.get(i + 1).offset()) {
            gaps.set(i, new Gap(gaps.get(i).offset(), gaps.get(i).bytes() + gaps.get(i + 1).bytes()));
            gaps.remove(i + 1);
        }
    }
}
