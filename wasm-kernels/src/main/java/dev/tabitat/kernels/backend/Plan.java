package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.kernels.kernel.Kernel;
import dev.tabitat.kernels.kernel.Program;
import dev.tabitat.kernels.kernel.SparseRowsF32;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session will keep in memory and which kernels it will call: made once for a graph, before any memory is taken.
 *
 * <p>
 * Layout of a session's region, every part at a multiple of sixteen bytes: constants, values and staging areas in the
 * order in which they were asked for, then the program, one record of {@link Program#RECORD_BYTES} a call. Values are
 * not overlaid: the networks here are made of weights, and their values are a small part of the whole.
 *
 * <p>
 * A sparse input may have any number of entries. Its staging area holds {@link #SPARSE_CAPACITY} of them; the session
 * calls the kernel once for each such part of a longer input, which gives the same bits as one call would.
 */
final class Plan {

    /** The most entries of a sparse input that one kernel call takes: 32 KiB of indices and values. */
    static final int SPARSE_CAPACITY = 4096;

    /** The word of a sparse call's record that holds the number of entries: after the kernel and six addresses. */
    static final int SPARSE_COUNT_WORD = 7;

    /** One record of the program: addresses come first among the arguments of every kernel. */
    record Call(Kernel kernel, List<Slot> operands, List<Integer> numbers) {
    }

    /** Bytes that are written once, when the session opens. */
    record Constant(Slot slot, Bytes bytes) {
    }

    /** A call whose entries come with each run; {@code call} is its place in the program. */
    record SparseCall(int call, Slot indices, Slot values, int features) {
    }

    private final List<Constant> constants = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<SparseCall> sparseCalls = new ArrayList<>();
    private long end;

    /**
     * Asks for a place whose content does not matter.
     *
     * @throws OutOfBudget when all places together reach 2 GiB
     */
    Slot slot(long bytes) {
        long next = end + KernelMemory.aligned(bytes);
        if (bytes < 0 || next >= KernelMemory.LIMIT) {
            throw new OutOfBudget("The model is too large for one WebAssembly memory.",
                    Finding.at("kernel memory").expected("less than " + KernelMemory.LIMIT + " bytes")
                            .found(next + " bytes").remedy("Take a smaller model."));
        }
        Slot slot = new Slot((int) end, (int) bytes);
        end = next;
        return slot;
    }

    /** Asks for a place that holds these bytes from the start. */
    Slot constant(Bytes bytes) {
        Slot slot = slot(bytes.length());
        constants.add(new Constant(slot, bytes));
        return slot;
    }

    /** Adds a kernel call after those that are there: the addresses of the operands, then the numbers. */
    void call(Kernel kernel, List<Slot> operands, Integer... numbers) {
        calls.add(new Call(kernel, List.copyOf(operands), List.of(numbers)));
    }

    /**
     * Adds {@code y += Σ v[i] · W[index[i], :]}, whose entries come with each run.
     *
     * @param weights offsets, columns and values of the compressed rows, which the caller has checked
     * @param features the number of rows: every index must be below it
     * @return the number of this sparse input, counted from zero
     */
    int sparseCall(SparseRowsF32.Columns width, Slot y, List<Slot> weights, int features) {
        Slot indices = slot(4L * SPARSE_CAPACITY);
        Slot values = slot(4L * SPARSE_CAPACITY);
        Kernel kernel = width == SparseRowsF32.Columns.U8 ? Kernel.SPARSE_ROWS_U8 : Kernel.SPARSE_ROWS_I32;
        List<Slot> operands = new ArrayList<>();
        operands.add(y);
        operands.addAll(weights);
        operands.add(indices);
        operands.add(values);
        sparseCalls.add(new SparseCall(calls.size(), indices, values, features));
        call(kernel, operands, 0);
        return sparseCalls.size() - 1;
    }

    List<Constant> constants() {
        return constants;
    }

    List<SparseCall> sparseCalls() {
        return sparseCalls;
    }

    /** The number of calls. */
    int length() {
        return calls.size();
    }

    /** Where the program starts, in bytes from the start of the region. */
    int programOffset() {
        return (int) end;
    }

    /** The bytes of the whole region. */
    long bytes() {
        return end + (long) calls.size() * Program.RECORD_BYTES;
    }

    /** The program for a region that starts at {@code base}. */
    Bytes program(int base) {
        int perRecord = Program.RECORD_BYTES / 4;
        int[] words = new int[calls.size() * perRecord];
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            int at = i * perRecord;
            words[at++] = call.kernel().number();
            for (Slot operand : call.operands()) {
                words[at++] = base + operand.offset();
            }
            for (int number : call.numbers()) {
                words[at++] = number;
            }
        }
        return Bytes.ofWords(words);
    }
}
