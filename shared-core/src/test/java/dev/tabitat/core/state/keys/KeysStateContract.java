package dev.tabitat.core.state.keys;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.state.Delta;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.StateModel;
import java.util.List;
import java.util.Optional;

/** What the commands on keys and signatures decide, and that their state follows from records alone. */
public final class KeysStateContract {

    private static final KeysAggregate AGGREGATE = new KeysAggregate();
    private static final int STEPS = 400;

    private KeysStateContract() {}

    public static List<Contract> all() {
        return List.of(Contract.of("state: keys are kept, trusted and deleted", KeysStateContract::keys),
                Contract.of("state: signatures of packages are kept and dropped", KeysStateContract::signatures),
                Contract.of("state: deltas of keys do not say what keys say", KeysStateContract::privacy),
                Contract.of("state: random commands on keys", check -> randomCommands(check, 20_261_130L)));
    }

    /** An own key. */
    public static StoredKey own(String name) {
        return new StoredKey(name, "cHVibGlj", "2026-11-30T12:00:00Z", Optional.of("c2VjcmV0"));
    }

    /** A key of somebody else. */
    public static StoredKey other(String name) {
        return new StoredKey(name, "cHVibGlj", "2026-11-30T12:00:00Z", Optional.empty());
    }

    public static StoredSignature signature(String envelope) {
        return new StoredSignature(envelope, "a file", "2026-11-30T12:00:00Z", Optional.empty());
    }

    private static void keys(Check check) {
        StateModel<KeysState> model = new StateModel<>(AGGREGATE);
        model.run(new KeysCommand.KeepOwn("a", own("mine")));
        check.equal("again changes nothing", 0, model.changes(new KeysCommand.KeepOwn("a", own("mine"))));
        model.run(new KeysCommand.Trust("a", other("mine, as others see it")));
        model.run(new KeysCommand.Trust("b", other("Berta")));
        model.run(new KeysCommand.Trust("b", other("Berta B.")));
        check.equal("another name takes the place", "Berta B.", model.state().trusted().get("b").name());
        check.fails("an unknown key", InvalidInput.class, () -> model.run(new KeysCommand.Untrust("c", true)));
        check.fails("an own key", Refused.class, () -> model.run(new KeysCommand.Untrust("a", false)));
        model.run(new KeysCommand.Untrust("a", true));
        check.isTrue("deleted, and trusted no longer",
                model.state().own().isEmpty() && !model.state().trusted().containsKey("a"));
        for (int i = 0; i < KeysCommand.MAX_KEYS; i++) {
            model.run(new KeysCommand.KeepOwn("key" + i, own("mine")));
        }
        check.fails("too many", Refused.class, () -> model.run(new KeysCommand.KeepOwn("one more", own("mine"))));
        model.run(new KeysCommand.KeepOwn("key0", own("under another name")));
        check.equal("read as it was written", own("mine"), StoredKey.read(own("mine").record()));
        check.fails("malformed", DamagedData.class, () -> StoredKey.read("{\"name\": 1}"));
    }

    private static void signatures(Check check) {
        StateModel<KeysState> model = new StateModel<>(AGGREGATE);
        check.isTrue("fresh", model.run(new KeysCommand.KeepSignature("p", "e", "alpha:q8", signature("1"))));
        check.isTrue("known", !model.run(new KeysCommand.KeepSignature("p", "e", "alpha:q8", signature("1"))));
        model.run(new KeysCommand.KeepSignature("q", "e", "beta:q8", signature("2")));
        check.equal("of one package", List.of(signature("1")),
                List.copyOf(model.state().signaturesOf("p").values()));
        for (int i = 1; i < KeysCommand.MAX_SIGNATURES; i++) {
            model.run(new KeysCommand.KeepSignature("p", "e" + i, "alpha:q8", signature("1")));
        }
        check.fails("too many", Refused.class,
                () -> model.run(new KeysCommand.KeepSignature("p", "f", "alpha:q8", signature("1"))));
        check.equal("dropped", KeysCommand.MAX_SIGNATURES, model.run(new KeysCommand.DropSignatures("p")));
        check.equal("dropped already", 0, model.changes(new KeysCommand.DropSignatures("p")));
        check.equal("the other package's stay", 1, model.state().signatures().size());
        check.equal("read as it was written", signature("1"), StoredSignature.read(signature("1").record()));
    }

    private static void privacy(Check check) {
        Delta delta = new Delta(1, "", "x/0", List.of(RecordChange.put("settings", "key/a", own("mine").record()),
                RecordChange.delete("settings", "key/b")));
        check.isTrue("private", AGGREGATE.hasPrivateTexts());
        check.isTrue("no secret", !delta.withoutTexts().record().contains("c2VjcmV0"));
        check.equal("which records changed, and which are gone",
                List.of(RecordChange.put("settings", "key/a", ""), RecordChange.delete("settings", "key/b")),
                Delta.read(delta.withoutTexts().record()).changes());
    }

    private static void randomCommands(Check check, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        StateModel<KeysState> model = new StateModel<>(AGGREGATE);
        for (int step = 0; step < STEPS; step++) {
            String when = "seed " + seed + ", step " + step;
            String id = "k" + random.nextInt(3);
            try {
                switch (random.nextInt(5)) {
                    case 0 -> model.run(new KeysCommand.KeepOwn(id, own(when)));
                    case 1 -> model.run(new KeysCommand.Trust(id, other(when)));
                    case 2 -> model.run(new KeysCommand.Untrust(id, random.nextInt(2) == 0));
                    case 3 -> model.run(new KeysCommand.KeepSignature(id, "e" + random.nextInt(20), id,
                            signature(when)));
                    default -> model.run(new KeysCommand.DropSignatures(id));
                }
            } catch (TabitatException refused) {
                check.isTrue(when + " says where", !refused.finding().where().isEmpty());
            }
            check.equal(when + ": the records say the same", model.state(), model.reread());
        }
    }
}
