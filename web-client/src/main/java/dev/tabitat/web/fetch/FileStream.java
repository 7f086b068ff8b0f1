package dev.tabitat.web.fetch;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.Optional;

/**
 * Reads stretches of a file from front to back. A connection that breaks is taken up where it broke, at most
 * {@link Downloader#TRIES} times in a row with hardly anything new, with pauses that double; Retry-After is obeyed; a
 * server that knows no ranges is read from the beginning, and what was not asked for is passed over.
 */
public final class FileStream {

    /** The ledger's word for what is fetched here. */
    public static final String PURPOSE = "model";

    private static final int FIRST_PAUSE_MILLIS = 200;
    /** A server without ranges is read over so many bytes that were not asked for, and not over more. */
    private static final long MAX_PASSED_OVER = 64L << 20;

    private final FileSource source;
    private final RetryAfterSource patient;
    private final Traffic traffic;
    private final DownloadClock pace;

    /** Receives bytes in their order. May wait. */
    public interface Sink {

        /** @param bytes not changed after this */
        void take(byte[] bytes);

        /** Nothing comes before the next try. @param reason a sentence */
        default void waiting(String reason, int millis) {}
    }

    private final Sink[] current = new Sink[1];

    public FileStream(FileSource source, Traffic traffic, DownloadClock pace) {
        this.source = source;
        this.traffic = traffic;
        this.pace = pace;
        this.patient = new RetryAfterSource(source, pace, traffic, (reason, millis) -> current[0].waiting(reason,
                millis));
    }

    /**
     * Reads bytes {@code from} to before {@code to} of a file.
     *
     * @param bytes the length of the whole file
     * @throws DamagedData when the file has another length, or ends too soon
     * @throws Unavailable when the server does not answer or breaks off
     * @throws dev.tabitat.core.error.TabitatException that the source has for an answer which is none
     */
    public void read(String path, long from, long to, long bytes, Sink sink, CancellationToken stop) {
        long at = from;
        int fruitless = 0;
        while (at < to) {
            stop.check();
            current[0] = sink;
            long before = at;
            Unavailable broken;
            try {
                at = request(path, at, to, bytes, sink, stop);
                broken = new Unavailable("The file ended too soon.", Finding.at(source.address(path))
                        .expected(bytes + " bytes").found(at + " bytes").remedy("Try again: what has come is kept."));
            } catch (Broken e) {
                at = e.at;
                broken = e.why;
            }
            if (at >= to) {
                return;
            }
            fruitless = at - before >= PartialPiece.MIN_BYTES ? 0 : fruitless + 1;
            if (patient.hasGivenUp() || fruitless >= Downloader.TRIES) {
                throw broken;
            }
            int pause = (int) ((FIRST_PAUSE_MILLIS << fruitless) * (0.75 + 0.5 * pace.chance()));
            sink.waiting(broken.getMessage(), pause);
            pace.pause(pause, stop);
        }
    }

    /** A connection broke after some bytes were taken. */
    private static final class Broken extends RuntimeException {

        private final long at;
        private final transient Unavailable why;

        private Broken(long at, Unavailable why) {
            super(why.getMessage());
            this.at = at;
            this.why = why;
        }
    }

    /** @return up to where the bytes were taken */
    private long request(String path, long from, long to, long bytes, Sink sink, CancellationToken stop) {
        boolean isWhole = from == 0 && to == bytes;
        long at = from;
        long received = 0;
        ByteSource.Answer answer;
        try {
            answer = patient.get(path, isWhole ? Optional.empty() : Optional.of(new ByteSource.Span(from, to - 1)),
                    stop);
        } catch (Unavailable e) {
            throw new Broken(from, e);
        }
        try {
            requireGiven(answer, path, from);
            long skip = answer.status() == 206 ? 0 : from;
            requireLength(answer, path, from, bytes);
            if (skip > MAX_PASSED_OVER) {
                throw new Unavailable("The server gives no parts of files.", Finding.at(source.address(path))
                        .expected("status 206 for a range").found("status 200")
                        .remedy("Download the file and add it from this device."));
            }
            MinimumSpeed speed = new MinimumSpeed(pace, source.address(path));
            for (byte[] next = speed.next(answer); next.length > 0 && at < to; next = speed.next(answer)) {
                stop.check();
                received += next.length;
                int begin = (int) Math.min(next.length, skip);
                skip -= begin;
                int count = (int) Math.min(next.length - begin, to - at);
                if (count > 0) {
                    sink.take(begin == 0 && count == next.length ? next : part(next, begin, count));
                    at += count;
                }
                if (at == to && begin + count < next.length && to == bytes) {
                    throw longer(path, bytes);
                }
                if (at == to) {
                    break;
                }
            }
            return at;
        } catch (Unavailable e) {
            throw new Broken(at, e);
        } finally {
            answer.close();
            traffic.request(answer.url().isEmpty() ? source.origin() : RegistryOrigins.ofUrl(answer.url()), PURPOSE, 0,
                    received);
        }
    }

    private static byte[] part(byte[] bytes, int begin, int count) {
        byte[] part = new byte[count];
        System.arraycopy(bytes, begin, part, 0, count);
        return part;
    }

    private void requireGiven(ByteSource.Answer answer, String path, long from) {
        if (answer.status() != 200 && answer.status() != 206) {
            throw source.failure(answer, path);
        }
        String header = answer.status() == 206 ? answer.header("content-range") : "";
        Optional<ContentRange> range = header.isEmpty() ? Optional.empty() : ContentRange.parse(header);
        if (range.isPresent() && range.get().first() != from) {
            throw new Unavailable("The server returned another part of the file than the one requested.",
                    Finding.at(source.address(path)).expected("the bytes from " + from + " on").found(header)
                            .remedy("Try again, or download the file and add it from this device."));
        }
    }

    private void requireLength(ByteSource.Answer answer, String path, long from, long bytes) {
        Optional<ContentRange> range = answer.status() == 206 ? ContentRange.parse(answer.header("content-range"))
                : Optional.empty();
        if (range.isPresent() && range.get().total() >= 0 && range.get().total() != bytes) {
            throw changed(path, bytes, range.get().total());
        }
        // Of a compressed answer the length is that of what was sent.
        boolean isPlain = answer.header("content-encoding").isEmpty();
        String length = answer.status() == 200 && isPlain ? answer.header("content-length") : "";
        if (!length.isEmpty() && isNumber(length) && Long.parseLong(length) > bytes) {
            throw longer(path, bytes);
        }
    }

    private DamagedData longer(String path, long bytes) {
        return new DamagedData("The file is longer than its source says.", Finding.at(source.address(path))
                .expected(bytes + " bytes").found("more").remedy("Inspect the model again: it may have changed."));
    }

    private DamagedData changed(String path, long bytes, long found) {
        return new DamagedData("The file has another length than its source said.", Finding.at(source.address(path))
                .expected(bytes + " bytes").found(found + " bytes")
                .remedy("Inspect the model again: it may have changed."));
    }

    /** Whether a header is a count of bytes. */
    static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() < 18;
    }

    /** Some bytes of a file. @param length small enough to be in memory @throws DamagedData as {@link #read} does */
    public byte[] part(String path, long offset, int length, long bytes, CancellationToken stop) {
        byte[] all = new byte[length];
        int[] filled = new int[1];
        read(path, offset, offset + length, bytes, next -> {
            System.arraycopy(next, 0, all, filled[0], next.length);
            filled[0] += next.length;
        }, stop);
        return all;
    }
}
