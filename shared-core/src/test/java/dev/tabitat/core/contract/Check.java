package dev.tabitat.core.contract;

import java.util.Objects;

/** The assertions of a contract; a failed one throws {@link AssertionError}, each one made is counted. */
public final class Check {

    private int count;

    /** Fails unless {@code found} equals {@code expected}. */
    public void equal(String what, Object expected, Object found) {
        count++;
        if (!Objects.equals(expected, found)) {
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
        }
    }

    /** Fails unless {@code holds}. */
    public void isTrue(String what, boolean holds) {
        count++;
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Fails unless {@code found} is within {@code bound} of {@code expected}. */
    public void near(String what, double expected, double found, double bound) {
        count++;
        if (!(Math.abs(expected - found) <= bound)) {
            throw new AssertionError(what + ": expected " + expected + " within " + bound + ", found " + found);
        }
    }

    /** Fails unless {@code body} throws a {@code type}, which is returned. */
    public <T extends Throwable> T fails(String what, Class<T> type, Runnable body) {
        count++;
        try {
            body.run();
        } catch (Throwable thrown) {
            if (type.isInstance(thrown)) {
                return type.cast(thrown);
            }
            throw new AssertionError(what + ": expected " + type.getName() + ", found " + thrown);
        }
        throw new AssertionError(what + ": expected " + type.getName() + ", found nothing thrown");
    }

    /** How many assertions were made. */
    public int count() {
        return count;
    }
}
