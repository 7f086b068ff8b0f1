package dev.tabitat.web.view.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists are requested when an event concerns them, and not too often. */
final class ListsTest {

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final Lists lists = new Lists(page, new EngineCalls(engine, page));
    private final List<String> answers = new ArrayList<>();
    private final List<Double> asked = new ArrayList<>();

    @BeforeEach
    void add() {
        lists.add(StartMethod.CATALOG, List.of(Topic.STORE, Topic.NETWORK), result -> answers.add("catalog " + result),
                error -> answers.add("catalog failed"));
        lists.add(EngineMethod.KEYS, List.of(Topic.STORE), result -> answers.add("keys " + result), error -> {});
        lists.add(EngineMethod.LINEAGE, List.of(Topic.LINEAGE), result -> answers.add("lineage " + result),
                error -> {});
    }

    /** Lets time pass in small steps; each request is answered, or fails, as soon as it is there. */
    private void pass(double millis, boolean fails) {
        double end = page.millis() + millis;
        while (true) {
            for (FakeEngineClient.Sent one : engine.sent) {
                asked.add(page.millis());
                if (fails) {
                    one.fail("unavailable");
                } else {
                    one.answer(JsonArray.EMPTY);
                }
            }
            engine.clear();
            if (page.millis() >= end) {
                return;
            }
            page.pass(Math.min(50, end - page.millis()));
        }
    }

    private List<String> methods() {
        List<String> methods = engine.methods();
        engine.clear();
        return methods;
    }

    @Test
    void anEventRequestsWhatItConcernsAndNothingElse() {
        lists.open();
        pass(0, false);
        lists.onEvent(Topic.LINEAGE);
        page.pass(Lists.GATHER_MILLIS);
        assertEquals(List.of("lineage"), methods());
        lists.onEvent(Topic.STORE);
        page.pass(Lists.GATHER_MILLIS);
        assertEquals(List.of("catalog", "keys"), methods());
        lists.onEvent(Topic.LEDGER);
        page.pass(10_000);
        assertEquals(List.of(), methods());
    }

    @Test
    void nothingIsRequestedWhileNothingIsShown() {
        lists.onEvent(Topic.STORE);
        lists.refresh();
        page.pass(10_000);
        assertEquals(List.of(), methods());
        lists.open();
        assertEquals(List.of("catalog", "keys", "lineage"), methods());
        lists.close();
        lists.onEvent(Topic.STORE);
        page.pass(10_000);
        assertEquals(List.of(), methods());
        lists.show(List.of("keys"));
        lists.onEvent(Topic.STORE);
        page.pass(10_000);
        assertEquals(List.of("keys"), methods());
    }

    @Test
    void aFailureIsTriedAgainAfterPausesThatDoubleAndASuccessEndsIt() {
        lists.show(List.of("catalog"));
        lists.refresh();
        pass(60_000, true);
        assertEquals(List.of(0.0, 4_000.0, 12_000.0, 28_000.0), List.copyOf(asked.subList(0, 4)));
        pass(3_600_000, true);
        assertTrue(asked.size() <= 14, asked.size() + " questions in an hour");
        pass(600_000, false);
        int then = asked.size();
        pass(3_600_000, false);
        assertEquals(then, asked.size());
    }

    @Test
    void onlyWhatFailedIsTriedAgain() {
        lists.open();
        engine.open("catalog").fail("unavailable");
        engine.open("keys").answer(JsonObject.EMPTY);
        engine.open("lineage").answer(JsonObject.EMPTY);
        engine.clear();
        page.pass(5_000);
        assertEquals(List.of("catalog"), methods());
    }

    @Test
    void eventsThatNeverEndDoNotShortenThePauseOfAFailure() {
        lists.show(List.of("catalog"));
        lists.refresh();
        for (int i = 0; i < 4 * 60; i++) {
            lists.onEvent(i % 2 == 0 ? Topic.STORE : Topic.LEDGER);
            pass(250, true);
        }
        assertTrue(asked.size() <= 5, asked.toString());
    }

    @Test
    void aBurstOfEventsIsOneRound() {
        lists.show(List.of("lineage"));
        for (int i = 0; i < 50; i++) {
            lists.onEvent(Topic.LINEAGE);
            page.pass(10);
        }
        page.pass(1_000);
        assertEquals(List.of("lineage"), methods());
    }

