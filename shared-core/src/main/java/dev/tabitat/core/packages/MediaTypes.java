package dev.tabitat.core.packages;

import java.util.List;

/** Media types of the OCI image specification 1.1, of the CNCF ModelPack specification, and of ours. */
public final class MediaTypes {

    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MODEL = "application/vnd.cncf.model.manifest.v1+json";
    /**
     * An adapter: an OCI artifact without a configuration of its own, whose subject is its base; its layers are of
     * ModelPack's types.
     */
    public static final String ADAPTER = "application/vnd.dev.tabitat.adapter.v1";
    /** A person's labelled examples: an artifact without a configuration of its own, with one layer. */
    public static final String EXAMPLES = "application/vnd.dev.tabitat.examples.v1";
    /** The configuration of artifacts that have none: the two bytes {@code {}} (OCI image specification 1.1). */
    public static final String EMPTY = "application/vnd.oci.empty.v1+json";
    public static final String CONFIG = "application/vnd.cncf.model.config.v1+json";
    public static final String WEIGHT = "application/vnd.cncf.model.weight.v1.raw";
    public static final String WEIGHT_CONFIG = "application/vnd.cncf.model.weight.config.v1.raw";
    public static final String DOC = "application/vnd.cncf.model.doc.v1.raw";

    /** Examples, one JSON object a line. */
    public static final String DATASET = "application/vnd.cncf.model.dataset.v1.raw";

    /** What a layer of a package may be. */
    static final List<String> LAYERS = List.of(WEIGHT, WEIGHT_CONFIG, DOC, DATASET);

    private MediaTypes() {}
}
