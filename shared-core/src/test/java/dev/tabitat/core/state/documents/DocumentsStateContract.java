package dev.tabitat.core.state.documents;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.StateModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the commands on documents decide, and that their state follows from which records there are. */
public final class DocumentsStateContract {

    private static final DocumentsAggregate AGGREGATE = new DocumentsAggregate();
    private static final int STEPS = 400;

    private DocumentsStateContract() {}

    public static List<Contract> all() {
        return List.of(Contract.of("state: a draft becomes a document, and nothing is left of a deleted one",
                DocumentsStateContract::life),
                Contract.of("state: vectors of another source are dropped", DocumentsStateContract::vectors),
                Contract.of("state: the protection of documents is changed by one at a time",
                        DocumentsStateContract::protection),
                Contract.of("state: random commands on documents", check -> randomCommands(check, 20_261_130L)));
    }

    private static void life(Check check) {
        StateModel<DocumentsState> model = new StateModel<>(AGGREGATE);
        check.isTrue("a draft", model.run(new DocumentsCommand.PutDraft("a")));
        check.isTrue("no record is added to what is no document", !model.run(
                new DocumentsCommand.PutRecord("a", "vectors/x/0")));
        check.isTrue("done", model.run(new DocumentsCommand.Finish("a", List.of("head", "text"))));
        check.equal("its records", List.of("head", "text"), model.state().documents().get("a"));
        check.isTrue("no draft", model.state().drafts().isEmpty());
        check.isTrue("vectors", model.run(new DocumentsCommand.PutRecord("a", "vectors/x/0")));
        check.equal("what changed", Set.of("a"), model.state().changedSince(AGGREGATE.empty()));
        check.isTrue("written anew", model.run(new DocumentsCommand.Rewrite("documents", "a", "text")));
        check.isTrue("not what is not there", !model.run(new DocumentsCommand.Rewrite("drafts", "a", "head")));
        check.isTrue("deleted", model.run(new DocumentsCommand.Delete("a")));
        check.equal("a tombstone", Set.of("a"), model.state().gone());
        check.isTrue("nothing else", model.state().documents().isEmpty());
        check.equal("one record", 1, model.records().size());
        check.isTrue("deleted already", !model.run(new DocumentsCommand.Delete("a")));
        check.isTrue("it does not come back", !model.run(new DocumentsCommand.PutDraft("a"))
                && !model.run(new DocumentsCommand.Finish("a", List.of("head")))
                && !model.run(new DocumentsCommand.PutRecord("a", "words")));
        model.run(new DocumentsCommand.PutDraft("b"));
        model.run(new DocumentsCommand.DropDraft("b"));
        check.isTrue("dropped, without a tombstone",
                model.state().drafts().isEmpty() && !model.state().gone().contains("b"));
        check.equal("pieces of files are no part of it", AGGREGATE.empty(),
                AGGREGATE.apply(AGGREGATE.empty(), List.of(RecordChange.put("drafts", "c/piece/00000000", ""))));
    }

    private static void vectors(Check check) {
        StateModel<DocumentsState> model = new StateModel<>(AGGREGATE);
        for (String id : List.of("a", "b")) {
            model.run(new DocumentsCommand.Finish(id, List.of("head")));
            model.run(new DocumentsCommand.PutRecord(id, "vectors/x/0"));
            model.run(new DocumentsCommand.PutRecord(id, "vectors/y/0"));
        }
        check.equal("two", 2, model.run(new DocumentsCommand.DropRecords("vectors/", "vectors/x/")));
        check.equal("the others stay", List.of("head", "vectors/x/0"), model.state().documents().get("b"));
    }

    private static void protection(Check check) {
        StateModel<DocumentsState> model = new StateModel<>(AGGREGATE);
        model.run(new DocumentsCommand.Protect(Optional.empty(), Optional.of("sealing")));
        check.fails("another was faster", Unavailable.class,
                () -> model.run(new DocumentsCommand.Protect(Optional.empty(), Optional.of("mine"))));
        model.run(new DocumentsCommand.Protect(Optional.of("sealing"), Optional.empty()));
        check.isTrue("plain again, and no delta says how it was",
                model.state().protection().isEmpty() && AGGREGATE.hasPrivateTexts());
    }

    private static void randomCommands(Check check, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        StateModel<DocumentsState> model = new StateModel<>(AGGREGATE);
        for (int step = 0; step < STEPS; step++) {
            String id = "d" + random.nextInt(step / 20 + 1);
            switch (random.nextInt(6)) {
                case 0 -> model.run(new DocumentsCommand.PutDraft(id));
                case 1 -> model.run(new DocumentsCommand.DropDraft(id));
                case 2 -> model.run(new DocumentsCommand.Finish(id, List.of("head", "words")));
                case 3 -> model.run(new DocumentsCommand.PutRecord(id, "vectors/x/" + random.nextInt(3)));
                case 4 -> model.run(new DocumentsCommand.DropRecords("vectors/", "vectors/y"));
                default -> model.run(new DocumentsCommand.Delete(id));
            }
            String when = "seed " + seed + ", step " + step;
            check.equal(when + ": the records say the same", model.state(), model.reread());
            for (String gone : model.state().gone()) {
                check.isTrue(when + ": nothing of a deleted one", !model.state().documents().containsKey(gone)
                        && !model.state().drafts().contains(gone));
            }
        }
    }
}
