package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.generation.ReferenceDecoder;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.Table;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Calls that generate beside each other, one of them cancelled, while another tab removes the model. */
final class GenerateConcurrencyTest {

    private static final int RANDOM_SCHEDULES = 20;
    private static final long ADD = 1_000_000;
    private static final JsonObject GREEDY = JsonObject.of("temperature", 0, "repeat_penalty", 1, "num_predict", 6);

    /** The reference in the place of the kernels: suspends at each token, and notices what is used after its end. */
    private static final class Watched implements DecoderSession {

        private final DecoderSession right;
        private final Runnable suspend;
        private final int[] counts;
        private boolean isClosed;

        /** @param counts open sessions, misuses, calls that run now */
        Watched(Decoder decoder, Runnable suspend, int[] counts) {
            right = new ReferenceDecoder(decoder);
            this.suspend = suspend;
            this.counts = counts;
            counts[0]++;
        }

        @Override
        public String backend() {
            return "wasm";
        }

        @Override
        public DecoderSpec spec() {
            return right.spec();
        }

        private void use() {
            suspend.run();
            counts[1] += isClosed ? 1 : 0;
        }

        @Override
        public DecoderSequence open(int capacity) {
            use();
            DecoderSequence sequence = right.open(capacity);
            return new DecoderSequence() {
                @Override
                public int position() {
                    return sequence.position();
                }

                @Override
                public int capacity() {
                    return sequence.capacity();
                }

                @Override
                public void prefill(int[] tokens, int from, int to) {
                    use();
                    sequence.prefill(tokens, from, to);
                }

                @Override
                public void step(int token) {
                    use();
                    sequence.step(token);
                }

                @Override
                public void logits(float[] into) {
                    sequence.logits(into);
                }

                @Override
                public int truncate(int length) {
                    return sequence.truncate(length);
                }

                @Override
                public DecoderSequence fork() {
                    return sequence.fork();
                }

                @Override
                public long memoryBytes() {
                    return sequence.memoryBytes();
                }

                @Override
                public void close() {
                    sequence.close();
                }
            };
        }

        @Override
        public long memoryBytes() {
            return right.memoryBytes();
        }

        @Override
        public void close() {
            counts[0] -= isClosed ? 0 : 1;
            isClosed = true;
            right.close();
        }
    }

    private static String outcome(FakeTab tab, long call) {
        FromEngine end = tab.ends.get(call);
        return end instanceof FromEngine.Failed failed ? failed.error().code()
                : ((JsonObject) ((FromEngine.Done) end).result()).string("done_reason");
    }

    @Test
    void everyCallEndsAndNothingIsUsedAfterItsEnd() {
        byte[] model = GenerateTest.model();
        Consumer<Schedule> once = schedule -> {
            try (CooperativeThreads threads = new CooperativeThreads(schedule)) {
                FakeTab.Browser browser = new FakeTab.Browser(threads);
                browser.records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes"));
                FakeTab tab = browser.open();
                FakeTab other = browser.open();
                int[] counts = new int[2];
                tab.decoders = Optional.of(decoder -> new Watched(decoder, tab::yieldToMessages, counts));
                JsonObject source = JsonObject.of("files",
                        JsonArray.of(JsonObject.of("path", "stories.gguf", "bytes", model.length)));
                tab.engine().calls().receive(
                        new ToEngine.Call(ADD, "addModel",
                                JsonObject.of("source", source, "name", GenerateTest.NAME)),
                        Optional.of(Slices.of(model)));
                assertTrue(tab.ends.get(ADD) instanceof FromEngine.Done, () -> tab.ends.get(ADD).text());
                long first = tab.begin("generate", "model", GenerateTest.NAME, "prompt", "Once", "options", GREEDY);
                long second = tab.begin("generate", "model", GenerateTest.NAME, "prompt", "Once", "options", GREEDY);
                tab.stop(second);
                long third = tab.begin("generate", "model", GenerateTest.NAME, "prompt", "Once", "options", GREEDY);
                long remove = other.begin("remove", "name", GenerateTest.NAME);
                threads.runUntil(() -> tab.ends.size() == 4 && other.ends.containsKey(remove));
                threads.pass(400_000);
                assertEquals(0, threads.unfinished(), threads::where);
                assertEquals(0, counts[1], "uses of a closed session");
                assertEquals(0, counts[0], "sessions that stay open");
                for (long call : new long[]{first, third}) {
                    assertTrue(List.of("length", "unavailable", "invalid_input").contains(outcome(tab, call)),
                            () -> outcome(tab, call));
                }
                assertTrue(
                        List.of("cancelled", "length", "unavailable", "invalid_input").contains(outcome(tab, second)),
                        () -> outcome(tab, second));
            }
        };
        Random random = Seed.random("generate");
        for (int i = 0; i < RANDOM_SCHEDULES; i++) {
            once.accept(Schedule.random(random));
        }
    }
}
