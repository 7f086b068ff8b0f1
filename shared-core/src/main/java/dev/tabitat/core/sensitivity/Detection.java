package dev.tabitat.core.sensitivity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds everything that should not leave. */
public final class Detection {

    private static final List<Detector> ALL = List.of(Secrets::find, Emails::find, Accounts::ibans, Accounts::cards,
            NationalIds::find, NetworkAddresses::find, BirthDates::find,
            Phones::find, Streets::find, People::find);

    private Detection() {}

    /**
     * What was found, in the order of the text, without overlaps: spans that overlap are merged into one that covers
     * them all, with the kind that {@link SensitiveKind} names first among them.
     */
    public static List<Sensitive> find(String text) {
        NormalisedText normalised = NormalisedText.of(text);
        ScannedText scan = ScannedText.of(normalised.text());
        List<Sensitive> found = new ArrayList<>();
        ALL.forEach(detector -> detector.find(scan, found));
        found.replaceAll(one -> new Sensitive(normalised.originalStart(one.start()), normalised.originalEnd(one.end()),
                one.kind(), one.what()));
        return union(found);
    }

    /** How many units of the text these detectors read. */
    static long work(String text, List<Detector> detectors) {
        ScannedText scan = ScannedText.of(NormalisedText.of(text).text());
        List<Sensitive> found = new ArrayList<>();
        detectors.forEach(detector -> detector.find(scan, found));
        return scan.reads()[0];
    }

    private static List<Sensitive> union(List<Sensitive> found) {
        found.sort(Comparator.comparingInt(Sensitive::start));
        List<Sensitive> merged = new ArrayList<>();
        for (Sensitive one : found) {
            int last = merged.size() - 1;
            if (last >= 0 && one.start() < merged.get(last).end()) {
                merged.set(last, merged.get(last).union(one));
            } else {
                merged.add(one);
            }
        }
        return merged;
    }
}
