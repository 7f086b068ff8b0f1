package dev.tabitat.core.escalation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.escalation.EndpointAnswer.Ending;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers as servers of many kinds give them: whole, cut short, empty, and those that are no answers. */
final class EndpointAnswersTest {

    private static EndpointAnswer read(Dialect dialect, String body) {
        EndpointAnswer whole = readInPieces(dialect, body, body.length() + 1);
        assertEquals(whole, readInPieces(dialect, body, 3), "the pieces make no difference");
        return whole;
    }

    private static EndpointAnswer readInPieces(Dialect dialect, String body, int size) {
        AnswerStream stream = new AnswerStream(dialect);
        byte[] bytes = Utf8.encode(body);
        for (int at = 0; at < bytes.length; at += size) {
            stream.take(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        return stream.finish();
    }

    private static EndpointAnswer openai(String body) {
        return read(Dialect.OPENAI, body);
    }

    private static EndpointAnswer ollama(String body) {
        return read(Dialect.OLLAMA, body);
    }

    private static String delta(String content) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    private static String end(String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";
    }

    private static final String DONE = "data: [DONE]\n\n";

    @Test
    void anAnswerThatWasCutSaysSo() {
        EndpointAnswer length = openai(delta("Answer: cut") + end("length") + DONE);
        assertEquals("Answer: cut", length.text());
        assertEquals(Ending.LENGTH, length.ending());
        assertTrue(length.notice().contains("cut short"), length.notice());
        EndpointAnswer filtered = openai(delta("Ans") + end("content_filter") + DONE);
        assertEquals(Ending.CONTENT_FILTER, filtered.ending());
        assertTrue(filtered.notice().contains("filter"), filtered.notice());
        EndpointAnswer ollama = ollama(
                "{\"message\":{\"content\":\"Answer: cut\"},\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"length\",\"eval_count\":4}\n");
        assertEquals(Ending.LENGTH, ollama.ending());
        assertEquals(4, ollama.tokens());
        assertEquals(Ending.LENGTH,
                openai("{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"max_tokens\"}]}").ending());
        assertFalse(openai(delta("whole") + end("stop") + DONE).isCutShort());
    }

    @Test
    void partsAndRefusalsAreText() {
        assertEquals("Hello there", openai(
                "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Hello \"},{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},"
                        + "{\"type\":\"text\",\"text\":\"there\"}]}}]}\n\n" + DONE)
                .text());
        assertEquals("a b",
                openai("{\"choices\":[{\"message\":{\"content\":[\"a \",{\"type\":\"output_text\",\"text\":\"b\"}]}}]}")
                        .text());
        EndpointAnswer refusal = openai(
                "data: {\"choices\":[{\"delta\":{\"refusal\":\"I cannot \"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"refusal\":\"help.\"},\"finish_reason\":\"stop\"}]}\n\n"
                        + DONE);
        assertEquals("I cannot help.", refusal.text());
        assertTrue(refusal.isRefusal());
        assertTrue(refusal.notice().contains("refused"), refusal.notice());
        assertEquals("I cannot help.", refusal.requireText("http://x").text());
    }

    @Test
    void anAnswerWithoutTextSaysWhatCameInstead() {
        String tool = "{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}";
        assertEmpty("weather", openai("data: {\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[" + tool
                + "]}}]}\n\n" + end("tool_calls") + DONE));
        assertEmpty("without text", openai(DONE));
        assertEmpty("without text", openai(delta(" \\n") + end("stop")));
        assertEmpty("thinking",
                openai("data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"so\"}}]}\n\n" + end("length") + DONE));
        assertEmpty("loaded", ollama(
                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"load\"}\n"));
        assertEmpty("weather", ollama(
                "{\"message\":{\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"weather\"}}]},\"done\":false}\n{\"done\":true,\"done_reason\":\"stop\"}"));
    }

    private static void assertEmpty(String found, EndpointAnswer answer) {
        Unavailable error = assertThrows(Unavailable.class, () -> answer.requireText("http://x/v1"));
        assertTrue(error.finding().found().contains(found), error.finding().found());
        assertFalse(error.finding().remedy().isEmpty());
    }

    @Test
    void aStreamMayEndWithoutItsLastEventAndAServerMayNotStream() {
        assertEquals("An answer", openai(delta("An ") + delta("answer") + end("stop")).text());
        assertEquals("Whole", openai(
                "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Whole\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"completion_tokens\":2}}")
                .text());
        assertEquals("Whole", openai(
                "{\n  \"choices\": [\n    {\n      \"message\": {\"content\": \"Whole\"}\n    }\n  ],\n  \"error\": null\n}\n")
                .text());
        assertEquals("Whole",
                ollama("{\r\n \"message\": {\r\n  \"content\": \"Whole\"\r\n },\r\n \"done\": true\r\n}\r\n").text());
        assertEquals("Plain", openai("{\"choices\":[{\"text\":\"Plain\",\"finish_reason\":\"stop\"}]}").text());
        assertEquals("first", openai(
                "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"second\"}},{\"index\":0,\"delta\":{\"content\":\"first\"}}]}\n\n"
                        + DONE)
                .text());
        assertThrows(DamagedData.class, () -> openai(delta("broken of")), "neither an end nor a reason");
        assertThrows(DamagedData.class, () -> openai("{\n \"choices\": [\n"), "half a document");
    }

    @Test
    void whatIsNoAnswerOfAModelServerIsCalledThat() {
        for (Dialect dialect : Dialect.values()) {
            for (String body : List.of("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "<html>x</html>",
                    "It works!", "Not here\nat all\n", "", "\"ok\"", "<?xml version=\"1.0\"?><a/>",
                    "{\"status\":\"ok\"}")) {
                DamagedData error = assertThrows(DamagedData.class, () -> read(dialect, body), dialect + ": " + body);
                assertEquals("This is no answer of a model server.", error.getMessage(), body);
                assertTrue(error.finding().remedy().contains("address"), body);
            }
        }
        assertTrue(assertThrows(DamagedData.class, () -> openai("<!doctype html><p>")).finding().found()
                .startsWith("a web page"));
    }

    @Test
    void failuresInOtherFormsAreFailures() {
        for (String body : List.of("{\"error\":{\"message\":\"quota\"}}", "{\"error\":\"quota\"}",
                "[{\"error\":{\"message\":\"quota\"}}]", "{\"detail\":\"quota\"}",
                "{\"object\":\"error\",\"message\":\"quota\"}", "event: error\ndata: {\"message\":\"quota\"}\n\n",
                "{\n \"error\": {\n  \"message\": \"quota\"\n }\n}\n")) {
            Unavailable error = assertThrows(Unavailable.class, () -> openai(body), body);
            assertTrue(error.finding().found().contains("quota"), error.finding().found());
        }
        assertEquals("fine", openai(
                "data: {\"error\":null,\"choices\":[{\"delta\":{\"content\":\"fine\"},\"finish_reason\":\"stop\"}]}\n\n")
                .text());
    }

    @Test
    void aDeniedLabelIsNoLabel() {
        List<String> labels = List.of("positive", "negative");
        for (String none : List.of("not positive", "non-positive", "This isn't positive.", "It isn\u2019t negative",
                "I do not think that it is positive", "neither", "never positive",
                "nicht positive", "pas positive", "ce n'est pas positive", "anti-positive", "positive-ish",
                "\u4e0dpositive", "")) {
            assertEquals(Optional.empty(), Question.label(none, labels), none);
        }
        for (String right : List.of("positive", "Positive.", "**positive**", "The label is positive",
                "{\"label\": \"positive\"}", "<think>It is not negative, not at all.</think>\n\npositive")) {
            assertEquals(Optional.of("positive"), Question.label(right, labels), right);
        }
        List<String> toxic = List.of("toxic", "non-toxic");
        assertEquals(Optional.of("non-toxic"), Question.label("It is non-toxic.", toxic),
                "the longer label hides the shorter");
        assertEquals(Optional.of("non-toxic"), Question.label("Non-toxic", toxic));
        assertEquals(Optional.of("not spam"), Question.label("I say: not spam", List.of("spam", "not spam")));
        assertEquals(Optional.of("C++"), Question.label("C++", List.of("C", "C++")));
    }

    @Test
    void listsOfModelsComeInOtherShapesToo() {
        assertEquals(List.of(), models(Dialect.OPENAI, "{\"data\":null}"));
        assertEquals(List.of(), models(Dialect.OLLAMA, "{\"models\":null}"));
        assertEquals(List.of("a", "b"), models(Dialect.OPENAI, "[{\"id\":\"a\"},{\"id\":\"b\"}]"));
        assertEquals(List.of("a"), models(Dialect.OPENAI,
                "{\"object\":\"list\",\"data\":[{\"object\":\"model\"},{\"id\":\"a\"},{\"id\":null},7,{\"id\":\"a\"}]}"));
        assertEquals(List.of("b"), models(Dialect.OLLAMA, "{\"models\":[{\"size\":1},{\"model\":\"b\"}]}"));
        assertEquals(List.of("a"), models(Dialect.OPENAI, "{\"models\":[\"a\"]}"));
        for (String wrong : List.of("{}", "\"x\"", "7", "null", "{\"error\":\"no\"}", "{\"data\":7}")) {
            DamagedData error = assertThrows(DamagedData.class, () -> models(Dialect.OPENAI, wrong), wrong);
            assertFalse(error.finding().remedy().isEmpty(), wrong);
        }
    }

    private static List<String> models(Dialect dialect, String json) {
        return dialect.models(JsonReader.read(json, JsonLimits.DEFAULT));
    }
}
