package dev.tabitat.web.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChallengeTest {

    private static Map<String, String> bearer(String header) {
        return Challenge.bearer(header).orElseThrow(() -> new AssertionError(header)).parameters();
    }

    @Test
    void theHeadersOfPublicRegistriesAreRead() {
        assertEquals(
                Map.of("realm", "https://auth.example/token", "service", "registry.example", "scope",
                        "repository:library/x:pull"),
                bearer("Bearer realm=\"https://auth.example/token\",service=\"registry.example\",scope=\"repository:library/x:pull\""));
        assertEquals(
                Map.of("realm", "https://auth.example/token", "scope", "repository:a/b:pull,push", "error",
                        "invalid_token"),
                bearer("bearer  REALM = \"https://auth.example/token\" , Scope=\"repository:a/b:pull,push\" ,error=invalid_token"));
    }

    @Test
    void quotedStringsMayHoldCommasQuotesAndEquals() {
        assertEquals(Map.of("realm", "https://a/t?x=1,2", "service", "say \"hi\", ok\\=no"),
                bearer("Bearer realm=\"https://a/t?x=1,2\", service=\"say \\\"hi\\\", ok\\\\=no\""));
    }

    @Test
    void oneOfSeveralChallengesIsFound() {
        for (String before : List.of("Basic realm=\"the, Bearer realm=\\\"x\\\"\", ", "Negotiate, ",
                "Negotiate abc123+/==, ", "Basic realm=a, charset=\"UTF-8\", ", ", ,", "NTLM , ")) {
            Optional<Challenge> found = Challenge
                    .bearer(before + "Bearer realm=\"https://a/t\", service=s, Basic realm=z");
            assertEquals(Map.of("realm", "https://a/t", "service", "s"),
                    found.orElseThrow(() -> new AssertionError(before)).parameters(), before);
        }
        assertEquals(List.of("basic", "bearer", "digest"),
                Challenge.read("Basic realm=a, Bearer realm=b, Digest").stream().map(Challenge::scheme).toList());
        assertEquals("https://first", bearer("Bearer realm=\"https://first\", realm=\"https://second\"").get("realm"));
    }

    @Test
    void whatIsNoBearerChallengeGivesNone() {
        for (String none : List.of("", "Bearer", "Basic realm=\"x\"", "Bearer service=\"x\"", "Bearer realm=",
                "Bearer realm=\"unclosed", "realm=\"https://a\"", "\"Bearer\" realm=x",
                "Bearer realm=\"x\"".repeat(2_000), ",,,,", "=", "Bearer =x")) {
            assertTrue(Challenge.bearer(none).isEmpty(), none.length() > 80 ? "a long header" : none);
        }
    }
}
