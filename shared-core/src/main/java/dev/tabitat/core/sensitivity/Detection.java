package dev.tabitat.core.sensitivity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds everything that should not leave. */
public final class Detection {

    private static final List<Detector> ALL = List.of(Secrets::find, Contacts::emails, Accounts::ibans, Accounts::cards, NationalIds::find, Contacts::machines, Births::find,
            Contacts::phones, Streets::find, People::find);

    private Detection() {}

    /**
     * What was found, in the order of the text; none overlaps another. Of two that do, the kind that {@link Kind} names first stays, of one
     * kind the longer.
     */
    public static List<Sensitive> find(String text) {
        Scan scan = Scan.of(text);
        List<Sensitive> found = new ArrayList<>();
        ALL.forEach(detector -> detector.find(scan, found));
        found.sort(Comparator.comparing(Sensitive::kind).thenComparing(one -> one.start() - one.end()).thenComparing(Sensitive::start));
        List<Sensitive> kept = new ArrayList<>();
        for (Sensitive one : found) {
            if (kept.stream().noneMatch(other -> one.start() < other.end() && other.start() < one.end())) {
                kept.add(one);
            }
        }
        kept.sort(Comparator.comparingInt(Sensitive::start));
        return kept;
    }
}
