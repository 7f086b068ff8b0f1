package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.packages.GitLfsPointer;
import dev.tabitat.core.packages.NotHtml;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.web.store.Digested;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request for pieces of one blob; read once. The answer may hold more, less or another part of the blob than was
 * asked for: what it says of where its bytes lie is believed, and every piece is verified.
 */
final class BlobRequest {

    /** What became of a request that did not fail. */
    enum Outcome {
        /** Pieces came, or at least a beginning. */
        READ,
        /** The server has nothing of what was asked for by range: without a range it may. */
        RANGE_IN_VAIN
    }

    private static final int HEAD_BYTES = 1024;

    private final ByteSource source;
    private final PackageStore packages;
    private final ByteMeter meter;
    private final DownloadClock pace;
    private final CancellationToken stop;
    private final Map<Integer, Place> wanted = new HashMap<>();
    private final PartialPiece partial;
    private final ChunkList chunks;
    private final Place first;
    private final int lastIndex;
    private final ByteSource.Span asked;
    private final boolean isRange;
    private final String path;
    private long received;
    private int completed;
    private long position;
    private int index;
    private byte[] piece;
    private int filled;
    private byte[] head = {};
    /**
     * A piece of an answer to a range came damaged, and the answer says that it holds another part than was asked for:
     * perhaps it holds neither.
     */
    private boolean isFalsePart;

    /** What is needed of the rest of the download. */
    record RequestContext(ByteSource source, PackageStore packages, ByteMeter meter, DownloadClock pace,
            CancellationToken stop, PartialPiece partial) {}

    /**
     * @param run the pieces that are asked for, side by side
     * @param wanted every missing piece of the blob, those of the run among them: they are taken where the answer has
     * them
     * @param isWhole whether to request the whole blob, without a range
     */
    BlobRequest(RequestContext around, List<Place> run, List<Place> wanted, boolean isWhole) {
        this.source = around.source();
        this.packages = around.packages();
        this.meter = around.meter();
        this.pace = around.pace();
        this.stop = around.stop();
        this.partial = around.partial();
        this.first = run.get(0);
        this.chunks = first.blob().chunks();
        int last = 0;
        for (Place place : wanted) {
            this.wanted.put(place.chunk(), place);
            last = Math.max(last, place.chunk());
        }
        this.lastIndex = last;
        Place end = run.get(run.size() - 1);
        this.asked = new ByteSource.Span(first.offset() + partial.of(first).length, end.offset() + end.length() - 1);
        this.isRange = !isWhole && !(asked.first() == 0 && asked.last() == chunks.totalBytes() - 1);
        this.path = "/v2/" + PackageName.parse(first.packageName()).name() + "/blobs/" + first.blob().digest();
    }

    /**
     * Reads the answer and stores what verifies.
     *
     * @param done gains every piece that was stored
     * @param failures gains every piece that came damaged
     */
    Outcome read(Set<Digest> done, Downloader.Failures failures, Traffic traffic) {
        ByteSource.Answer answer = source.get(path, isRange ? Optional.of(asked) : Optional.empty(), stop);
        try {
            if (isRange && refusesRanges(answer.status())) {
                return Outcome.RANGE_IN_VAIN;
            }
            RegistryFailure.require(answer.status(), answer.url().isEmpty() ? source.address(path) : answer.url());
            Optional<ContentRange> part = part(answer);
            if (part.isEmpty()) {
                failures.bad(first, wrongPart(answer));
                return isRange ? Outcome.RANGE_IN_VAIN : Outcome.READ;
            }
            return read(answer, part.get(), done, failures);
        } finally {
            keepBeginning();
            answer.close();
            traffic.request(answer.url().isEmpty() ? source.origin() : RegistryOrigins.ofUrl(answer.url()),
                    Registry.PURPOSE, 0, received);
        }
    }

    /** 416, and what servers that know no ranges answer in its place. */
    private static boolean refusesRanges(int status) {
        return status == 400 || status == 412 || status == 416 || status == 501;
    }

    /** Which part of the blob the answer holds; empty when it speaks of another length, or cannot be understood. */
    private Optional<ContentRange> part(ByteSource.Answer answer) {
        String header = answer.status() == 206 ? answer.header("content-range") : "";
        if (header.isEmpty()) {
            boolean isPart = answer.status() == 206 && isRange;
            return Optional.of(new ContentRange(isPart ? asked.first() : 0,
                    isPart ? asked.last() : chunks.totalBytes() - 1, chunks.totalBytes()));
        }
        return ContentRange.parse(header).filter(range -> range.total() < 0 || range.total() == chunks.totalBytes())
                .filter(range -> range.last() < chunks.totalBytes());
    }

