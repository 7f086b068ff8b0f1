package dev.tabitat.web.view.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RepairPauseTest {

    private final RepairPause pause = new RepairPause();

    @Test
    void doublesWhileEachRepairIsUndoneAtOnceUpToItsMaximum() {
        pause.drawn(true, 1000);
        assertEquals(RepairPause.MIN_MS, pause.ms());
        double now = 1000;
        for (int i = 0; i < 12; i++) {
            now += pause.ms();
            pause.drawn(true, now);
        }
        assertEquals(RepairPause.MAX_MS, pause.ms());
    }

    @Test
    void isShortAgainForDamageThatComesMuchLater() {
        pause.drawn(true, 0);
        pause.drawn(true, 100);
        assertEquals(2 * RepairPause.MIN_MS, pause.ms());
        pause.drawn(true, 100_000);
        assertEquals(RepairPause.MIN_MS, pause.ms());
    }

    @Test
    void aDrawingWithoutARepairChangesNothing() {
        pause.drawn(true, 0);
        pause.drawn(true, 100);
        pause.drawn(false, 200);
        assertEquals(2 * RepairPause.MIN_MS, pause.ms());
    }
}
