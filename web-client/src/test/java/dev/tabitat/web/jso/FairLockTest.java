package dev.tabitat.web.jso;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FairLockTest {

    @Test
    void oneAtATimeAndNobodyIsForgotten() throws InterruptedException {
        FairLock fairLock = new FairLock();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger through = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < 200; round++) {
                    fairLock.withLock(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        return through.incrementAndGet();
                    });
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join(20_000);
            assertTrue(!thread.isAlive(), "a thread still waits");
        }
        assertEquals(1, most.get());
        assertEquals(3200, through.get());
    }
}
