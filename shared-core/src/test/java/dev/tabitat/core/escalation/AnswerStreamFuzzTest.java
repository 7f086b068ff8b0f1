package dev.tabitat.core.escalation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tabitat.core.Seed;
import dev.tabitat.core.decisions.DecisionLog;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Streams of any form end in an answer or a named error, whatever pieces they come in. */
final class AnswerStreamFuzzTest {

    private static String stream(Dialect dialect, Random random, StringBuilder whole) {
        StringBuilder stream = new StringBuilder();
        int events = 1 + random.nextInt(6);
        for (int i = 0; i < events; i++) {
            String words = random.nextInt(3) == 0 ? "\ud83c\udf31\n\"x\"" : "w" + random.nextInt(1000);
            whole.append(words);
            JsonObject content = JsonObject.of("content", words);
            stream.append(dialect == Dialect.OLLAMA ? JsonObject.of("message", content, "done", false) + "\n"
                    : (random.nextBoolean() ? ": ping\n\n" : "") + "data: "
                            + JsonObject.of("choices", java.util.List.of(JsonObject.of("delta", content)))
                            + (random.nextBoolean() ? "\r\n\r\n" : "\n\n"));
        }
        return stream.append(dialect == Dialect.OLLAMA ? "{\"done\":true}" : "data: [DONE]\n\n").toString();
    }

    private static String read(Dialect dialect, byte[] bytes, Random random) {
        AnswerStream answer = new AnswerStream(dialect);
        for (int at = 0; at < bytes.length;) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
            answer.take(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return answer.finish().text();
    }

    @Test
    void whateverThePiecesTheAnswerIsTheSame() {
        Random random = Seed.random("AnswerStreamFuzzTest, pieces");
        for (int i = 0; i < 500; i++) {
            for (Dialect dialect : Dialect.values()) {
                StringBuilder whole = new StringBuilder();
                byte[] bytes = stream(dialect, random, whole).getBytes(StandardCharsets.UTF_8);
                assertEquals(whole.toString(), read(dialect, bytes, random));
            }
        }
    }

    @Test
    void damageIsNamed() {
        Random random = Seed.random("AnswerStreamFuzzTest, damage");
        for (int i = 0; i < 4000; i++) {
            Dialect dialect = Dialect.values()[i % 2];
            byte[] bytes = stream(dialect, random, new StringBuilder()).getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            byte[] some = random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
            try {
                read(dialect, some, random);
            } catch (TabitatException e) {
                assertFalse(e.finding().where().isEmpty(), e.getMessage());
            }
        }
    }

    @Test
    void aDamagedLogIsRefused() {
        Random random = Seed.random("AnswerStreamFuzzTest, log");
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = "{\"log_version\":1,\"records\":[{\"at_utc\":\"2026-11-24T09:30:00Z\",\"body\":{\"kind\":\"x\"},\"digest\":\"sha256:00\",\"index\":0}]}"
                    .getBytes(StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) (32 + random.nextInt(95));
            try {
                assertEquals(0, DecisionLog.read(bytes).size());
            } catch (TabitatException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }
}
