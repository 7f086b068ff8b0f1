package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.packages.GitLfsPointer;
import dev.tabitat.core.packages.NotHtml;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One request for pieces that lie side by side in one blob; read once. */
final class BlobRequest {

    private final ByteSource source;
    private final PackageStore packages;
    private final Meter meter;
    private final Stop stop;
    private final Map<Integer, Place> wanted = new HashMap<>();
    private final ChunkList chunks;
    private final Place first;
    private final int lastIndex;
    private final ByteSource.Span span;
    private final String path;

    BlobRequest(ByteSource source, PackageStore packages, List<Place> run, Meter meter, Stop stop) {
        this.source = source;
        this.packages = packages;
        this.meter = meter;
        this.stop = stop;
        this.first = run.get(0);
        this.lastIndex = run.get(run.size() - 1).chunk();
        for (Place place : run) {
            wanted.put(place.chunk(), place);
        }
        this.chunks = first.blob().chunks();
        this.span = new ByteSource.Span(chunks.offset(first.chunk()),
                chunks.offset(lastIndex) + chunks.length(lastIndex) - 1);
        this.path = "/v2/" + PackageName.parse(first.packageName()).name() + "/blobs/" + first.blob().digest();
    }

    /**
     * Reads the answer and stores what verifies.
     *
     * @param done gains every piece that was stored
     * @param failures gains every piece that came damaged
     */
    void read(Set<Digest> done, Downloader.Failures failures, Traffic traffic) {
        long received = 0;
        ByteSource.Answer answer = source.get(path, isWhole() ? Optional.empty() : Optional.of(span), stop);
        try {
            RegistryFailure.require(answer.status(), source.address(path));
            Optional<DamagedData> wrong = wrongPart(answer);
            if (wrong.isPresent()) {
                failures.bad(first, wrong.get());
                return;
            }
            int index = answer.status() == 200 ? 0 : first.chunk();
            byte[] piece = new byte[chunks.length(index)];
            int filled = 0;
            for (byte[] next = answer.next(); next.length > 0; next = answer.next()) {
                stop.check();
                received += next.length;
                for (int at = 0; at < next.length; ) {
                    if (index > lastIndex) {
                        requireEnd();
                        return;
                    }
                    int taken = Math.min(next.length - at, piece.length - filled);
                    System.arraycopy(next, at, piece, filled, taken);
                    at += taken;
                    filled += taken;
                    if (filled == piece.length) {
                        take(index, piece, done, failures);
                        index++;
                        filled = 0;
                        piece = new byte[index < chunks.size() ? chunks.length(index) : 0];
                    }
                }
                meter.arrived(filled);
            }
            if (index <= lastIndex) {
                endedEarly(index, Arrays.copyOf(piece, filled), failures);
            }
        } finally {
            answer.close();
            traffic.request(answer.url().isEmpty() ? source.origin() : RegistryOrigins.ofUrl(answer.url()), Registry.PURPOSE, 0, received);
        }
    }

    private boolean isWhole() {
        return span.first() == 0 && span.last() == chunks.totalBytes() - 1;
    }

    /** A server may ignore ranges and begin at the start (status 200), but what it calls a part must be the part asked for. */
    private Optional<DamagedData> wrongPart(ByteSource.Answer answer) {
        String range = answer.header("content-range");
        String asked = "bytes " + span.first() + "-" + span.last() + "/";
        boolean isRight = answer.status() == 200 || range.isEmpty()
                || range.equals(asked + chunks.totalBytes()) || range.equals(asked + "*");
        return isRight ? Optional.empty() : Optional.of(new DamagedData(
                "The server gave another part of the file than the one that was asked for.",
                Finding.at(first.words()).expected(asked + chunks.totalBytes()).found(range)
                        .remedy("Try again: only the missing pieces are fetched.")));
    }

    private void take(int index, byte[] piece, Set<Digest> done, Downloader.Failures failures) {
        Place place = wanted.get(index);
        if (place == null) {
            return;
        }
        Digest found = Digest.of(piece);
        if (found.equals(place.digest())) {
            packages.putChunk(place, piece);
            done.add(place.digest());
            meter.verified(piece.length);
            return;
        }
        NotHtml.require(piece, place.words());
        GitLfsPointer.refuse(piece, place.words());
        failures.bad(place, new DamagedData("A piece came damaged; it was not stored.",
                Finding.at(place.words()).expected(place.digest()).found(found)
                        .remedy("Try again: only the missing pieces are fetched.")));
    }

    private void endedEarly(int index, byte[] rest, Downloader.Failures failures) {
        Place place = wanted.getOrDefault(index, first);
        NotHtml.require(rest, place.words());
        GitLfsPointer.refuse(rest, place.words());
        failures.bad(place, new DamagedData("The file ended too soon.",
                Finding.at(place.words()).expected(chunks.length(index) + " bytes").found(rest.length + " bytes")
                        .remedy("Try again: only the missing pieces are fetched.")));
    }

    /** More came than was asked for: fine where the server sends all, else the file has another length. */
    private void requireEnd() {
        if (lastIndex == chunks.size() - 1) {
            throw new DamagedData("The file is longer than the package says.",
                    Finding.at(first.packageName() + ", " + first.file()).expected(chunks.totalBytes() + " bytes").found("more")
                            .remedy("Try again, or tell whoever serves the package."));
        }
    }
}
