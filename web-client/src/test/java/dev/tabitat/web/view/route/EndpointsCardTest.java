package dev.tabitat.web.view.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Drawn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was found on this device, said once. */
final class EndpointsCardTest {

    private static final String CORS = "Either nothing listens there, or it does not let pages of this origin read its answers (CORS).";

    @Test
    void addressesThatFailForTheSameReasonShareOneParagraph() {
        RouteState state = RouteState.FIRST
                .with(RouteState.Endpoints.UNKNOWN.found(
                        JsonArray.of(silent("http://127.0.0.1:11434", CORS), silent("http://127.0.0.1:8080", CORS),
                                JsonObject.of("url", "http://127.0.0.1:1234", "dialect", "openai", "models",
                                        JsonArray.of("qwen")),
                                silent("http://127.0.0.1:8000", "Its answer is no list."),
                                silent("http://127.0.0.1:5000", CORS))));
        String words = new Drawn(List.of(EndpointsCard.render(state,
                Drawn.asked(RouteActions.class, new ArrayList<>())))).words();
        assertEquals(words.indexOf(CORS), words.lastIndexOf(CORS), words);
        assertTrue(words.contains(
                "http://127.0.0.1:11434, http://127.0.0.1:8080, http://127.0.0.1:5000 It cannot be asked. " + CORS),
                words);
        assertTrue(words.contains("http://127.0.0.1:8000 It cannot be asked. Its answer is no list."), words);
        assertTrue(words.contains("http://127.0.0.1:1234 Add qwen"), words);
    }

    private static JsonObject silent(String url, String remedy) {
        return JsonObject.of("url", url, "dialect", "ollama", "problem", "It cannot be asked.", "remedy", remedy);
    }
}
