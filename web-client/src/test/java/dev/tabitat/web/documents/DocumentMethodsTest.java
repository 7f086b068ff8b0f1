package dev.tabitat.web.documents;

import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Methods;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.WorkerMethods;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.TabStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the worker of documents answers. */
final class DocumentMethodsTest {

    @Test
    void theDocumentsAnswerTheirMethodsAndNoOther() {
        CooperativeThreads threads = new CooperativeThreads(Schedule.first());
        try {
            FakeDocumentEnvironment environment = new FakeDocumentEnvironment(threads);
            Map<Long, FromEngine> ends = new HashMap<>();
            DocumentService service = new DocumentService(TabStore.open(new MemoryRecords(), environment, "test"),
                    environment, (message, bytes) -> {
                        if (message instanceof FromEngine.Done done) {
                            ends.put(done.id(), done);
                        } else if (message instanceof FromEngine.Failed failed) {
                            ends.put(failed.id(), failed);
                        }
                    });
            Set<Method> own = Stream.of(Methods.values())
                    .filter(method -> method.worker() == Method.Worker.DOCUMENTS).collect(Collectors.toSet());
            long[] calls = {0};
            WorkerMethods.require(own, (method, params) -> {
                long id = ++calls[0];
                threads.start(method.wireName(), () -> service.calls()
                        .receive(new ToEngine.Call(id, method.wireName(), params), Optional.empty()));
                threads.runUntil(() -> ends.containsKey(id));
                return ends.get(id);
            });
        } finally {
            threads.close();
        }
    }
}
