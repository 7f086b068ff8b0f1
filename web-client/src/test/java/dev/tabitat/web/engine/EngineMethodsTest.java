package dev.tabitat.web.engine;

import dev.tabitat.core.format.Slices;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Methods;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.WorkerMethods;
import dev.tabitat.web.store.MemoryRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the two engines answer. */
final class EngineMethodsTest {

    @Test
    void theEngineAnswersItsMethodsAndNoOther() throws Exception {
        FakeEngineEnvironment environment = new FakeEngineEnvironment();
        Engine engine = new Engine(environment, new MemoryRecords(), "", environment::send);
        Set<Method> own = Stream.of(Methods.values())
                .filter(method -> method.worker() == Method.Worker.ENGINE).collect(Collectors.toSet());
        WorkerMethods.require(own,
                (method, params) -> environment.call(engine, method.wireName(), params, Optional.empty()));
    }

    @Test
    void theEngineOfTheFirstVisitAnswersWhatItsScreenShows() throws Exception {
        FakeEngineEnvironment environment = new FakeEngineEnvironment();
        List<FromEngine> sent = new ArrayList<>();
        StartEngine engine = new StartEngine(environment, new MemoryRecords(), (message, bytes) -> sent.add(message));
        WorkerMethods.require(Set.of(StartMethod.LEDGER, StartMethod.STORAGE, StartMethod.RECEIVED, StartMethod.FINISH),
                Set.of(StartMethod.CATALOG, StartMethod.CLASSIFY), (method, params) -> {
                    engine.calls().receive(new ToEngine.Call(1, method.wireName(), params),
                            Optional.<Slices>empty());
                    return sent.get(sent.size() - 1);
                });
    }
}
