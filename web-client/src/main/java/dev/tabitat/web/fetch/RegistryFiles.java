package dev.tabitat.web.fetch;

import dev.tabitat.core.error.TabitatException;
import java.util.Map;
import java.util.Optional;

/** The files of a model in an OCI registry, by their paths in the model. */
public final class RegistryFiles implements FileSource {

    private final ByteSource registry;
    private final Map<String, String> blobs;

    /** @param blobs for each path in the model the path of its blob below the registry's origin */
    public RegistryFiles(ByteSource registry, Map<String, String> blobs) {
        this.registry = registry;
        this.blobs = Map.copyOf(blobs);
    }

    @Override
    public String origin() {
        return registry.origin();
    }

    @Override
    public String address(String path) {
        return registry.address(blobs.getOrDefault(path, "/" + path));
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        return registry.get(blobs.getOrDefault(path, "/" + path), span, stop);
    }

    @Override
    public TabitatException failure(Answer answer, String path) {
        return RegistryFailure.of(answer.status(), address(path));
    }
}
