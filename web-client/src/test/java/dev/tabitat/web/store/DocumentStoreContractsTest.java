package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.contract.Check;
import dev.tabitat.web.selftest.DocumentStoreContracts;
import dev.tabitat.web.selftest.StoreSamples;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class DocumentStoreContractsTest {

    private static final long SEED = Long.getLong("tabitat.seed", 20261129L);

    @TestFactory
    Stream<DynamicTest> everyContractHoldsInMemory() {
        return DocumentStoreContracts.all(MemoryRecords::new, SEED).stream()
                .map(contract -> DynamicTest.dynamicTest(contract.name(), () -> {
                    Check check = new Check();
                    contract.run(check);
                    assertTrue(check.count() > 0, "a contract checks something");
                }));
    }

    /** With real keys: what one passphrase sealed only that one opens. */
    @Test
    void aRealCipherSealsTheKeyAndTheRecords() {
        RecordStore records = new MemoryRecords();
        DocumentStore store = open(records);
        store.putPiece("a", 0, new byte[]{1, 2, 3});
        store.protect("correct horse battery");
        store.goOn((done, total) -> {});
        DocumentStore another = open(records);
        assertTrue(another.isLocked());
        another.unlock("correct horse battery");
        another.eachPiece("a", piece -> assertArrayEquals(new byte[]{1, 2, 3}, piece));
        assertEquals(Optional.of(Protection.State.SEALED), another.protection().map(Protection::state));
    }

    private static DocumentStore open(RecordStore records) {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test").documents(new JvmCipher());
    }
}
