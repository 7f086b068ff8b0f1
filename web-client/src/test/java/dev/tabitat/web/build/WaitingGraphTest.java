package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WaitingGraphTest {

    /** Calls as "caller callee"; {@code await} waits. */
    private static WaitingGraph<String> graph(String... calls) {
        return new WaitingGraph<>(List.of("await"), method -> {
            List<String> callers = new ArrayList<>();
            for (String call : calls) {
                String[] both = call.split(" ");
                if (both[1].equals(method)) {
                    callers.add(both[0]);
                }
            }
            return callers;
        });
    }

    @Test
    void whoeverCallsOneThatWaitsWaits() {
        WaitingGraph<String> graph = graph("load await", "show load", "main show", "draw text", "main draw");
        assertEquals(4, graph.size());
        assertEquals(0, graph.causes("draw"));
        assertEquals(List.of(4, 3, 2, 1),
                List.of(graph.causes("await"), graph.causes("load"), graph.causes("show"), graph.causes("main")));
    }

    @Test
    void oneCallbackThatWaitsMakesEveryCallerOfTheLibraryMethodWait() {
        WaitingGraph<String> graph = graph("callback await", "java.each callback", "java.each pure", "store java.each",
                "view java.each", "draw view", "main draw", "main store");
        assertEquals(7, graph.size());
        assertEquals(6, graph.causes("callback"), "all but await");
        assertEquals(2, graph.causes("view"), "main waits for the store as well");
        assertEquals(Map.of("java.each", List.of("callback")), graph.handedOver(method -> method.startsWith("java.")));
    }

    @Test
    void whatIsReachedByTwoWaysIsCausedByNeither() {
        WaitingGraph<String> graph = graph("a await", "b await", "c a", "c b", "d c");
        assertEquals(List.of(1, 1, 2), List.of(graph.causes("a"), graph.causes("b"), graph.causes("c")));
    }

    @Test
    void callsInACircleEnd() {
        WaitingGraph<String> graph = graph("a await", "b a", "a b", "c b", "b c");
        assertEquals(4, graph.size());
        assertEquals(List.of("await", "a", "b", "c"), graph.byCause());
    }
}
