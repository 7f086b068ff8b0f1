package dev.tabitat.web.fetch;

import java.util.Optional;

/**
 * The blobs of one repository, whatever package they belong to: what refers to a manifest lies in that manifest's
 * repository.
 */
public final class RepositoryBlobs implements ByteSource {

    private final ByteSource source;
    private final String repository;

    public RepositoryBlobs(ByteSource source, String repository) {
        this.source = source;
        this.repository = repository;
    }

    @Override
    public String origin() {
        return source.origin();
    }

    @Override
    public String address(String path) {
        return source.address(within(path));
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        return source.get(within(path), span, stop);
    }

    private String within(String path) {
        int blobs = path.indexOf("/blobs/");
        return blobs < 0 ? path : "/v2/" + repository + path.substring(blobs);
    }
}
