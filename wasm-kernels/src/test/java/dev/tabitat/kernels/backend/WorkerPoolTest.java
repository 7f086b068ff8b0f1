package dev.tabitat.kernels.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.kernels.kernel.Program;
import dev.tabitat.kernels.kernel.ThreadModule;
import dev.tabitat.kernels.model.ModelHost;
import dev.tabitat.kernels.model.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool, its worker loop and its barrier as shipped, on threads whose every memory access the test orders. */
final class WorkerPoolTest {

    private static final int WORK = 1_000_000;

    /** Runs sums on a pool as a session runs a graph: one arena, and another one after the pool stopped. */
    private static final class Sums {

        private final KernelMemory memory;
        private final ModelHost host;
        private final KernelModule kernels;
        private final WorkerPool pool;
        private Region arena;
        private int round;

        Sums(ModelHost host) {
            this.host = host;
            this.memory = new KernelMemory(host);
            this.kernels = host.instantiate(ThreadModule.bytes());
            this.pool = WorkerPool.start(memory, ThreadModule.bytes(), new ThreadSettings(1, 50));
            this.arena = memory.take(4096, "the test");
        }

        /** One run on as many threads as are ready. @return how many took part in the run that gave the result */
        int run() {
            round++;
            int threads = pool.threads(WORK);
            try {
                attempt(threads);
                return threads;
            } catch (ThreadPool.Stopped stopped) {
                assertTrue(host.isStopped());
                assertEquals(1, pool.threads(WORK), "one thread goes on");
                arena = memory.take(4096, "the test");
                attempt(1);
                return 1;
            }
        }

        /** Every thread puts a number, all meet, every thread adds all numbers. */
        private void attempt(int threads) {
            int[] words = new int[1024];
            List<ThreadPool.Span> spans = new ArrayList<>();
            int program = 64;
            int sum = 0;
            for (int thread = 0; thread < threads; thread++) {
                int from = program;
                int value = 1000 * round + thread;
                sum += value;
                program = record(words, program, ThreadModule.PUT, arena.address() + 4 * thread, value);
                if (threads > 1) {
                    program = record(words, program, ThreadModule.BARRIER, pool.control(), threads);
                }
                program = record(words, program, ThreadModule.SUM, arena.address() + 4 * (20 + thread), arena.address(),
                        threads);
                if (threads > 1) {
                    program = record(words, program, ThreadModule.BARRIER, pool.control(), threads);
                }
                spans.add(new ThreadPool.Span(arena.address() + 4 * from, arena.address() + 4 * program));
            }
            host.write(arena.address(), Bytes.ofWords(words).data(), 0, 4096);
            pool.run(kernels, spans);
            byte[] results = new byte[4 * threads];
            host.read(arena.address() + 80, results, 0, results.length);
            for (int thread = 0; thread < threads; thread++) {
                assertEquals(sum, Bytes.of(results).word(thread),
                        "round " + round + ", thread " + thread + " of " + threads);
            }
        }

        private static int record(int[] words, int at, int... record) {
            System.arraycopy(record, 0, words, at, record.length);
            return at + Program.RECORD_BYTES / 4;
        }
    }