    @Test
    void eventsThatNeverPauseDoNotHoldTheRequestBack() {
        lists.show(List.of("lineage"));
        for (int i = 0; i < 130; i++) {
            lists.onEvent(Topic.LINEAGE);
            page.pass(10);
        }
        assertEquals(List.of("lineage", "lineage"), methods());
    }

    @Test
    void aHiddenTabAsksNothingAndCatchesUpOnceItIsSeen() {
        lists.show(List.of("catalog"));
        lists.refresh();
        pass(0, true);
        page.isHidden = true;
        pass(3_600_000, true);
        lists.onEvent(Topic.STORE);
        lists.refresh();
        pass(3_600_000, true);
        assertEquals(1, asked.size());
        page.isHidden = false;
        lists.seen();
        lists.seen();
        pass(3_600_000, false);
        assertEquals(2, asked.size());
    }

    @Test
    void thePersonAndTheNetworkDoNotWaitForThePause() {
        lists.show(List.of("catalog"));
        lists.refresh();
        pass(4_000, true);
        assertEquals(2, asked.size());
        lists.refresh();
        pass(0, true);
        assertEquals(3, asked.size());
        lists.onEvent(Topic.NETWORK);
        pass(Lists.GATHER_MILLIS, true);
        assertEquals(4, asked.size());
    }

    @Test
    void anAnswerThatIsOlderThanOneAlreadyAppliedIsIgnored() {
        lists.show(List.of("keys"));
        lists.refresh();
        lists.refresh();
        FakeEngineClient.Sent older = engine.sent.get(0);
        FakeEngineClient.Sent newer = engine.sent.get(1);
        newer.answer(JsonObject.of("at", 2));
        older.answer(JsonObject.of("at", 1));
        assertEquals(List.of("keys {\"at\":2}"), answers);
    }

    @Test
    void answersThatComeInTurnAreAllApplied() {
        lists.show(List.of("keys"));
        lists.refresh();
        lists.refresh();
        engine.sent.get(0).answer(JsonObject.of("at", 1));
        engine.sent.get(1).answer(JsonObject.of("at", 2));
        assertEquals(List.of("keys {\"at\":1}", "keys {\"at\":2}"), answers);
    }

    @Test
    void anEngineThatStoppedIsAskedNothing() {
        lists.open();
        engine.clear();
        lists.onEvent(Topic.BROKEN);
        lists.refresh();
        page.pass(10_000);
        assertEquals(List.of(), methods());
    }

    @Test
    void everyFailureIsToldToThePage() {
        lists.show(List.of("keys"));
        lists.refresh();
        engine.open("keys").fail("unavailable");
        assertEquals(List.of(FakeEngineClient.error("unavailable")), page.failures);
    }

    @Test
    void anEventThatNamesAnAggregateConcernsTheListsOfThatAggregate() {
        Lists narrow = new Lists(page, new EngineCalls(engine, page));
        narrow.add(EngineMethod.DOWNLOADS, List.of(Topic.STORED_PACKAGES), result -> {}, error -> {});
        narrow.add(EngineMethod.KEYS, List.of(Topic.STORE_AS_A_WHOLE), result -> {}, error -> {});
        narrow.add(StartMethod.CATALOG, List.of(Topic.STORE), result -> {}, error -> {});
        narrow.open();
        methods();
        narrow.onEvent(Topic.STORE, JsonObject.of("aggregate", "packages"));
        page.pass(Lists.GATHER_MILLIS);
        assertEquals(List.of("downloads", "catalog"), methods());
        narrow.onEvent(Topic.STORE, JsonObject.of("aggregate", "keys"));
        page.pass(Lists.GATHER_MILLIS);
        assertEquals(List.of("catalog"), methods());
        narrow.onEvent(Topic.STORE, JsonObject.EMPTY);
        page.pass(Lists.GATHER_MILLIS);
        assertEquals(List.of("downloads", "keys", "catalog"), methods());
        narrow.onEvent(Topic.LINEAGE, JsonObject.EMPTY);
        page.pass(Lists.GATHER_MILLIS);
        assertEquals(List.of(), methods());
    }
}
