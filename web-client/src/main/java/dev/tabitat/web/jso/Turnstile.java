package dev.tabitat.web.jso;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Lets one thread through at a time, in the order in which they came, though the one inside may wait for the browser.
 *
 * <p>{@code synchronized} is not for this: when several threads wait for one monitor, TeaVM 0.15 wakes the first and forgets the
 * rest ({@code TObject.waitForOtherThreads} drops the queue). Here every thread waits for a ticket of its own. Not reentrant.
 */
public final class Turnstile {

    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private boolean taken;

    /** Waits for its turn and does some work. */
    public <T> T pass(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
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
        ticket.await();
    }

    /** The turn goes to whoever has waited longest. */
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

    /** One thread waits for it, one calls it. */
    private static final class Ticket {

        private boolean called;

        synchronized void await() {
            boolean interrupted = false;
            while (!called) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        synchronized void call() {
            called = true;
            notifyAll();
        }
    }
}
