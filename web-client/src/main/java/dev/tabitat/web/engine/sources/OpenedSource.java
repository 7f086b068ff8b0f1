package dev.tabitat.web.engine.sources;

import dev.tabitat.core.hub.HubModel;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.FileStream;
import java.util.List;
import java.util.Optional;

/** The files of one model at a source that has answered, at one version. */
interface OpenedSource {

    /** All files; each path once. */
    List<SourceFile> files();

    /**
     * Where they are from, with their version: {@code hf:owner/name@commit}; {@code local} for files of this device.
     */
    String coordinates();

    /** The address of the model's page; empty where there is none. */
    String page();

    /** The same text means the same bytes under each path; empty when the source does not say. */
    String version();

    /** How the bytes are known to be the right ones: {@code lfs-sha256}, {@code oci-digest} or {@code local}. */
    String verifiedBy();

    /** A name for the package. @param quantization of its weights; may be empty */
    PackageName name(String quantization);

    /** What a hub says of the model. */
    Optional<HubModel> hub();

    /** Where the files can be fetched again: a source, as scripts write it, at this version; empty for local files. */
    JsonObject again();

    /**
     * Reads bytes {@code from} to before {@code to} of a file, in their order.
     *
     * @throws dev.tabitat.core.error.TabitatException that the source has when it cannot be read
     */
    void read(SourceFile file, long from, long to, FileStream.Sink sink, CancellationToken stop);
}