    private Outcome read(ByteSource.Answer answer, ContentRange part, Set<Digest> done, Downloader.Failures failures) {
        begin(part);
        int before = filled;
        MinimumSpeed speed = new MinimumSpeed(pace, source.origin() + path);
        for (byte[] next = speed.next(answer); next.length > 0; next = speed.next(answer)) {
            stop.check();
            received += next.length;
            noteHead(next);
            int at = 0;
            while (at < next.length && index <= lastIndex) {
                at += take(next, at);
                if (filled == piece.length) {
                    completed(part, answer, done, failures);
                }
            }
            if (at < next.length) {
                requireEnd();
                break;
            }
            meter.arrived(filled);
        }
        if (isFalsePart) {
            piece = null;
            return Outcome.RANGE_IN_VAIN;
        }
        int grown = filled - (index == first.chunk() ? before : 0);
        if (index <= lastIndex && position <= part.last()) {
            if (grown < PartialPiece.MIN_BYTES) {
                endedEarly(failures);
            }
        } else if (completed == 0 && grown < PartialPiece.MIN_BYTES) {
            // What little came of another part is not added to the beginning that is kept.
            piece = null;
            failures.bad(first, wrongPart(answer));
            return isRange ? Outcome.RANGE_IN_VAIN : Outcome.READ;
        }
        return Outcome.READ;
    }

    /** The first bytes tell what came in place of the file. */
    private void noteHead(byte[] next) {
        if (head.length < HEAD_BYTES) {
            int added = Math.min(next.length, HEAD_BYTES - head.length);
            int before = head.length;
            head = Arrays.copyOf(head, before + added);
            System.arraycopy(next, 0, head, before, added);
        }
    }

    /**
     * Where to begin: in the first missing piece after what is kept of it, or else at the first piece whose beginning
     * comes.
     */
    private void begin(ContentRange part) {
        position = part.first();
        byte[] kept = partial.of(first);
        if (position <= first.offset() + kept.length) {
            index = first.chunk();
            filled = kept.length;
        } else {
            index = (int) Math.min(chunks.size(), (position + chunks.chunkBytes() - 1) / chunks.chunkBytes());
            filled = 0;
        }
        piece = index < chunks.size() ? Arrays.copyOf(filled > 0 ? kept : new byte[0], chunks.length(index))
                : new byte[0];
    }

    /** Takes bytes into the piece, or passes over those before it. @return how many */
    private int take(byte[] next, int at) {
        long skipped = Math.min(next.length - at, chunks.offset(index) + filled - position);
        if (skipped > 0) {
            position += skipped;
            return (int) skipped;
        }
        int taken = Math.min(next.length - at, piece.length - filled);
        System.arraycopy(next, at, piece, filled, taken);
        filled += taken;
        position += taken;
        return taken;
    }

    private void completed(ContentRange part, ByteSource.Answer answer, Set<Digest> done,
            Downloader.Failures failures) {
        Place place = wanted.get(index);
        if (place != null && !done.contains(place.digest())) {
            completed++;
            verify(place, part, answer, done, failures);
        }
        index++;
        filled = 0;
        piece = new byte[index < chunks.size() ? chunks.length(index) : 0];
    }

    private void verify(Place place, ContentRange part, ByteSource.Answer answer, Set<Digest> done,
            Downloader.Failures failures) {
        partial.forget(place);
        Digest found = Digest.of(piece);
        if (found.equals(place.digest())) {
            packages.putChunk(place, new Digested(piece, found));
            done.add(place.digest());
            meter.verified(piece.length);
            return;
        }
        NotHtml.require(piece, place.words());
        GitLfsPointer.refuse(piece, place.words());
        boolean isAsAsked = !isRange || answer.status() == 200 || part.first() == asked.first();
        isFalsePart |= !isAsAsked;
        failures.bad(place, isAsAsked ? new DamagedData("A piece came damaged; it was not stored.",
                Finding.at(place.words()).expected(place.digest()).found(found)
                        .remedy("Try again: only the missing pieces are fetched."))
                : wrongPart(answer));
    }

    private DamagedData wrongPart(ByteSource.Answer answer) {
        return new DamagedData("The server returned another part of the file than the one requested.",
                Finding.at(first.words())
                        .expected("bytes " + asked.first() + "-" + asked.last() + "/" + chunks.totalBytes())
                        .found(answer.header("content-range"))
                        .remedy("Try again: only the missing pieces are fetched."));
    }

    /** What has come of a piece when the line breaks is kept for the next request. */
    private void keepBeginning() {
        Place place = wanted.get(index);
        if (place != null && piece != null && filled < piece.length) {
            partial.keep(place, piece, filled);
        }
    }

    private void endedEarly(Downloader.Failures failures) {
        Place place = wanted.getOrDefault(index, first);
        NotHtml.require(head, place.words());
        GitLfsPointer.refuse(head, place.words());
        failures.bad(place, new DamagedData("The file ended too soon.",
                Finding.at(place.words()).expected(chunks.length(index) + " bytes").found(filled + " bytes")
                        .remedy("Try again: only the missing pieces are fetched.")));
    }

    /** More came than was asked for: fine where the server sends all, else the file has another length. */
    private void requireEnd() {
        if (index == chunks.size() && position >= chunks.totalBytes()) {
            throw new DamagedData("The file is longer than the package says.",
                    Finding.at(first.packageName() + ", " + first.file()).expected(chunks.totalBytes() + " bytes")
                            .found("more")
                            .remedy("Try again, or tell whoever serves the package."));
        }
    }
}
