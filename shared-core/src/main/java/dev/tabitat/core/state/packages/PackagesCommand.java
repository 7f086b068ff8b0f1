package dev.tabitat.core.state.packages;

import static dev.tabitat.core.state.packages.PackagesAggregate.DECLINED;
import static dev.tabitat.core.state.packages.PackagesAggregate.DOWNLOADS;
import static dev.tabitat.core.state.packages.PackagesAggregate.META;
import static dev.tabitat.core.state.packages.PackagesAggregate.PACKAGES;
import static dev.tabitat.core.state.packages.PackagesAggregate.SETTINGS;
import static dev.tabitat.core.state.packages.PackagesAggregate.UNLISTED;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.PackageRemoved;
import dev.tabitat.core.lineage.PackageReplaced;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be done to packages and downloads. */
public sealed interface PackagesCommand<R> extends Command<PackagesState, R> {

    private static RecordChange place(PackageName name, QueuePlace place) {
        return RecordChange.put(SETTINGS, QueuePlace.KEY + name, place.record());
    }

    private static RecordChange noPlace(PackageName name) {
        return RecordChange.delete(SETTINGS, QueuePlace.KEY + name);
    }

    private static InvalidInput noDownload(String method, PackageName name) {
        return new InvalidInput("There is no such download.",
                Finding.at(method + ", name").expected("one of downloads()").found(name));
    }

    /**
     * Puts a package into the queue, at its end, or lets one go on that is in it. A package that was declined is no
     * longer.
     *
     * @param registry origin of the registry; empty for the host, or for where it was begun
     * @param allowsMetered whether a line that costs money by the byte may be used
     */
    record Queue(PackageName name, String registry, boolean allowsMetered) implements PackagesCommand<QueuePlace> {

        @Override
        public Decision<QueuePlace> decide(PackagesState state) {
            long last = -1;
            for (QueuePlace one : state.places().values()) {
                last = Math.max(last, one.order());
            }
            QueuePlace before = state.place(name).orElse(new QueuePlace(last + 1, true, false, ""));
            QueuePlace now = new QueuePlace(before.order(), false, before.allowsMetered() || allowsMetered,
                    registry.isEmpty() ? before.registry() : registry);
            List<RecordChange> changes = new ArrayList<>();
            if (!now.equals(before)) {
                changes.add(place(name, now));
            }
            if (state.isDeclined(name)) {
                changes.add(RecordChange.put(SETTINGS, DECLINED + name, "no"));
            }
            return Decision.accept(changes, now);
        }
    }

    /** Goes on with what an earlier tab left in the queue; refused as cancelled when it is not there or is paused. */
    record TakeUp(PackageName name) implements PackagesCommand<QueuePlace> {

        @Override
        public Decision<QueuePlace> decide(PackagesState state) {
            Optional<QueuePlace> place = state.place(name);
            return place.isPresent() && !place.get().isPaused() ? Decision.accept(List.of(), place.get())
                    : Decision.refuse(endedElsewhere(name));
        }
    }

    /** The error of a caller whose download left the queue by another's hand. */
    static Cancelled endedElsewhere(PackageName name) {
        return new Cancelled("The download was ended in another tab.",
                Finding.at(name.toString()).expected("a place in the queue")
                        .found("none").remedy("Install it again; it goes on from what has verified."));
    }

    /** Stops a download until it is resumed; refused where there is none. */
    record Pause(PackageName name) implements PackagesCommand<QueuePlace> {

        @Override
        public Decision<QueuePlace> decide(PackagesState state) {
            Optional<QueuePlace> before = state.place(name);
            if (before.isEmpty()) {
                return Decision.refuse(noDownload("pause", name));
            }
            QueuePlace now = before.get().paused(true);
            return Decision.accept(before.get().isPaused() ? List.of() : List.of(place(name, now)), now);
        }
    }

