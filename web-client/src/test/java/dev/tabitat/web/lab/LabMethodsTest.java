package dev.tabitat.web.lab;

import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.training.MatrixProducts;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Methods;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.WorkerMethods;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the lab answers. */
final class LabMethodsTest {

    @Test
    void theLabAnswersItsMethodsAndNoOther() {
        List<FromEngine> sent = new ArrayList<>();
        LabEnvironment environment = new IdleEnvironment();
        Lab lab = new Lab(environment, TabStore.open(new MemoryRecords(), environment, "test"),
                (message, bytes) -> sent.add(message));
        Set<Method> own = Stream.of(Methods.values())
                .filter(method -> method.worker() == Method.Worker.LAB).collect(Collectors.toSet());
        WorkerMethods.require(own, (method, params) -> {
            lab.calls().receive(new ToEngine.Call(1, method.wireName(), params), Optional.empty());
            return sent.get(sent.size() - 1);
        });
    }

    /** Enough for calls that are refused before they run anything. */
    private static final class IdleEnvironment implements LabEnvironment {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void yieldToMessages() {}

        @Override
        public void announce(String topic) {}

        @Override
        public <T> Optional<T> aloneIfFree(String name, Supplier<T> work) {
            return Optional.of(work.get());
        }

        @Override
        public Backend backend() {
            throw new IllegalStateException("no model runs in this test");
        }

        @Override
        public MatrixProducts products() {
            throw new IllegalStateException("nothing is trained in this test");
        }

        @Override
        public String nowUtc() {
            return "2026-11-30T08:00:00.000Z";
        }

        @Override
        public byte[] random(int count) {
            return new byte[count];
        }

        @Override
        public void start(Runnable work) {
            work.run();
        }

        @Override
        public void pause(int millis, CancellationToken stop) {}

        @Override
        public <T> T alone(String name, CancellationToken stop, Supplier<T> work) {
            return work.get();
        }
    }
}