    private static List<List<Integer>> permutations(int count) {
        List<List<Integer>> all = new ArrayList<>(List.of(List.of()));
        for (int next = 1; next <= count; next++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> one : all) {
                for (int at = 0; at <= one.size(); at++) {
                    List<Integer> with = new ArrayList<>(one);
                    with.add(at, next);
                    longer.add(with);
                }
            }
            all = longer;
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void workersTakePartInWhateverOrderTheyArrive(int threads) {
        for (List<Integer> order : permutations(threads - 1)) {
            ModelHost host = new ModelHost(Schedule.first(), threads);
            for (int worker = 1; worker < threads; worker++) {
                host.hold(worker);
            }
            Sums sums = new Sums(host);
            assertEquals(1, sums.run());
            for (int i = 0; i < order.size(); i++) {
                assertFalse(sums.pool.isComplete());
                host.arrive(order.get(i));
                assertEquals(i + 2, sums.run(), "arrived: " + order.subList(0, i + 1));
                assertEquals(i + 2, sums.run(), "again: " + order.subList(0, i + 1));
            }
            assertTrue(sums.pool.isComplete());
            assertEquals(0, host.timeouts(), "nobody waits for nothing");
        }
    }

    @Test
    void aWorkerThatTheBrowserRefusesIsNamedAndOneThreadGoesOn() {
        ModelHost host = new ModelHost(Schedule.first(), 3);
        host.hold(1);
        host.hold(2);
        Sums sums = new Sums(host);
        host.refuseWorkers("The server sends kernel-thread.js without the header Cross-Origin-Embedder-Policy.");
        assertEquals(1, sums.run());
        assertTrue(sums.pool.isComplete(), "nobody is waited for");
        assertTrue(sums.pool.problem().orElse("").contains("without the header Cross-Origin-Embedder-Policy"),
                sums.pool.problem().toString());
        assertTrue(host.isStopped());
    }

    @Test
    void everyInterleavingOfTwoThreadsGivesTheSameResults() {
        int schedules = Schedule.all(2, schedule -> {
            ModelHost host = new ModelHost(schedule, 2);
            Sums sums = new Sums(host);
            host.arrive(1);
            assertEquals(2, sums.run());
            assertEquals(2, sums.run());
            assertEquals(0, host.timeouts());
        });
        assertTrue(schedules > 1000, schedules + " schedules");
    }

    @Test
    void aWorkerThatStartsWhileProgramsAreWrittenAndRunJoinsTheNextOne() {
        int[] joined = new int[4];
        Schedule.all(1, schedule -> {
            ModelHost host = new ModelHost(schedule, 3);
            Sums sums = new Sums(host);
            host.arrive(2);
            assertEquals(2, sums.run());
            joined[sums.run()]++;
            assertEquals(0, host.timeouts());
        });
        assertTrue(joined[2] > 0 && joined[3] > 0,
                "in some schedules it comes in time: " + joined[2] + ", " + joined[3]);
    }

    @Test
    void aWorkerThatNeverArrivesIsNotWaitedFor() {
        for (int i = 0; i < 100; i++) {
            ModelHost host = new ModelHost(Schedule.random(new Random(i)), 4);
            host.hold(2);
            Sums sums = new Sums(host);
            host.arrive(1);
            host.arrive(3);
            assertEquals(3, sums.run());
            assertEquals(3, sums.run());
            assertFalse(sums.pool.isComplete());
            assertEquals(0, host.timeouts());
        }
    }

    @Test
    void workersThatNeverArriveAreNamedOnceNobodyWaitsForThem() {
        ModelHost host = new ModelHost(Schedule.first(), 4);
        for (int worker = 1; worker < 4; worker++) {
            host.hold(worker);
        }
        Sums sums = new Sums(host);
        assertEquals(1, sums.run());
        assertEquals(Optional.empty(), sums.pool.problem(), "they may still be on their way");
        sums.pool.stopWaiting();
        assertTrue(sums.pool.isComplete());
        assertEquals(Optional.of("3 of 3 kernel threads did not start, one thread goes on"), sums.pool.problem());
        assertEquals(1, sums.run());
        host.arrive(2);
        assertEquals(2, sums.run(), "one that comes late takes part");
        assertEquals(Optional.of("2 of 3 kernel threads did not start, 2 threads go on"), sums.pool.problem());
        host.arrive(1);
        host.arrive(3);
        assertEquals(4, sums.run());
        assertEquals(Optional.empty(), sums.pool.problem());
        assertEquals(0, host.timeouts());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenAWorkerDiesAtWhateverStepOneThreadGoesOn(boolean says) {
        int stopped = 0;
        for (int step = 0; step < 120; step++) {
            for (int seed = 0; seed < 20; seed++) {
                ModelHost host = new ModelHost(Schedule.random(new Random(seed)), 3);
                Sums sums = new Sums(host);
                host.arrive(1);
                host.arrive(2);
                host.dies(1, step, says);
                int threads = 3;
                for (int run = 0; run < 3; run++) {
                    // A worker that failed between two runs is not ready for the next; one that fails in a run stops
                    // the pool.
                    int used = sums.run();
                    assertTrue(used <= threads && (used != 1 || sums.pool.problem().isPresent()), used + " threads");
                    threads = used;
                }
                assertTrue(host.timeouts() <= 2, "one wait for each thread that still lives: " + host.timeouts());
                stopped += sums.pool.problem().isPresent() ? 1 : 0;
            }
        }
        assertTrue(stopped > 1000, stopped + " stopped pools");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void randomSchedulesOfManyThreadsGiveTheSameResults(int threads) {
        Random random = Seed.random("WorkerPoolTest");
        for (int i = 0; i < 100; i++) {
            ModelHost host = new ModelHost(Schedule.random(random), threads);
            Sums sums = new Sums(host);
            for (int run = 0; run < 5; run++) {
                int threadsBefore = sums.pool.ready();
                int used = sums.run();
                assertTrue(used >= threadsBefore, "the ready workers take part");
                if (run == 1) {
                    host.arrive(1 + random.nextInt(threads - 1));
                }
            }
            assertEquals(0, host.timeouts());
        }
    }
}
