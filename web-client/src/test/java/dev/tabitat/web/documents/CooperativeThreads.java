package dev.tabitat.web.documents;

import dev.tabitat.kernels.model.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Threads of which one runs at a time, as fibers in a tab do: they change places only where they wait, and a
 * {@link Schedule} says who is next. Time is a number that grows when everybody sleeps.
 */
public final class CooperativeThreads implements AutoCloseable {

    /** A thread that computes for so long without waiting hangs. */
    private static final int HANGS_AFTER_SECONDS = 60;

    private final Schedule schedule;
    private final List<Fiber> fibers = new ArrayList<>();
    private final Semaphore turn = new Semaphore(0);
    private Fiber running;
    private Fiber last;
    private Throwable broken;
    private boolean isClosed;
    private long millis = 1_000;

    public CooperativeThreads(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Ends a thread that is still waiting when the test is over. */
    private static final class Closed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Fiber {
        private final Thread thread;
        private final Semaphore go = new Semaphore(0);
        private BooleanSupplier condition = () -> true;
        private long wakesAt;
        private long deadline = Long.MAX_VALUE;
        private boolean isDone;

        Fiber(Thread thread) {
            this.thread = thread;
        }
    }

    public long millis() {
        return millis;
    }

    public void start(String name, Runnable work) {
        if (isClosed) {
            throw new Closed();
        }
        Fiber[] mine = new Fiber[1];
        Thread thread = new Thread(() -> {
            mine[0].go.acquireUninterruptibly();
            try {
                if (!isClosed) {
                    work.run();
                }
            } catch (Closed end) {
                // The test is over.
            } catch (Throwable e) {
                broken = broken == null ? e : broken;
            } finally {
                mine[0].isDone = true;
                turn.release();
            }
        }, name);
        thread.setDaemon(true);
        mine[0] = new Fiber(thread);
        fibers.add(mine[0]);
        thread.start();
    }

    /** Others may go on; does nothing on the test's own thread. */
    public void pauseHere() {
        waitUntil(() -> true);
    }

    void sleep(int forMillis) {
        if (running != null) {
            running.wakesAt = millis + forMillis;
            pauseHere();
        }
    }

    /** Waits until others have made this true. */
    public void waitUntil(BooleanSupplier condition) {
        waitUntil(condition, Long.MAX_VALUE);
    }

    /** The same, but no longer than until this time. */
    public void waitUntil(BooleanSupplier condition, long deadline) {
        Fiber me = running;
        if (me == null) {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("the test's own thread would wait for ever");
            }
            return;
        }
        if (isClosed) {
            throw new Closed();
        }
        me.condition = condition;
        me.deadline = deadline;
        turn.release();
        me.go.acquireUninterruptibly();
        if (isClosed) {
            throw new Closed();
        }
    }

    /** Runs threads until this is so. */
    public void runUntil(BooleanSupplier isReached) {
        while (!isReached.getAsBoolean()) {
            if (!step(Long.MAX_VALUE)) {
                throw new AssertionError("every thread waits for another: " + where());
            }
        }
    }

    /** Lets time pass. */
    public void pass(long forMillis) {
        long end = millis + forMillis;
        while (step(end)) {
            continue;
        }
        millis = end;
    }

    /** @return whether a thread could take a step before this time */
    private boolean step(long end) {
        List<Fiber> able = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Fiber fiber : fibers) {
            if (!fiber.isDone) {
                long at = Math.min(fiber.deadline, fiber.condition.getAsBoolean() ? fiber.wakesAt : Long.MAX_VALUE);
                next = Math.min(next, at);
                if (at <= millis) {
                    able.add(fiber);
                }
            }
        }
        if (able.isEmpty()) {
            if (next > end || next == Long.MAX_VALUE) {
                return false;
            }
            millis = next;
            return true;
        }
        if (able.remove(last)) {
            able.add(0, last);
        }
        last = able.get(schedule.choose(able.size(), able.get(0) == last));
        resume(last);
        if (broken != null) {
            throw new AssertionError("in " + last.thread.getName() + ": " + broken, broken);
        }
        return true;
    }

    private void resume(Fiber fiber) {
        running = fiber;
        fiber.go.release();
        try {
            if (!turn.tryAcquire(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("does not come back: " + where());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(where(), e);
        } finally {
            running = null;
        }
        if (fiber.isDone) {
            fibers.remove(fiber);
        }
    }

    /** How many threads have not come to their end. */
    public int unfinished() {
        return fibers.size();
    }

    /** Where each thread waits. */
    public String where() {
        StringBuilder text = new StringBuilder();
        for (Fiber fiber : fibers) {
            text.append('\n').append(fiber.thread.getName());
            for (StackTraceElement element : fiber.thread.getStackTrace()) {
                if (element.getClassName().startsWith("dev.tabitat")) {
                    text.append("\n    at ").append(element);
                }
            }
        }
        return text.toString();
    }

    /** Ends what still waits. */
    @Override
    public void close() {
        isClosed = true;
        for (Fiber fiber : new ArrayList<>(fibers)) {
            while (!fiber.isDone) {
                resume(fiber);
            }
        }
    }
}
