package dev.tabitat.web.engine;

import dev.tabitat.core.format.Slices;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.WorkerMethods;
import dev.tabitat.web.store.MemoryRecords;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the two engines answer. */
final class EngineMethodsTest {

    @Test
    void theEngineAnswersItsMethodsAndNoOther() throws Exception {
        FakeEngineEnvironment environment = new FakeEngineEnvironment();
        Engine engine = new Engine(environment, new MemoryRecords(), "", environment::send);
        Set<Method> own = EnumSet.allOf(Method.class).stream()
                .filter(method -> method.worker() == Method.Worker.ENGINE).collect(Collectors.toSet());
        WorkerMethods.require(own,
                (method, params) -> environment.call(engine, method.wireName(), params, Optional.empty()));
    }

    @Test
    void theEngineOfTheFirstVisitAnswersWhatItsScreenShows() throws Exception {
        FakeEngineEnvironment environment = new FakeEngineEnvironment();
        List<FromEngine> sent = new ArrayList<>();
        StartEngine engine = new StartEngine(environment, new MemoryRecords(), (message, bytes) -> sent.add(message));
        WorkerMethods.require(Set.of(Method.CLASSIFY, Method.LEDGER, Method.STORAGE, Method.PAGE, Method.FINISH),
                Set.of(Method.CATALOG), (method, params) -> {
                    engine.calls().receive(new ToEngine.Call(1, method.wireName(), params),
                            Optional.<Slices>empty());
                    return sent.get(sent.size() - 1);
                });
    }
}
