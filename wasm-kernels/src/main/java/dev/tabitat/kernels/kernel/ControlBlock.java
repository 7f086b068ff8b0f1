package dev.tabitat.kernels.kernel;

/**
 * The words in shared memory by which the caller and its workers coordinate: {@link #BYTES} bytes, zeros but for the
 * deadline.
 *
 * <pre>
 *   0    arrived          threads at the present barrier
 *  64    phase            barriers passed; waiters sleep on it
 * 128    stopped          not 0 once a thread failed: every thread at a barrier traps
 * 132    deadline         milliseconds that a thread waits at a barrier
 * 192 + 64 w   slot of worker w, 1 to 15:
 *        state            0 absent, 1 ready, 2 failed
 *   +4   sequence         programs published to this worker; it sleeps on it
 *   +8   from, +12 to     its program; written before the sequence is raised
 * </pre>
 *
 * <p>
 * All but a program's bounds are read and written atomically (sequentially consistent), so what was written before a
 * sequence was raised is seen by the worker that finds it raised.
 */
public final class ControlBlock {

    /** The most threads, the caller included. */
    public static final int MAX_THREADS = 16;

    static final int ARRIVED = 0;
    static final int PHASE = 64;
    static final int STOPPED = 128;

    /** Milliseconds that a thread waits at a barrier. */
    public static final int DEADLINE_MILLIS = 132;

    /** In a slot: whether its worker takes programs. */
    public static final int STATE = 0;

    /** A state: the worker takes programs. */
    public static final int READY = 1;

    /** A state: the worker trapped. */
    public static final int FAILED = 2;

    static final int SEQUENCE = 4;
    static final int FROM = 8;
    static final int TO = 12;

    private static final int SLOTS = 192;
    private static final int SLOT_SHIFT = 6;

    /** Bytes of a control block. */
    public static final int BYTES = SLOTS + (MAX_THREADS << SLOT_SHIFT);

    private ControlBlock() {
    }

    /** The offset of a worker's slot. */
    public static int slot(int worker) {
        return SLOTS + (worker << SLOT_SHIFT);
    }
}
