package dev.tabitat.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BackoffTest {

    @Test
    void pausesDoubleUpToTheLimit() {
        Backoff backoff = new Backoff(4_000, 20_000);
        assertTrue(backoff.isDue(0));
        double now = 0;
        for (double pause : new double[]{4_000, 8_000, 16_000, 20_000, 20_000}) {
            backoff.failed(now, 0.5);
            assertFalse(backoff.isDue(now + pause - 1), "after " + pause);
            assertEquals(pause, backoff.pauseMillis(now));
            now += pause;
            assertTrue(backoff.isDue(now), "after " + pause);
        }
    }

    @Test
    void chanceVariesAPauseByAQuarter() {
        Backoff early = new Backoff(1_000, 8_000);
        early.failed(100, 0);
        assertEquals(750, early.pauseMillis(100));
        Backoff late = new Backoff(1_000, 8_000);
        late.failed(100, 0.999_999);
        assertEquals(1_250, late.pauseMillis(100), 0.01);
    }

    @Test
    void aSuccessHoldsUntilItIsOutOfDateAndForgetsFailures() {
        Backoff backoff = new Backoff(1_000, 8_000);
        backoff.failed(0, 0.5);
        backoff.failed(1_000, 0.5);
        assertTrue(backoff.hasFailed());
        backoff.succeeded(3_000, 60_000);
        assertFalse(backoff.hasFailed());
        assertFalse(backoff.isDue(62_999));
        assertTrue(backoff.isDue(63_000));
        backoff.failed(63_000, 0.5);
        assertEquals(1_000, backoff.pauseMillis(63_000));
    }

    @Test
    void aThousandFailuresStillHaveALimit() {
        Backoff backoff = new Backoff(4_000, 600_000);
        for (int i = 0; i < 1_000; i++) {
            backoff.failed(0, 0.5);
        }
        assertEquals(600_000, backoff.pauseMillis(0));
        backoff.reset();
        assertTrue(backoff.isDue(0));
        assertFalse(backoff.hasFailed());
    }

    @Test
    void pausesThatAreNoneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Backoff(0, 5));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(5, 4));
        assertThrows(IllegalArgumentException.class, () -> new Backoff(Double.NaN, 4));
    }
}
