package dev.tabitat.core.state.packages;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.PackageRemoved;
import dev.tabitat.core.lineage.PackageReplaced;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.Delta;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the commands on packages and downloads decide, and that states follow from records alone. */
public final class PackagesStateContract {

    private static final PackagesAggregate AGGREGATE = new PackagesAggregate();
    private static final PackageName A = VersionSamples.name("alpha");
    private static final PackageName B = VersionSamples.name("beta");
    private static final PackageVersion A1 = VersionSamples.version("alpha", "1");
    private static final PackageVersion A2 = VersionSamples.version("alpha", "22");
    private static final PackageVersion A3 = VersionSamples.version("alpha", "333");
    private static final PackageVersion B1 = VersionSamples.version("beta", "1");
    private static final int STEPS = 600;

    private PackagesStateContract() {}

    public static List<Contract> all() {
        return List.of(Contract.of("state: the queue of downloads", PackagesStateContract::queue),
                Contract.of("state: versions, and what they leave to be collected", PackagesStateContract::versions),
                Contract.of("state: deltas and revisions are read as they were written", PackagesStateContract::deltas),
                Contract.of("state: random commands keep what is needed and forget nothing",
                        check -> randomCommands(check, 20_261_130L)));
    }

    /** Records and the state that follows from them, changed by one command after another. */
    private static final class Model {

        private final Map<String, RecordChange> records = new TreeMap<>();
        private final List<LineageBody> told = new ArrayList<>();
        private PackagesState state = AGGREGATE.empty();

        <R> R run(Command<PackagesState, R> command) {
            Decision<R> decision = command.decide(state);
            if (decision instanceof Decision.Refused<R> refused) {
                throw refused.reason();
            }
            Decision.Accepted<R> accepted = (Decision.Accepted<R>) decision;
            state = AGGREGATE.apply(state, accepted.changes());
            told.addAll(accepted.lineage());
            for (RecordChange change : accepted.changes()) {
                if (change.text().isPresent()) {
                    records.put(change.table() + "/" + change.key(), change);
                } else {
                    records.remove(change.table() + "/" + change.key());
                }
            }
            return accepted.outcome();
        }

        PackagesState reread() {
            return AGGREGATE.apply(AGGREGATE.empty(), new ArrayList<>(records.values()));
        }
    }

    private static PackagesCommand.Install install(PackageVersion version) {
        return new PackagesCommand.Install(version, List.of());
    }

    private static void install(Model model, PackageVersion version) {
        model.run(new PackagesCommand.Begin(version));
        model.run(install(version));
    }

    private static PackagesCommand.Queue queue(PackageName name) {
        return new PackagesCommand.Queue(name, "", false);
    }

    private static void queue(Check check) {
        Model model = new Model();
        check.equal("the first place", 0L, model.run(queue(A)).order());
        check.equal("the next place", 1L,
                model.run(new PackagesCommand.Queue(B, "https://registry", true)).order());
        check.equal("again changes nothing", List.of(),
                ((Decision.Accepted<QueuePlace>) queue(A).decide(model.state)).changes());
        check.equal("what was allowed stays", new QueuePlace(1, false, true, "https://registry"),
                model.run(queue(B)));
        model.run(new PackagesCommand.Reorder(List.of(B)));
        check.equal("reordered", List.of("beta:q8", "alpha:q8"), model.state.queue());
        model.run(new PackagesCommand.Pause(B));
        check.isTrue("paused", model.state.place(B).orElseThrow().isPaused());
        check.fails("a paused one is not taken up", Cancelled.class, () -> model.run(new PackagesCommand.TakeUp(B)));
        check.isTrue("resumed", !model.run(queue(B)).isPaused());
        check.isTrue("taken up", model.run(new PackagesCommand.TakeUp(B)).allowsMetered());
        model.run(new PackagesCommand.Fail(B, true, false));
        check.isTrue("what failed before it had begun leaves", model.state.place(B).isEmpty());
        model.run(queue(B));
        model.run(new PackagesCommand.Begin(B1));
        model.run(new PackagesCommand.Fail(B, true, false));
        check.isTrue("what failed after it had begun is paused", model.state.place(B).orElseThrow().isPaused());
        model.run(queue(A));
        model.run(new PackagesCommand.Fail(A, false, true));
        check.isTrue("what an earlier tab left keeps its place", !model.state.place(A).orElseThrow().isPaused());
        install(model, B1);
        check.isTrue("what came leaves the queue", model.state.place(B).isEmpty() && model.state.begun().isEmpty());
        model.run(new PackagesCommand.Cancel(A));
        check.equal("an empty queue", List.of(), model.state.queue());
        check.fails("pause", InvalidInput.class, () -> model.run(new PackagesCommand.Pause(A)));
        check.fails("cancel", InvalidInput.class, () -> model.run(new PackagesCommand.Cancel(A)));
        check.fails("reorder", InvalidInput.class, () -> model.run(new PackagesCommand.Reorder(List.of(A))));
        check.isTrue("leaving twice is nothing", model.run(new PackagesCommand.Leave(A)));
        model.run(new PackagesCommand.Remove(B, B1.pieces().keySet(), true));
        check.isTrue("declined", model.state.isDeclined(B));
        model.run(queue(B));
        check.isTrue("asked for again", !model.state.isDeclined(B));
    }