    /** Gives a download up; what has verified stays; refused where there is none. */
    record Cancel(PackageName name) implements PackagesCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(PackagesState state) {
            return state.place(name).isEmpty() ? Decision.refuse(noDownload("cancel", name))
                    : Decision.accept(List.of(noPlace(name)), true);
        }
    }

    /** Takes a package out of the queue, if it is there. */
    record Leave(PackageName name) implements PackagesCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(PackagesState state) {
            return Decision.accept(state.place(name).isPresent() ? List.of(noPlace(name)) : List.of(), true);
        }
    }

    /**
     * A download failed. What has begun keeps its place.
     *
     * @param pauses whether it goes on only when it is asked for again, since trying again would fail again
     * @param isLeftOver whether an earlier tab left it, so that the next start tries again even where nothing has begun
     */
    record Fail(PackageName name, boolean pauses, boolean isLeftOver) implements PackagesCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(PackagesState state) {
            Optional<QueuePlace> place = state.place(name);
            if (place.isEmpty()) {
                return Decision.accept(List.of(), true);
            }
            boolean isKept = isLeftOver && !pauses || state.begun().containsKey(name.toString());
            if (!isKept) {
                return Decision.accept(List.of(noPlace(name)), true);
            }
            return Decision.accept(
                    pauses && !place.get().isPaused() ? List.of(place(name, place.get().paused(true))) : List.of(),
                    true);
        }
    }

    /** Puts downloads into this order, before those that are not named; refused where one of them is not there. */
    record Reorder(List<PackageName> names) implements PackagesCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(PackagesState state) {
            long first = 0;
            for (QueuePlace one : state.places().values()) {
                first = Math.min(first, one.order());
            }
            List<RecordChange> changes = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                Optional<QueuePlace> place = state.place(names.get(i));
                if (place.isEmpty()) {
                    return Decision.refuse(noDownload("reorder", names.get(i)));
                }
                changes.add(place(names.get(i), place.get().at(first - names.size() + i)));
            }
            return Decision.accept(changes, true);
        }
    }

    /** Notes a download, so that its pieces are kept from now on. */
    record Begin(PackageVersion version) implements PackagesCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(PackagesState state) {
            PackageVersion before = state.begun().get(version.name());
            if (before != null && before.digest().equals(version.digest())) {
                return Decision.accept(List.of(), true);
            }
            List<RecordChange> changes = new ArrayList<>();
            changes.add(RecordChange.put(DOWNLOADS, version.name(), version.record()));
            unlistOther(before, version, changes);
            return Decision.accept(changes, true);
        }
    }

    /** The pieces of a download are collected when another version takes its place. */
    private static void unlistOther(PackageVersion begun, PackageVersion instead, List<RecordChange> changes) {
        if (begun != null && !begun.digest().equals(instead.digest())) {
            unlist(begun, instead.pieces().keySet(), changes);
        }
    }

    /**
     * Makes a version visible whose pieces are all there, and ends its download. An installed one of its name is kept
     * beside it, in place of the one kept before. Refused where its download is noted no more, since then its pieces
     * may be collected.
     *
     * @param version with the time of its installation
     * @param told records for the lineage
     */
    record Install(PackageVersion version, List<LineageBody> told) implements PackagesCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(PackagesState state) {
            String name = version.name();
            PackageVersion begun = state.begun().get(name);
            if (!state.isKept(name, version.digest())
                    && (begun == null || !begun.digest().equals(version.digest()))) {
                return Decision.refuse(new Unavailable("This package was removed while it was downloaded.",
                        Finding.at(name).expected("a download that is noted in the store").found("none")
                                .remedy("Install it again.")));
            }
            PackageVersion before = state.installed().get(name);
            Optional<PackageVersion> kept = Optional.ofNullable(state.previous().get(name));
            List<RecordChange> changes = new ArrayList<>();
            List<LineageBody> lineage = new ArrayList<>(told);
            if (before == null || before.digest().equals(version.digest())) {
                changes.add(RecordChange.put(PACKAGES, name, version.record(kept)));
            } else {
                changes.add(RecordChange.put(PACKAGES, name, version.record(Optional.of(before))));
                lineage.add(new PackageReplaced(name, version.digest(), before.digest(), PackageReplaced.How.UPDATE));
                if (kept.isPresent() && !kept.get().digest().equals(version.digest())) {
                    Set<Digest> needed = state.piecesOfOthers(name);
                    needed.addAll(version.pieces().keySet());
                    needed.addAll(before.pieces().keySet());
                    lineage.add(new PackageRemoved(name, kept.get().digest(), bytesBut(kept.get().pieces(), needed)));
                    unlist(kept.get(), needed, changes);
                }
            }
            changes.add(RecordChange.delete(DOWNLOADS, name));
            unlistOther(begun, version, changes);
            changes.add(noPlace(version.manifest().name()));
            if (state.isDeclined(version.manifest().name())) {
                changes.add(RecordChange.put(SETTINGS, DECLINED + name, "no"));
            }
            return new Decision.Accepted<>(changes, lineage, true);
        }
    }

    private static long bytesBut(Map<Digest, Integer> pieces, Set<Digest> needed) {
        long bytes = 0;
        for (Map.Entry<Digest, Integer> piece : pieces.entrySet()) {
            bytes += needed.contains(piece.getKey()) ? 0 : piece.getValue();
        }
        return bytes;
    }

    /** Notes a version that is removed, if pieces of it are to be collected. */
    private static void unlist(PackageVersion gone, Set<Digest> needed, List<RecordChange> changes) {
        if (!needed.containsAll(gone.pieces().keySet())) {
            changes.add(RecordChange.put(META, UNLISTED + gone.digest().hex(), gone.record()));
        }
    }

    private static InvalidInput noPrevious(PackageName name) {
        return new InvalidInput("There is no earlier version of this package in this tab.",
                Finding.at("store").expected("a package that was updated").found(name));
    }

    /**
     * Makes the version before the one that answers, and keeps the other beside it; refused where none is kept. The
     * outcome is the version that answers from now on.
     */
    record Rollback(PackageName name) implements PackagesCommand<PackageVersion> {

        @Override
        public Decision<PackageVersion> decide(PackagesState state) {
            PackageVersion before = state.previous().get(name.toString());
            PackageVersion now = state.installed().get(name.toString());
            if (before == null || now == null) {
                return Decision.refuse(noPrevious(name));
            }
            return new Decision.Accepted<>(
                    List.of(RecordChange.put(PACKAGES, name.toString(), before.record(Optional.of(now)))),
                    List.of(new PackageReplaced(before.name(), before.digest(), now.digest(),
                            PackageReplaced.How.ROLLBACK)),
                    before);
        }
    }

    /** Removes the version that is kept beside a package; the outcome is the bytes that nothing else needs. */
    record RemovePrevious(PackageName name) implements PackagesCommand<Long> {

        @Override
        public Decision<Long> decide(PackagesState state) {
            PackageVersion gone = state.previous().get(name.toString());
            PackageVersion now = state.installed().get(name.toString());
            if (gone == null || now == null) {
                return Decision.refuse(noPrevious(name));
            }
            Set<Digest> needed = state.piecesOfOthers(name.toString());
            needed.addAll(now.pieces().keySet());
            PackageVersion begun = state.begun().get(name.toString());
            if (begun != null) {
                needed.addAll(begun.pieces().keySet());
            }
            long freed = bytesBut(gone.pieces(), needed);
            List<RecordChange> changes = new ArrayList<>();
            changes.add(RecordChange.put(PACKAGES, name.toString(), now.record()));
            unlist(gone, needed, changes);
            return new Decision.Accepted<>(changes,
                    List.of(new PackageRemoved(gone.name(), gone.digest(), freed)), freed);
        }
    }

    /**
     * Removes a package with the version kept beside it, the remains of its download and its place in the queue;
     * refused where there is none of them. The outcome is the bytes that nothing else needs.
     *
     * @param present the pieces that are in the store, or more: what is not there is not freed
     * @param declines whether it must not be installed by itself again
     */
    record Remove(PackageName name, Set<Digest> present, boolean declines) implements PackagesCommand<Long> {

        @Override
        public Decision<Long> decide(PackagesState state) {
            String key = name.toString();
            Set<Digest> needed = state.piecesOfOthers(key);
            List<RecordChange> changes = new ArrayList<>();
            Map<Digest, Integer> gone = new LinkedHashMap<>();
            for (Map<String, PackageVersion> part : List.of(state.previous(), state.installed(), state.begun())) {
                PackageVersion version = part.get(key);
                if (version != null) {
                    gone.putAll(version.pieces());
                    unlist(version, needed, changes);
                }
            }
            PackageVersion installed = state.installed().get(key);
            PackageVersion begun = state.begun().get(key);
            if (installed == null && begun == null) {
                return Decision.refuse(new InvalidInput("There is no such package in this tab's store.",
                        Finding.at("store").expected("an installed package").found(name)));
            }
            Set<Digest> missing = new HashSet<>(gone.keySet());
            missing.removeAll(present);
            gone.keySet().removeAll(missing);
            long freed = bytesBut(gone, needed);
            List<LineageBody> told = new ArrayList<>();
            if (installed != null) {
                told.add(new PackageRemoved(key, installed.digest(), freed));
            }
            PackageVersion previous = state.previous().get(key);
            if (previous != null) {
                told.add(new PackageRemoved(key, previous.digest(), 0));
            }
            changes.add(RecordChange.delete(PACKAGES, key));
            changes.add(RecordChange.delete(DOWNLOADS, key));
            changes.add(noPlace(name));
            if (declines && !state.isDeclined(name)) {
                changes.add(RecordChange.put(SETTINGS, DECLINED + name, "yes"));
            }
            return new Decision.Accepted<>(changes, told, freed);
        }
    }

    /**
     * Collects unlisted versions that nobody reads. The outcome is the pieces that are needed no more, to be deleted in
     * the same transaction.
     */
    record Collect(Set<Digest> versions) implements PackagesCommand<Set<Digest>> {

        @Override
        public Decision<Set<Digest>> decide(PackagesState state) {
            Set<Digest> needed = state.piecesWithout(versions);
            Set<Digest> pieces = new LinkedHashSet<>();
            List<RecordChange> changes = new ArrayList<>();
            for (Digest version : versions) {
                PackageVersion gone = state.unlisted().get(version.hex());
                if (gone != null) {
                    changes.add(RecordChange.delete(META, UNLISTED + version.hex()));
                    pieces.addAll(gone.pieces().keySet());
                }
            }
            pieces.removeAll(needed);
            return Decision.accept(changes, pieces);
        }
    }
}
