package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands out regions of a host's one memory, so that several sessions and measurements live side by side.
 *
 * <p>
 * First fit over the gaps in ascending order of address; gaps that touch are joined when a region comes back; the
 * memory grows only when no gap is large enough, and never shrinks (WebAssembly cannot). Addresses stay below 2 GiB.
 * The first {@link #ALIGNMENT} bytes are never handed out, so that no region has the address zero.
 */
public final class KernelMemory {

    /** Every region starts at a multiple of this many bytes: one vector. */
    public static final int ALIGNMENT = 16;

    /** The end of what an address can name here. */
    public static final long LIMIT = 1L << 31;

    private static final long PAGE = 65_536;

    private final KernelHost host;
    private final List<Region> gaps = new ArrayList<>();
    private int end = ALIGNMENT;
    private long used;

    public KernelMemory(KernelHost host) {
        this.host = host;
    }

    /** The engine whose memory this is. */
    public KernelHost host() {
        return host;
    }

    /** The bytes now handed out. */
    public long usedBytes() {
        return used;
    }

    /** {@code bytes} rounded up to a multiple of {@link #ALIGNMENT}. */
    public static long aligned(long bytes) {
        return bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /**
     * Takes a region of at least {@code bytes}, whose content is whatever was there before.
     *
     * @param purpose what it is for, for the error
     * @throws OutOfBudget when the memory cannot grow as far; nothing has changed then
     */
    public Region take(long bytes, String purpose) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A region of " + bytes + " bytes");
        }
        long wanted = Math.max(ALIGNMENT, aligned(bytes));
        for (int i = 0; i < gaps.size(); i++) {
            Region gap = gaps.get(i);
            if (gap.bytes() >= wanted) {
                return takeFrom(i, gap, (int) wanted);
            }
        }
        return takeAtEnd(wanted, purpose);
    }

    /** Takes a region back; it must have come from {@link #take} and not have been given back yet. */
    public void giveBack(Region region) {
        int at = 0;
        while (at < gaps.size() && gaps.get(at).address() < region.address()) {
            at++;
        }
        boolean overlapsBefore = at > 0 && gaps.get(at - 1).end() > region.address();
        boolean overlapsAfter = at < gaps.size() && gaps.get(at).address() < region.end();
        if (overlapsBefore || overlapsAfter || region.end() > end) {
            throw new IllegalStateException("Not handed out: " + region);
        }
        gaps.add(at, region);
        used -= region.bytes();
        join(at);
        join(at - 1);
        releaseEnd();
    }

    private Region takeFrom(int i, Region gap, int wanted) {
        if (gap.bytes() == wanted) {
            gaps.remove(i);
        } else {
            gaps.set(i, new Region(gap.address() + wanted, gap.bytes() - wanted));
        }
        used += wanted;
        return new Region(gap.address(), wanted);
    }

    private Region takeAtEnd(long wanted, String purpose) {
        long newEnd = end + wanted;
        if (newEnd >= LIMIT) {
            throw new OutOfBudget("There is not enough kernel memory for " + purpose + ".",
                    Finding.at("kernel memory, " + purpose)
                            .expected(wanted + " bytes")
                            .found((LIMIT - end) + " bytes below the limit of 2 GiB")
                            .remedy("Close another model or take a smaller one."));
        }
        if (newEnd > host.memoryBytes()) {
            host.growTo((newEnd + PAGE - 1) / PAGE * PAGE);
        }
        Region region = new Region(end, (int) wanted);
        end = (int) newEnd;
        used += wanted;
        return region;
    }

    /** Joins gap {@code i} with the next when they touch. */
    private void join(int i) {
        if (i < 0 || i + 1 >= gaps.size()) {
            return;
        }
        Region first = gaps.get(i);
        Region second = gaps.get(i + 1);
        if (first.end() == second.address()) {
            gaps.set(i, new Region(first.address(), first.bytes() + second.bytes()));
            gaps.remove(i + 1);
        }
    }

    /** A gap at the very end becomes untouched memory again, so that the next region can be larger than the gap. */
    private void releaseEnd() {
        int last = gaps.size() - 1;
        if (gaps.get(last).end() == end) {
            end = gaps.get(last).address();
            gaps.remove(last);
        }
    }
}
