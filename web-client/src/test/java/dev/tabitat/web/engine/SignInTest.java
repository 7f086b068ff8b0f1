package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignInTest {

    private static final Unavailable ERROR = new Unavailable("This site asks for a sign-in.",
            Finding.at("https://a/v2/"));

    private final List<String> events = new ArrayList<>();
    private final SignIn signIn = new SignIn((topic, body) -> events.add(topic + " " + body));

    @Test
    void thePageIsToldOnceWhenTheSessionEndsAndOnceWhenItIsBack() {
        signIn.served();
        assertEquals(List.of(), events, "a host that serves is nothing new");
        signIn.signInNeeded(ERROR);
        signIn.signInNeeded(ERROR);
        assertEquals(1, events.size(), events.toString());
        assertEquals(true, events.get(0).startsWith(Topic.SIGN_IN + " {\"needed\":true")
                && events.get(0).contains("This site asks for a sign-in."), events.toString());
        signIn.served();
        signIn.served();
        assertEquals(List.of(Topic.SIGN_IN + " {\"needed\":false}"), events.subList(1, events.size()));
    }
}
