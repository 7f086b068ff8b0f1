package dev.tabitat.web.fetch;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.packages.RegistryOrigins;
import java.util.Optional;

/**
 * One file at an address, whose server lets pages of other origins read it. Redirects are followed within the origin
 * alone. What the server says of its version is held for all requests, so that no two versions are mixed.
 */
public final class UrlFile implements FileSource {

    private static final int HEAD_BYTES = 1 << 16;

    private final Http http;
    private final String url;
    private final String origin;
    private Optional<Head> head = Optional.empty();

    /**
     * What the server says of the file.
     *
     * @param bytes its length
     * @param version an ETag or a time; empty when the server does not say
     */
    public record Head(long bytes, String version) {}

    /** @param url with http or https, without a fragment */
    public UrlFile(Http http, String url) {
        this.http = http;
        this.url = url;
        this.origin = RegistryOrigins.ofUrl(url);
    }

    /** Asks for the first bytes and reads none. @throws Unavailable when the server does not say how long it is */
    public Head head(CancellationToken stop) {
        Optional<Head> found = ask(Optional.of(new Span(0, HEAD_BYTES - 1)), stop);
        if (found.isEmpty()) {
            // Where a part's total is hidden from pages, the length of the whole is not.
            found = ask(Optional.empty(), stop);
        }
        head = Optional.of(found.orElseThrow(() -> new Unavailable("The server does not say how long the file is.",
                Finding.at(url).expected("a header Content-Length or Content-Range that pages may read").found("none")
                        .remedy("Download the file and add it from this device."))));
        return head.get();
    }

    private Optional<Head> ask(Optional<Span> span, CancellationToken stop) {
        Answer answer = send(span, stop);
        try {
            if (answer.status() != 200 && answer.status() != 206) {
                throw failure(answer, url);
            }
            long bytes = -1;
            if (answer.status() == 206) {
                Optional<ContentRange> range = ContentRange.parse(answer.header("content-range"));
                bytes = range.isPresent() ? range.get().total() : -1;
            } else if (answer.header("content-encoding").isEmpty()
                    && FileStream.isNumber(answer.header("content-length"))) {
                bytes = Long.parseLong(answer.header("content-length"));
            }
            return bytes < 0 ? Optional.empty() : Optional.of(new Head(bytes, version(answer)));
        } finally {
            answer.close();
        }
    }

    private static String version(Answer answer) {
        String tag = answer.header("etag");
        return tag.isEmpty() || tag.startsWith("W/") ? answer.header("last-modified") : tag;
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public String address(String path) {
        return url;
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        Answer answer = send(span, stop);
        String now = version(answer);
        boolean isGiven = answer.status() == 200 || answer.status() == 206;
        if (isGiven && head.isPresent() && !now.equals(head.get().version())) {
            answer.close();
            throw new DamagedData("The file changed while it was read.",
                    Finding.at(url).expected("version " + head.get().version())
                            .found(now.isEmpty() ? "no version" : "version " + now)
                            .remedy("Add it again: it is fetched from the beginning."));
        }
        return answer;
    }

    private Answer send(Optional<Span> span, CancellationToken stop) {
        Answer answer;
        try {
            answer = http.get(new Http.Request(url, "", span, "", Http.Redirects.FOLLOW), stop);
        } catch (Unavailable e) {
            throw new Unavailable("The address did not answer.", e.finding().remedy("Check the address and the network."
                    + " The server must allow pages of other origins to read it (CORS), and the host of this page must"
                    + " allow its origin: it is started with --hub-files " + origin + ". Or download the file and add"
                    + " it from this device."));
        }
        if (!answer.url().isEmpty() && !isOwn(answer.url())) {
            answer.close();
            throw new Refused("The address redirects to another origin; nothing was read from there.",
                    Finding.at(url).expected("an answer from " + origin).found(answer.url())
                            .remedy("Use the address that it leads to, if you trust it."));
        }
        return answer;
    }

    private boolean isOwn(String address) {
        try {
            return RegistryOrigins.ofUrl(address).equals(origin);
        } catch (InvalidInput malformed) {
            return false;
        }
    }

    @Override
    public TabitatException failure(Answer answer, String path) {
        return RegistryFailure.of(answer.status(), url);
    }
}
