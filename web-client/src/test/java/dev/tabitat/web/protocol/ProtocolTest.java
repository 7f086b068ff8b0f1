package dev.tabitat.web.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.worker.Calls;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ProtocolTest {

    private static final long SEED = Long.getLong("tabitat.seed", 20261123L);

    @Test
    void everyMessageComesOutAsItWentIn() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            ToEngine to = to(random);
            assertEquals(to, ToEngine.read(to.text()), () -> "seed " + SEED);
            FromEngine from = from(random);
            assertEquals(from, FromEngine.read(from.text()), () -> "seed " + SEED);
        }
    }

    @Test
    void aSpoiledMessageIsRefusedOrReadAndNothingElse() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            refused += isRefused(spoiled(from(random).text(), random), FromEngine::read) ? 1 : 0;
            refused += isRefused(spoiled(to(random).text(), random), ToEngine::read) ? 1 : 0;
        }
        assertTrue(refused > 2_000, refused + " refused, seed " + SEED);
        assertThrows(DamagedData.class, () -> ToEngine.read("{\"type\":\"shout\",\"id\":1}"));
        assertThrows(DamagedData.class, () -> ToEngine.read("{\"type\":\"cancel\"}"));
    }

    private static String spoiled(String text, Random random) {
        StringBuilder spoiled = new StringBuilder(text);
        for (int k = random.nextInt(3); k >= 0; k--) {
            spoiled.setCharAt(random.nextInt(spoiled.length()), (char) (32 + random.nextInt(95)));
        }
        return random.nextInt(8) == 0 ? spoiled.substring(0, random.nextInt(spoiled.length())) : spoiled.toString();
    }

    private static boolean isRefused(String text, Consumer<String> reader) {
        try {
            reader.accept(text);
            return false;
        } catch (TabitatException e) {
            return true;
        }
    }

    /** What a page sends to a worker, spoiled: a call ends with one answer, and nothing else is sent. */
    @Test
    void aSpoiledCallEndsOnceAndAnUnknownMethodIsRefusedByName() {
        Random random = new Random(SEED);
        List<FromEngine> sent = new ArrayList<>();
        Calls calls = new Calls(Methods.values(), (message, bytes) -> sent.add(message), request -> {
            Parameters.of(request.method()).read(request.method().wireName(), request.params());
            return Result.of(JsonBool.TRUE);
        });
        Method[] methods = Methods.values();
        for (int i = 0; i < 3_000; i++) {
            sent.clear();
            Method method = methods[random.nextInt(methods.length)];
            JsonObject.Builder params = JsonObject.builder();
            for (Field field : Parameters.of(method).fields()) {
                params.put(field.name(), value(random, 2));
            }
            ToEngine message;
            try {
                message = ToEngine.read(
                        spoiled(new ToEngine.Call(i, method.wireName(), params.build()).text(), random));
            } catch (TabitatException refused) {
                continue;
            }
            calls.receive(message, Optional.empty());
            assertEquals(message instanceof ToEngine.Call ? 1 : 0, sent.size(), () -> "seed " + SEED);
            assertEquals(0, calls.open());
            if (!sent.isEmpty() && sent.get(0) instanceof FromEngine.Failed failed) {
                assertEquals("invalid_input", failed.error().code(), () -> failed.error() + ", seed " + SEED);
            }
        }
        sent.clear();
        calls.receive(new ToEngine.Call(7, "shout", JsonObject.EMPTY), Optional.empty());
        FromEngine.Failed failed = (FromEngine.Failed) sent.get(0);
        assertEquals(7, failed.id());
        assertEquals("shout", failed.error().found());
    }

    @Test
    void aCallHearsItsProgressAndItsEndOnce() {
        List<String> posted = new ArrayList<>();
        EngineLink link = new EngineLink((text, bytes) -> posted.add(text));
        Ear ear = new Ear();
        EngineClient.Cancellation cancellation = link.call(EngineMethod.INSTALL, JsonObject.of("name", "lande:q8"),
                ear);
        link.receive(new FromEngine.Progress(1, JsonObject.of("done", 1)).text(), Optional.empty());
        link.receive(new FromEngine.Done(1, JsonBool.TRUE).text(), Optional.of(Slices.of(new byte[]{7})));
        link.receive(new FromEngine.Done(1, JsonBool.FALSE).text(), Optional.empty());
        cancellation.cancel();
        assertEquals(List.of("{\"done\":1}", "true 1"), ear.heard);
        assertEquals(1, posted.size(), "an ended call needs no cancelling");
    }

    @Test
    void whenTheEngineStopsEveryOpenAndLaterCallFails() {
        EngineLink link = new EngineLink((text, bytes) -> {});
        Ear ear = new Ear();
        List<String> topics = new ArrayList<>();
        link.watch((topic, body) -> topics.add(topic));
        link.call(StartMethod.LEDGER, JsonObject.EMPTY, ear);
        link.breakOff("a trap");
        link.call(StartMethod.LEDGER, JsonObject.EMPTY, ear);
        link.watch((topic, body) -> topics.add("late " + topic));
        assertEquals(List.of("unavailable", "unavailable"), ear.heard);
        assertEquals(List.of(Topic.BROKEN, "late " + Topic.BROKEN), topics);
    }

    @Test
    void anEngineThatShowsNoSignOfLifeIsGivenUpAtTheStartDeadline() {
        EngineLink link = new EngineLink((text, bytes) -> {});
        Ear ear = new Ear();
        List<String> found = new ArrayList<>();
        link.watch((topic, body) -> found.add(topic + " " + body.string("message")));
        link.call(StartMethod.LEDGER, JsonObject.EMPTY, ear);
        link.startDeadline(30_000);
        link.receive(new FromEngine.Event(Topic.READY, JsonObject.of("model", "lande:q8")).text(), Optional.empty());
        link.startDeadline(30_000);
        link.breakOff("a trap");
        assertEquals(List.of("unavailable"), ear.heard);
        assertEquals(List.of("broken The engine did not start."), found, "once, and nothing after it");
    }

    @Test
    void anEngineThatHasStartedMayTakeItsTime() {
        EngineLink link = new EngineLink((text, bytes) -> {});
        List<String> found = new ArrayList<>();
        link.watch((topic, body) -> found.add(topic));
        link.receive(new FromEngine.Event(Topic.STARTED, JsonObject.EMPTY).text(), Optional.empty());
        link.startDeadline(30_000);
        assertEquals(List.of(Topic.STARTED), found);
    }

    @Test
    void anEngineThatReportsThatItCannotGoOnFailsEveryCall() {
        EngineLink link = new EngineLink((text, bytes) -> {});
        Ear ear = new Ear();
        link.call(StartMethod.LEDGER, JsonObject.EMPTY, ear);
        ApiError error = ApiError.of(new DamagedData("Bad.", Finding.at("store")));
        link.receive(new FromEngine.Event(Topic.BROKEN, error.toJson()).text(), Optional.empty());
        link.call(StartMethod.LEDGER, JsonObject.EMPTY, ear);
        assertEquals(List.of("damaged_data", "damaged_data"), ear.heard);
    }

    @Test
    void whoWatchesLateStillHearsThatTheEngineIsReady() {
        EngineLink link = new EngineLink((text, bytes) -> {});
        link.receive(new FromEngine.Event(Topic.READY, JsonObject.of("model", "lande:q8")).text(), Optional.empty());
        List<String> heard = new ArrayList<>();
        link.watch((topic, body) -> heard.add(topic + " " + body));
        assertEquals(List.of("ready {\"model\":\"lande:q8\"}"), heard);
    }

    @Test
    void aFailureIsToldWithoutItsStack() {
        ApiError known = ApiError.of(new DamagedData("Bad.", Finding.at("chunk 3").expected("a").found("b")));
        assertEquals(new ApiError("DamagedData", "damaged_data", "Bad.", "a", "b", "chunk 3", ""), known);
        ApiError unknown = ApiError.of(new IllegalStateException("odd"));
        assertEquals("Internal", unknown.name());
        assertFalse(unknown.toJson().toString().contains("\tat "));
    }

    private static ToEngine to(Random random) {
        return random.nextInt(4) == 0 ? new ToEngine.Cancel(random.nextLong() >>> 11)
                : new ToEngine.Call(random.nextLong() >>> 11, text(random), object(random, 3));
    }

    private static FromEngine from(Random random) {
        long id = random.nextLong() >>> 11;
        return switch (random.nextInt(4)) {
            case 0 -> new FromEngine.Done(id, value(random, 3));
            case 1 -> new FromEngine.Progress(id, object(random, 2));
            case 2 -> new FromEngine.Failed(id, new ApiError(text(random), text(random), text(random), text(random),
                    text(random), text(random), text(random)));
            default -> new FromEngine.Event(text(random), object(random, 2));
        };
    }

    private static JsonObject object(Random random, int depth) {
        JsonObject.Builder members = JsonObject.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.put(text(random), value(random, depth - 1));
        }
        return members.build();
    }

    private static Json value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> Json.of(text(random));
            case 1 -> Json.of(random.nextLong());
            case 2 -> Json.of(random.nextGaussian() * 1e9);
            case 3 -> JsonBool.of(random.nextBoolean());
            case 4 -> JsonNull.NULL;
            case 5 -> object(random, depth);
            default -> JsonArray.of(value(random, depth - 1), value(random, depth - 1));
        };
    }

    /** Any UTF-16 code units, lone surrogates too. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            text.append((char) (random.nextInt(3) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
        }
        return text.toString();
    }

    private static final class Ear implements EngineClient.Listener {

        private final List<String> heard = new ArrayList<>();

        @Override
        public void progress(JsonObject report) {
            heard.add(report.toString());
        }

        @Override
        public void done(Json result, Optional<Slices> bytes) {
            heard.add(dev.tabitat.core.json.JsonWriter.write(result) + " " + bytes.map(Slices::length).orElse(0L));
        }

        @Override
        public void failed(ApiError error) {
            heard.add(error.code());
        }
    }
}
