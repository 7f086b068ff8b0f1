package dev.tabitat.web.engine.sources;

import dev.tabitat.core.hub.HubModel;
import dev.tabitat.core.hub.HubModelId;
import dev.tabitat.core.importing.ImportNames;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.FileStream;
import java.util.List;
import java.util.Optional;

/**
 * Files that are fetched.
 *
 * @param name of the model at its source: {@code owner/name} of a hub, a file's or a repository's name elsewhere
 * @param stream reads them
 */
record RemoteSource(List<SourceFile> files, String coordinates, String page, String version, String verifiedBy,
        String name, Optional<HubModel> hub, JsonObject again, FileStream stream) implements OpenedSource {

    RemoteSource {
        files = List.copyOf(files);
    }

    @Override
    public PackageName name(String quantization) {
        return hub.isPresent() ? ImportNames.of(HubModelId.parse(name), quantization)
                : ImportNames.of(name, quantization);
    }

    @Override
    public void read(SourceFile file, long from, long to, FileStream.Sink sink, CancellationToken stop) {
        stream.read(file.path(), from, to, file.bytes(), sink, stop);
    }
}