    private static void versions(Check check) {
        Model model = new Model();
        check.fails("nothing to go back to", InvalidInput.class, () -> model.run(new PackagesCommand.Rollback(A)));
        check.fails("nothing to remove", InvalidInput.class,
                () -> model.run(new PackagesCommand.Remove(A, Set.of(), false)));
        check.fails("nothing of it is kept", Unavailable.class, () -> model.run(install(A1)));
        install(model, A1);
        install(model, B1);
        install(model, A2);
        check.equal("the newer answers", A2.digest(), model.state.installed().get("alpha:q8").digest());
        check.equal("back", A1, model.run(new PackagesCommand.Rollback(A)));
        check.equal("kept beside", A2.digest(), model.state.previous().get("alpha:q8").digest());
        install(model, A3);
        check.equal("one version is kept", A1.digest(), model.state.previous().get("alpha:q8").digest());
        check.equal("the other is unlisted", Set.of(A2.digest().hex()), model.state.unlisted().keySet());
        Digest own = A2.manifest().layer("model.safetensors").digest();
        check.equal("only its own pieces are collected", Set.of(own),
                model.run(new PackagesCommand.Collect(Set.of(A2.digest()))));
        check.equal("collected", Map.of(), model.state.unlisted());
        check.equal("freed: letters and number", 6L, model.run(new PackagesCommand.RemovePrevious(A)));
        model.run(new PackagesCommand.Begin(A2));
        Set<Digest> present = new HashSet<>(A3.pieces().keySet());
        check.equal("freed of what is there", 8L, model.run(new PackagesCommand.Remove(A, present, false)));
        check.equal("nothing of it is left", List.of("beta:q8"), new ArrayList<>(model.state.installed().keySet()));
        check.equal("three versions wait", 3, model.state.unlisted().size());
        model.run(new PackagesCommand.Begin(A3));
        Set<Digest> all = new LinkedHashSet<>(List.of(A1.digest(), A2.digest(), A3.digest()));
        Set<Digest> pieces = model.run(new PackagesCommand.Collect(all));
        check.isTrue("what is fetched again is not collected", Collections.disjoint(pieces, A3.pieces().keySet()));
        check.isTrue("what another package has is not collected", Collections.disjoint(pieces, B1.pieces().keySet()));
        check.equal("the rest is", 2, pieces.size());
        check.isTrue("each change of a version was told",
                model.told.stream().filter(PackageReplaced.class::isInstance).count() == 3
                        && model.told.stream().filter(PackageRemoved.class::isInstance).count() == 3);
        check.equal("names", Set.of("alpha:q8", "beta:q8"), model.state.namesChangedSince(AGGREGATE.empty()));
    }

    private static void deltas(Check check) {
        Delta delta = new Delta(3, "abc", "def",
                List.of(RecordChange.put("settings", "a", "1"), RecordChange.delete("meta", "b")));
        check.equal("delta", delta, Delta.read(delta.record()));
        Revision before = new Revision(2, "abc");
        check.equal("revision", before, Revision.read(Optional.of(before.record())));
        check.equal("none", Revision.NONE, Revision.read(Optional.empty()));
        check.isTrue("a change by a version without revisions is another stamp",
                !before.stamp("7").equals(before.stamp("8")));
        check.isTrue("so is another store of the same age",
                !before.stamp("7").equals(new Revision(2, "xyz").stamp("7")));
        check.fails("malformed", DamagedData.class, () -> Delta.read("{\"revision\": 1}"));
    }

    private static void randomCommands(Check check, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        Model model = new Model();
        Set<Digest> stored = new HashSet<>();
        for (int step = 0; step < STEPS; step++) {
            String when = "seed " + seed + ", step " + step;
            Set<Digest> collected = Set.of();
            try {
                collected = step(model, random, stored);
            } catch (InvalidInput | Cancelled refused) {
                check.isTrue(when + " says where", !refused.finding().where().isEmpty());
            }
            stored.removeAll(collected);
            check.equal(when + ": the records say the same", model.state, model.reread());
            Set<Digest> needed = model.state.piecesOfOthers("");
            check.isTrue(when + ": nothing is collected that is listed", Collections.disjoint(collected, needed));
            check.isTrue(when + ": what was stored is listed or waits",
                    model.state.allPieces().containsAll(stored));
            for (String name : model.state.previous().keySet()) {
                check.isTrue(when + ": a version beside none", model.state.installed().containsKey(name));
            }
            check.equal(when + ": the queue", model.state.places().keySet(), new HashSet<>(model.state.queue()));
        }
    }

    /** @return the pieces that were collected */
    private static Set<Digest> step(Model model, SplitMix64 random, Set<Digest> stored) {
        PackageVersion[] versions = {A1, A2, A3, B1};
        PackageVersion version = versions[random.nextInt(versions.length)];
        PackageName name = version.manifest().name();
        switch (random.nextInt(12)) {
            case 0 -> model.run(queue(name));
            case 1 -> model.run(new PackagesCommand.Pause(name));
            case 2 -> model.run(new PackagesCommand.Cancel(name));
            case 3 -> model.run(new PackagesCommand.Reorder(List.of(name)));
            case 4 -> model.run(new PackagesCommand.Fail(name, random.nextInt(2) == 0, random.nextInt(2) == 0));
            case 5 -> model.run(new PackagesCommand.Leave(name));
            case 6, 7 -> {
                stored.addAll(version.pieces().keySet());
                install(model, version);
            }
            case 8 -> model.run(new PackagesCommand.Rollback(name));
            case 9 -> model.run(new PackagesCommand.RemovePrevious(name));
            case 10 -> model.run(new PackagesCommand.Remove(name, stored, random.nextInt(2) == 0));
            default -> {
                return model.run(new PackagesCommand.Collect(new HashSet<>(List.of(version.digest()))));
            }
        }
        return Set.of();
    }
}
