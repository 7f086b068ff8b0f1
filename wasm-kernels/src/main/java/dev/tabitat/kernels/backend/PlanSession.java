package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.kernels.kernel.Program;
import java.util.List;

/** A plan with memory of its own: values are put into their places, the program runs, results are read. */
final class PlanSession {

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final Plan plan;
    private final Region region;
    private boolean open = true;

    private PlanSession(KernelMemory memory, KernelModule kernels, Plan plan, Region region) {
        this.memory = memory;
        this.kernels = kernels;
        this.plan = plan;
        this.region = region;
    }

    /**
     * Takes memory for a plan and writes its constants and its program.
     *
     * @param purpose what the memory is for, for the error
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough; nothing is taken then
     */
    static PlanSession open(KernelMemory memory, KernelModule kernels, Plan plan, String purpose) {
        PlanSession session = new PlanSession(memory, kernels, plan, memory.take(plan.bytes(), purpose));
        try {
            for (Plan.Constant constant : plan.constants()) {
                session.put(constant.slot(), constant.bytes());
            }
            session.write(plan.programOffset(), plan.program(session.region.address()));
            return session;
        } catch (TabitatException e) {
            session.close();
            throw e;
        }
    }

    /** The bytes of memory that this session holds; zero when it is closed. */
    long memoryBytes() {
        return open ? region.bytes() : 0;
    }

    /** Puts a value into its place. */
    void put(Slot slot, Bytes bytes) {
        requireOpen();
        if (bytes.length() != slot.bytes()) {
            throw new IllegalArgumentException("A place of " + slot.bytes() + " bytes for " + bytes.length());
        }
        write(slot.offset(), bytes);
    }

    /** A copy of a value. */
    byte[] get(Slot slot) {
        requireOpen();
        byte[] bytes = new byte[slot.bytes()];
        memory.host().read(region.address() + slot.offset(), bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Runs the program once.
     *
     * @param sparse the entries of each sparse input, in the order of the plan
     * @throws DamagedData when an index is not one of the feature rows; nothing has run then
     * @throws Incompatible when there is not one value for each index; nothing has run then
     */
    void run(List<SparseEntries> sparse) {
        requireOpen();
        List<Plan.SparseCall> calls = plan.sparseCalls();
        if (sparse.size() != calls.size()) {
            throw new IllegalArgumentException(calls.size() + " sparse inputs, but entries for " + sparse.size());
        }
        for (int i = 0; i < calls.size(); i++) {
            check(calls.get(i), sparse.get(i));
        }
        int from = 0;
        for (int i = 0; i < calls.size(); i++) {
            Plan.SparseCall call = calls.get(i);
            SparseEntries entries = sparse.get(i);
            stage(call, entries, 0);
            if (entries.count() <= Plan.SPARSE_CAPACITY) {
                continue;
            }
            execute(from, call.call() + 1);
            from = call.call() + 1;
            for (int done = Plan.SPARSE_CAPACITY; done < entries.count(); done += Plan.SPARSE_CAPACITY) {
                stage(call, entries, done);
                execute(call.call(), from);
            }
        }
        execute(from, plan.length());
    }

    /** Gives the memory back; a second call does nothing. */
    void close() {
        if (open) {
            open = false;
            memory.giveBack(region);
        }
    }

    private static void check(Plan.SparseCall call, SparseEntries entries) {
        if (entries.values().words() != entries.count()) {
            throw new Incompatible("A sparse input needs one value for each index.",
                    Finding.at("sparse input").expected(entries.count() + " values")
                            .found(entries.values().words() + " values"));
        }
        for (int i = 0; i < entries.count(); i++) {
            int index = entries.indices().word(i);
            if (index < 0 || index >= call.features()) {
                throw new DamagedData("A feature is out of range.",
                        Finding.at("sparse input, entry " + i)
                                .expected("0 to " + (call.features() - 1)).found(index));
            }
        }
    }

    /** Writes the entries from number {@code from} on, as many as fit, and their count into the program. */
    private void stage(Plan.SparseCall call, SparseEntries entries, int from) {
        int count = Math.min(Plan.SPARSE_CAPACITY, entries.count() - from);
        write(call.indices().offset(), part(entries.indices(), from, count));
        write(call.values().offset(), part(entries.values(), from, count));
        int record = plan.programOffset() + call.call() * Program.RECORD_BYTES;
        write(record + 4 * Plan.SPARSE_COUNT_WORD, Bytes.ofWords(count));
    }

    private static Bytes part(Bytes bytes, int fromWord, int words) {
        return new Bytes(bytes.data(), bytes.offset() + 4 * fromWord, 4 * words);
    }

    private void execute(int from, int to) {
        int program = region.address() + plan.programOffset();
        kernels.call(Program.NAME, program + from * Program.RECORD_BYTES, program + to * Program.RECORD_BYTES);
    }

    private void write(int offset, Bytes bytes) {
        if (bytes.length() > 0) {
            memory.host().write(region.address() + offset, bytes.data(), bytes.offset(), bytes.length());
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("The session is closed");
        }
    }
}
