package dev.tabitat.web.fetch;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.store.CheckReport;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage.Place;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Fetches the pieces of a package that are not in the store yet, and stores each once it has verified.
 *
 * <p>
 * Missing pieces that lie side by side are one request; where a server knows no ranges, or gives others than were asked
 * for, the whole file is asked for. A piece that does not verify, or a connection that breaks and delivered nothing, is
 * tried again at most {@link #TRIES} times, with a pause between; the pieces after it are taken all the same.
 * Retry-After is obeyed. Whatever goes wrong, what has verified stays.
 */
public final class Downloader {

    /** How often one piece may come damaged, or the line break in a row without bringing anything new. */
    public static final int TRIES = 3;

    private static final int FIRST_PAUSE_MILLIS = 200;
    /** The first pause where the server says that it is busy, and not for how long. */
    private static final int BUSY_PAUSE_MILLIS = 1_000;

    private final PackageStore packages;
    private final ByteSource source;
    private final Traffic traffic;
    private final DownloadClock pace;
    private final Supplier<OptionalLong> freeBytes;

    /** @param freeBytes what the browser says may still be stored, where it says so */
    public Downloader(PackageStore packages, ByteSource source, Traffic traffic, DownloadClock pace,
            Supplier<OptionalLong> freeBytes) {
        this.packages = packages;
        this.source = source;
        this.traffic = traffic;
        this.pace = pace;
        this.freeBytes = freeBytes;
    }

    /**
     * Downloads every piece of a package into the store; committing it is the caller's part.
     *
     * @return bytes of the pieces that were there before
     * @throws dev.tabitat.core.error.DamagedData naming the piece that does not verify
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough space
     * @throws Unavailable when the server does not answer, or breaks off
     * @throws dev.tabitat.core.error.Cancelled when {@code stop} comes first
     */
    public long fetch(StoredPackage wanted, Progress.Listener listener, CancellationToken stop) {
        // Noted before the check: what another tab removes from now on leaves the pieces that are wanted here.
        packages.begin(wanted);
        Set<Digest> present = packages.verified(wanted);
        ByteMeter meter = new ByteMeter(wanted, present, listener, pace);
        requireSpace(wanted, meter);
        meter.report("download");
        fetchMissing(places(wanted, present), present, meter, stop);
        meter.report("verify");
        return meter.resumedBytes();
    }

    /** Fetches exactly the damaged pieces of the store again. */
    public void repair(List<CheckReport.Damage> damaged, CancellationToken stop) {
        List<Place> places = new ArrayList<>();
        Set<Digest> wanted = new HashSet<>();
        for (CheckReport.Damage damage : damaged) {
            if (wanted.add(damage.place().digest())) {
                places.add(damage.place());
            }
        }
        fetchMissing(places, new HashSet<>(), ByteMeter.SILENT, stop);
    }

    private void requireSpace(StoredPackage wanted, ByteMeter meter) {
        OptionalLong free = freeBytes.get();
        long needed = meter.missingBytes();
        if (free.isPresent() && free.getAsLong() < needed) {
            throw new OutOfBudget("There is not enough space for this package.",
                    Finding.at(wanted.name()).expected(ByteCount.words(needed) + " free")
                            .found(ByteCount.words(free.getAsLong()) + " free")
                            .remedy("Remove a package or free space on the device."));
        }
    }

    private static List<Place> places(StoredPackage wanted, Set<Digest> present) {
        List<Place> places = new ArrayList<>();
        Set<Digest> seen = new HashSet<>(present);
        for (Place place : wanted.places()) {
            if (seen.add(place.digest())) {
                places.add(place);
            }
        }
        return places;
    }

    private void fetchMissing(List<Place> places, Set<Digest> done, ByteMeter meter, CancellationToken stop) {
        RetryAfterSource patient = new RetryAfterSource(source, pace, traffic, meter::waiting);
        PartialPiece partial = new PartialPiece();
        BlobRequest.RequestContext around = new BlobRequest.RequestContext(patient, packages, meter, pace, stop,
                partial);
        Failures failures = new Failures();
        List<Place> left = new ArrayList<>(places);
        int pauses = 0;
        boolean asksWhole = false;
        while (!left.isEmpty()) {
            stop.check();
            List<Place> run = firstRun(left);
            int doneBefore = done.size();
            int partialBefore = partial.of(run.get(0)).length;
            int badBefore = failures.bad;
            Optional<Unavailable> broken = Optional.empty();
            boolean isInVain = false;
            try {
                isInVain = new BlobRequest(around, run, ofSameBlob(left), asksWhole).read(done, failures,
                        traffic) == BlobRequest.Outcome.RANGE_IN_VAIN;
            } catch (Unavailable e) {
                broken = Optional.of(e);
            }
            boolean isProgress = done.size() > doneBefore
                    || partial.of(run.get(0)).length >= partialBefore + PartialPiece.MIN_BYTES;
            if (!isProgress && !isInVain && broken.isEmpty() && failures.bad == badBefore) {
                broken = Optional.of(nothing(run.get(0)));
            }
            left.removeIf(place -> done.contains(place.digest()));
            if (broken.isPresent()) {
                failures.lineBroke(isProgress, patient.hasGivenUp(), broken.get());
            } else if (isProgress) {
                failures.lineWorks();
            }
            failures.giveUpWhereTried(left);
            boolean isSameBlob = !left.isEmpty() && left.get(0).blob().digest().equals(run.get(0).blob().digest());
            asksWhole = isSameBlob && (isInVain || asksWhole && isProgress);
            pauses = isProgress && failures.bad == badBefore ? 0 : pauses;
            boolean isTriedAgain = !left.isEmpty() && run.contains(left.get(0));
            if (isTriedAgain && !isInVain && (broken.isPresent() || failures.bad > badBefore)) {
                int pause = pauseMillis(pauses++,
                        broken.filter(RegistryFailure::isBusy).isPresent() ? BUSY_PAUSE_MILLIS : FIRST_PAUSE_MILLIS);
                meter.waiting(broken.map(Throwable::getMessage).orElse("A piece came damaged; it is fetched again."),
                        pause);
                pace.pause(pause, stop);
            }
        }
    }

    private static Unavailable nothing(Place place) {
        return new Unavailable("The server returned nothing of what was requested.",
                Finding.at(place.words()).expected("the bytes from " + place.offset() + " on").found("others")
                        .remedy("Try again, or tell whoever serves the package."));
    }

    /** Twice as long each time up to 16 times, and a quarter more or less by chance. */
    private int pauseMillis(int pauses, int first) {
        return (int) ((first << Math.min(pauses, 4)) * (0.75 + 0.5 * pace.chance()));
    }

    /** The missing pieces of the file that comes first. */
    private static List<Place> ofSameBlob(List<Place> left) {
        List<Place> same = new ArrayList<>();
        for (Place place : left) {
            if (place.file().equals(left.get(0).file()) && place.packageName().equals(left.get(0).packageName())
                    && place.blob().digest().equals(left.get(0).blob().digest())) {
                same.add(place);
            }
        }
        return same;
    }

    /** The first missing pieces that lie side by side in one file. */
    private static List<Place> firstRun(List<Place> places) {
        List<Place> run = new ArrayList<>();
        for (Place place : places) {
            if (!run.isEmpty()) {
                Place last = run.get(run.size() - 1);
                if (!place.file().equals(last.file()) || !place.packageName().equals(last.packageName())
                        || place.chunk() != last.chunk() + 1) {
                    break;
                }
            }
            run.add(place);
        }
        return run;
    }

    /** What went wrong so far, and whether it went wrong too often in a row. */
    static final class Failures {

        private final Map<Digest, Integer> badTimes = new LinkedHashMap<>();
        private final Map<Digest, TabitatException> lastBad = new LinkedHashMap<>();
        private int bad;
        private int brokenInARow;

        void bad(Place place, TabitatException why) {
            badTimes.merge(place.digest(), 1, Integer::sum);
            lastBad.put(place.digest(), why);
            bad++;
        }

        private void lineWorks() {
            brokenInARow = 0;
        }

        private void lineBroke(boolean broughtSomething, boolean isFinal, Unavailable why) {
            brokenInARow = broughtSomething ? 0 : brokenInARow + 1;
            if (isFinal || brokenInARow >= TRIES) {
                throw why;
            }
        }

        private void giveUpWhereTried(List<Place> left) {
            for (Place place : left) {
                if (badTimes.getOrDefault(place.digest(), 0) >= TRIES) {
                    throw lastBad.get(place.digest());
                }
            }
        }
    }
}
