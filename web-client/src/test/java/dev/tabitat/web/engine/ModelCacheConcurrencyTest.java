package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.engine.inference.Backends;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.Table;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Models that are closed while other calls use, load or measure them. */
final class ModelCacheConcurrencyTest {

    private static final String NAME = "other:q8";
    private static final int RANDOM_SCHEDULES = 60;

    /**
     * The reference under the id of the kernels: suspends within each pass, and notices a session that is used after
     * its end.
     */
    private static final class Watched implements Backend {

        private final Runnable suspend;
        private int open;
        private int misuses;

        Watched(Runnable suspend) {
            this.suspend = suspend;
        }

        @Override
        public String id() {
            return Backends.WASM;
        }

        @Override
        public Session open(Graph graph, Map<String, Tensor> weights) {
            Session right = new ReferenceBackend().open(graph, weights);
            open++;
            return new Session() {

                private boolean isClosed;

                @Override
                public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                    suspend.run();
                    requireOpen();
                    Map<String, Tensor> outputs = right.run(inputs);
                    suspend.run();
                    requireOpen();
                    return outputs;
                }

                @Override
                public long memoryBytes() {
                    requireOpen();
                    return right.memoryBytes();
                }

                @Override
                public void close() {
                    requireOpen();
                    isClosed = true;
                    open--;
                    right.close();
                }

                private void requireOpen() {
                    misuses += isClosed ? 1 : 0;
                }
            };
        }
    }

    @Test
    void aModelIsUsableUntilTheCallsThatHoldItEndAndIsClosedThen() {
        Consumer<Schedule> once = schedule -> {
            try (CooperativeThreads threads = new CooperativeThreads(schedule)) {
                FakeTab.Browser browser = new FakeTab.Browser(threads);
                TinyModels.offer(browser.host, "other", 0.5);
                browser.records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes"));
                FakeTab tab = browser.open();
                Watched backend = new Watched(tab::yieldToMessages);
                tab.withWasm(backend);
                FromEngine installed = tab.callNow("install", "name", NAME);
                assertTrue(installed instanceof FromEngine.Done, installed::text);
                assertEquals(1, backend.open, "the installation made it ready");
                long first = tab.begin("classify", "model", NAME, "input", "aab");
                long other = tab.begin("classify", "model", NAME, "input", "abb");
                long measured = tab.begin("choose", "task", "language-identification");
                long remove = tab.begin("remove", "name", NAME);
                threads.runUntil(() -> tab.ends.size() == 5);
                threads.pass(20_000);
                assertEquals(0, threads.unfinished(), threads::where);
                assertEquals(0, backend.misuses, "uses of a closed session");
                assertEquals(0, backend.open, "sessions of a removed model");
                assertTrue(tab.ends.get(remove) instanceof FromEngine.Done, () -> tab.ends.get(remove).text());
                assertTrue(tab.ends.get(measured) instanceof FromEngine.Done, () -> tab.ends.get(measured).text());
                for (long call : new long[]{first, other}) {
                    FromEngine end = tab.ends.get(call);
                    assertTrue(end instanceof FromEngine.Done || end instanceof FromEngine.Failed failed
                            && (failed.error().code().equals("invalid_input")
                                    || failed.error().code().equals("unavailable")),
                            end::text);
                }
            }
        };
        Random random = Seed.random("models");
        int schedules = Schedule.all(1, once);
        assertTrue(schedules > 10, "schedules: " + schedules);
        for (int i = 0; i < RANDOM_SCHEDULES; i++) {
            once.accept(Schedule.random(random));
        }
    }
}
