package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.packages.PackageName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a registry's catalogue within limits of names, bytes and time: what is beyond them is left out and said. */
final class CatalogReader {

    static final int MAX_REPOSITORIES = 500;
    static final int MAX_TAGS = 50;
    static final int MAX_MANIFESTS = 500;
    static final long MAX_MANIFEST_BYTES = 32 << 20;
    static final int DEADLINE_MILLIS = 60_000;
    /** So many failed requests in a row count as a registry that is gone. */
    private static final int MAX_FAILURES_IN_A_ROW = 3;
    /** Tags that stand for what refers to a manifest (OCI distribution specification 1.1, "Referrers Tag Schema"). */
    private static final String REFERRERS = "sha256-";

    private final Registry registry;
    private final DownloadClock pace;
    private final List<Catalog.Offered> offered = new ArrayList<>();
    private final List<Catalog.Unusable> unusable = new ArrayList<>();
    private Optional<String> incomplete = Optional.empty();
    private double deadline;
    private int manifests;
    private long bytes;
    private int failuresInARow;

    CatalogReader(Registry registry, DownloadClock pace) {
        this.registry = registry;
        this.pace = pace;
    }

    Catalog read(String nowUtc, CancellationToken stop) {
        deadline = pace.millis() + DEADLINE_MILLIS;
        List<String> repositories = repositories(stop);
        for (int i = 0; i < repositories.size() && incomplete.isEmpty(); i++) {
            if (i == MAX_REPOSITORIES) {
                stopAt("The registry lists more than " + MAX_REPOSITORIES + " repositories.");
                break;
            }
            String repository = repositories.get(i);
            if (PackageName.isName(repository)) {
                readTags(repository, nowUtc, stop);
            } else {
                unusable.add(new Catalog.Unusable(shown(repository), "This is not the name of a repository."));
            }
            if (pace.millis() > deadline) {
                stopAt("The registry took longer than " + DEADLINE_MILLIS / 1000 + " s; " + (i + 1) + " of "
                        + repositories.size() + " repositories were read.");
            }
        }
        return new Catalog(offered, unusable, incomplete);
    }

    /** Most registries of many owners do not list their repositories to everybody. */
    private List<String> repositories(CancellationToken stop) {
        try {
            return registry.repositories(MAX_REPOSITORIES, deadline, stop);
        } catch (Unavailable e) {
            boolean isRefusal = e.finding().found().equals("status 401") || e.finding().found().equals("status 403")
                    || e.finding().found().equals("status 404");
            if (!isRefusal) {
                throw e;
            }
            throw new Unavailable("The registry does not list its packages to everybody.",
                    e.finding().remedy("Install by name, as in acme/lande:q8."));
        }
    }

    private void readTags(String repository, String nowUtc, CancellationToken stop) {
        List<String> tags;
        try {
            tags = registry.tags(repository, MAX_TAGS, deadline, stop);
        } catch (TabitatException unreadable) {
            leaveOut(repository, unreadable, stop);
            return;
        }
        for (int i = 0; i < tags.size() && incomplete.isEmpty(); i++) {
            String tag = tags.get(i);
            if (i == MAX_TAGS) {
                unusable.add(new Catalog.Unusable(repository,
                        "The repository has more than " + MAX_TAGS + " tags; the others were not read."));
            } else if (!tag.startsWith(REFERRERS)) {
                readManifest(repository, tag, nowUtc, stop);
            }
        }
    }

    private void readManifest(String repository, String tag, String nowUtc, CancellationToken stop) {
        if (pace.millis() > deadline) {
            // Reported by the caller, which counts the repositories.
            return;
        }
        if (!PackageName.isTag(tag)) {
            unusable.add(new Catalog.Unusable(repository + ":" + shown(tag), "This is not a tag."));
            return;
        }
        if (manifests == MAX_MANIFESTS || bytes > MAX_MANIFEST_BYTES) {
            stopAt("The registry has more packages than are listed; the first " + manifests + " were read.");
            return;
        }
        manifests++;
        PackageName place = new PackageName(repository, tag);
        try {
            Catalog.Offered one = new Catalog.Offered(place, registry.manifest(place, nowUtc, stop));
            bytes += one.found().text().length();
            offered.add(one);
            failuresInARow = 0;
        } catch (TabitatException unreadable) {
            leaveOut(place.toString(), unreadable, stop);
        }
    }

    private void leaveOut(String place, TabitatException why, CancellationToken stop) {
        stop.check();
        failuresInARow = why instanceof Unavailable ? failuresInARow + 1 : 0;
        boolean isTooOften = why.finding().found().equals("status 429");
        if (isTooOften || failuresInARow == MAX_FAILURES_IN_A_ROW) {
            if (offered.isEmpty()) {
                throw why;
            }
            stopAt(isTooOften ? why.getMessage() : "The registry stopped answering.");
        }
        Finding finding = why.finding();
        String found = finding.found().isEmpty() ? ""
                : " Expected: " + shown(finding.expected()) + ". Found: " + shown(finding.found()) + ".";
        unusable.add(new Catalog.Unusable(place, why.getMessage() + found));
    }

    private void stopAt(String why) {
        if (incomplete.isEmpty()) {
            incomplete = Optional.of(why + " What comes after is not listed; install it by its name.");
        }
    }

    private static String shown(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "\u2026";
    }
}
