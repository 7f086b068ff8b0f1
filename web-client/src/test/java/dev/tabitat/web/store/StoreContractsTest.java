package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.web.selftest.FaultyRecords;
import dev.tabitat.web.selftest.StoreContracts.FaultsPerWrite;
import dev.tabitat.web.selftest.StoreContracts;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class StoreContractsTest {

    private static final long SEED = Long.getLong("tabitat.seed", 20261123L);

    @TestFactory
    Stream<DynamicTest> everyContractHoldsInMemory() {
        return everyContract(MemoryRecords::new);
    }

    @TestFactory
    Stream<DynamicTest> everyContractHoldsWithPiecesInFiles() {
        return everyContract(() -> new MemoryRecords(Optional.of(new MemoryFiles(0))));
    }

    private static Stream<DynamicTest> everyContract(Supplier<RecordStore> fresh) {
        return StoreContracts.all(fresh, SEED, FaultsPerWrite.ALL).stream()
                .map(contract -> DynamicTest.dynamicTest(contract.name(), () -> {
                    Check check = new Check();
                    contract.run(check);
                    assertTrue(check.count() > 0, "a contract checks something");
                }));
    }

    @TestFactory
    Stream<DynamicTest> randomWorkHoldsForManySeeds() {
        return Stream.iterate(SEED, seed -> seed + 1).limit(40)
                .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
                    StoreContracts.all(MemoryRecords::new, seed, FaultsPerWrite.ALL).get(4).run(new Check());
                    StoreContracts
                            .all(() -> new MemoryRecords(Optional.of(new MemoryFiles(seed % 200))), seed,
                                    FaultsPerWrite.ALL)
                            .get(4)
                            .run(new Check());
                }));
    }

    @Test
    void anOlderStoreIsBroughtForwardOneVersionATimeAndOnce() {
        RecordStore records = new MemoryRecords();
        Schema.migrate(records, List.of());
        records.apply(new Batch().put(Table.SETTINGS, "a", "1"));
        Migration addB = (store, batch) -> batch.put(Table.SETTINGS, "b",
                store.text(Table.SETTINGS, "a").orElseThrow() + "2");
        Migration addC = (store, batch) -> batch.put(Table.SETTINGS, "c",
                store.text(Table.SETTINGS, "b").orElseThrow() + "3");
        Schema.migrate(records, List.of(addB, addC));
        Schema.migrate(records, List.of(addB, addC));
        assertEquals(Optional.of("123"), records.text(Table.SETTINGS, "c"));
        assertEquals(Optional.of("3"), records.text(Table.META, "schema"));
        assertThrows(Unsupported.class, () -> Schema.migrate(records, List.of()));
    }

    @Test
    void aCrashBetweenTwoMigrationsIsMadeGood() {
        RecordStore records = new MemoryRecords();
        Schema.migrate(records, List.of());
        Migration first = (store, batch) -> batch.put(Table.SETTINGS, "first", "done");
        Migration second = (store, batch) -> batch.put(Table.SETTINGS, "second", "done");
        FaultyRecords crashing = new FaultyRecords(records, 1, FaultyRecords.Fault.CRASH_BEFORE);
        assertThrows(FaultyRecords.Crash.class, () -> Schema.migrate(crashing, List.of(first, second)));
        assertEquals(Optional.of("2"), records.text(Table.META, "schema"));
        Schema.migrate(records, List.of(first, second));
        assertEquals(Optional.of("done"), records.text(Table.SETTINGS, "second"));
    }

    @Test
    void onlyBatchesOfSettingsNeedNotBeOnTheDiskAtOnce() {
        assertTrue(new Batch().put(Table.SETTINGS, "a", "1").changesOnlySettings());
        assertTrue(new Batch().expect(Table.PACKAGES, "a", Optional.empty()).delete(Table.SETTINGS, "a")
                .put(Table.META, "packages", "1").changesOnlySettings());
        assertFalse(new Batch().put(Table.META, "salt", "1").changesOnlySettings());
        assertFalse(new Batch().put(Table.SETTINGS, "a", "1").put(Table.PACKAGES, "a", "1").changesOnlySettings());
        assertFalse(new Batch().put(Table.SETTINGS, "a", "1").put(Table.CHUNKS, "a", new byte[1])
                .changesOnlySettings());
    }

    @Test
    void aVersionThatIsNoNumberIsCalledDamaged() {
        RecordStore records = new MemoryRecords();
        records.apply(new Batch().put(Table.META, "schema", "minus one"));
        assertThrows(DamagedData.class, () -> Schema.migrate(records));
    }
}
