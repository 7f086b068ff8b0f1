package dev.tabitat.web.jso;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A fair lock for fibers: one thread at a time, in order of arrival; the holder may wait for the browser.
 *
 * <p>
 * {@code synchronized} is not for this: when several threads wait for one monitor, TeaVM 0.16 wakes the first and
 * forgets the rest ({@code TObject.waitForOtherThreads} drops the queue). Here every thread waits for a ticket of its
 * own. Not reentrant.
 */
public final class FairLock {

    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final Waiting how;
    private boolean taken;

    public FairLock() {
        this(FairLock::waitOn);
    }

    /** A lock whose threads wait in another way, such as on the scheduler of a test. */
    public FairLock(Waiting how) {
        this.how = how;
    }

    /** How a thread waits until a condition holds; whoever makes it true holds the monitor and notifies all. */
    @FunctionalInterface
    public interface Waiting {
        void until(Object monitor, BooleanSupplier condition);
    }

    /** Waits for its turn and does some work. */
    public <T> T withLock(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    /** A wish that a wait ends before its turn. */
    public interface Interruption {

        boolean isRequested();

        /** Runs the listener when it is requested, at once if it was. */
        void onRequest(Runnable listener);

        void forget(Runnable listener);
    }

    /**
     * The same, unless the wait is interrupted.
     *
     * @return empty when it was interrupted before its turn; nothing was done then
     */
    public <T> Optional<T> withLock(Interruption interruption, Supplier<T> work) {
        if (!enter(interruption)) {
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            leave();
        }
    }

    /** How many threads wait for their turn. */
    public int waiting() {
        synchronized (this) {
            return waiting.size();
        }
    }

    /** @return whether the lock is held now */
    private boolean enter(Interruption interruption) {
        Ticket ticket;
        synchronized (this) {
            if (!taken) {
                taken = true;
                return true;
            }
            ticket = new Ticket();
            waiting.add(ticket);
        }
        Runnable giveUp = () -> {
            boolean isWaiting;
            synchronized (this) {
                isWaiting = waiting.remove(ticket);
            }
            if (isWaiting) {
                ticket.giveUp();
            }
        };
        interruption.onRequest(giveUp);
        how.until(ticket, ticket::isCalled);
        interruption.forget(giveUp);
        return !ticket.isGivenUp();
    }

    private void enter() {
        Ticket ticket;
        synchronized (this) {
            if (!taken) {
                taken = true;
                return;
            }
            ticket = new Ticket();
            waiting.add(ticket);
        }
        how.until(ticket, ticket::isCalled);
    }

    /** The lock goes to the thread that has waited longest. */
    private void leave() {
        Ticket next;
        synchronized (this) {
            next = waiting.poll();
            taken = next != null;
        }
        if (next != null) {
            next.call();
        }
    }

    private static void waitOn(Object monitor, BooleanSupplier condition) {
        boolean interrupted = false;
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One thread waits for it, one calls it. */
    private static final class Ticket {

        private boolean called;
        private boolean givenUp;

        synchronized void giveUp() {
            givenUp = true;
            call();
        }

        synchronized boolean isGivenUp() {
            return givenUp;
        }

        synchronized boolean isCalled() {
            return called;
        }

        synchronized void call() {
            called = true;
            notifyAll();
        }
    }
}
