package dev.tabitat.core.packages;

/** Keys of the notes that Tabitat adds to a manifest and its layers. */
public final class PackageAnnotations {

    /** Version of these notes and of the files' formats; {@link #FORMAT} is the one written here. */
    public static final String FORMAT_VERSION = "dev.tabitat.format-version";

    public static final int FORMAT = 1;

    public static final String NAME = "dev.tabitat.name";
    public static final String TAG = "dev.tabitat.tag";
    public static final String TITLE = "org.opencontainers.image.title";
    public static final String SUMMARY = "org.opencontainers.image.description";
    /** An SPDX licence expression. */
    public static final String LICENCE = "org.opencontainers.image.licenses";

    public static final String TASK = "dev.tabitat.task";
    public static final String CONTRACT = "dev.tabitat.contract";
    public static final String ARCHITECTURE = "dev.tabitat.architecture";
    /**
     * {@code none}, {@code int8} or {@code int4}; of a file that came quantized its own name of it, such as
     * {@code Q4_K_M}.
     */
    public static final String QUANTIZATION = "dev.tabitat.quantization";
    /** Digest over names, types and shapes of the tensors; see {@link TensorLayout}. */
    public static final String TENSOR_LAYOUT = "dev.tabitat.tensor-layout";

    public static final String TOKENIZER = "dev.tabitat.tokenizer";
    /** Bytes, as its builder estimates them. */
    public static final String MEMORY_ESTIMATE = "dev.tabitat.memory-estimate";

    /**
     * Bytes of the values of one run, as its builder estimates them; of an encoder with a text of {@link #MAX_TOKENS}.
     */
    public static final String ACTIVATION_ESTIMATE = "dev.tabitat.activation-estimate";

    /** Bytes of the values of one token in a pass, as its builder estimates them. */
    public static final String ACTIVATION_ROW = "dev.tabitat.activation-row";
    /** The longest text that is read, in tokens. */
    public static final String MAX_TOKENS = "dev.tabitat.max-tokens";

    /** How many labels the model distinguishes. */
    public static final String LABELS = "dev.tabitat.labels";
    /** Where the weights came from: JSON list of {coordinates, file, sha256}. */
    public static final String SOURCE = "dev.tabitat.source";
    /** What it was made from by {@link #RECIPE}: digest of the parent's manifest. */
    public static final String PARENT = "dev.tabitat.parent";
    /** The parent's name:tag. */
    public static final String PARENT_NAME = "dev.tabitat.parent-name";
    /** How it was made: JSON {operator, and the operator's parameters}; the same recipe gives the same bytes. */
    public static final String RECIPE = "dev.tabitat.recipe";
    /** Of an adapter: digest of its base's manifest, which is also its subject. */
    public static final String BASE = "dev.tabitat.base";

    /** The base's name:tag, as it was when the adapter was packed. */
    public static final String BASE_NAME = "dev.tabitat.base-name";
    /** {@code lora}, {@code sparse_delta}, {@code low_rank_delta} or {@code representation_intervention}. */
    public static final String ADAPTER_TYPE = "dev.tabitat.adapter-type";

    /** Its inner dimension, the largest where modules differ; 0 for kinds without one. */
    public static final String ADAPTER_RANK = "dev.tabitat.adapter-rank";
    /** Bytes of its weights in memory, as its builder estimates them. */
    public static final String ADAPTER_MEMORY = "dev.tabitat.adapter-memory";

    /** Products of a weight and a value that it adds for each token. */
    public static final String ADAPTER_PRODUCTS = "dev.tabitat.adapter-products";
    /** What its builder measured: JSON list of {what, dataset, value, n, low, high}; a claim to everyone else. */
    public static final String EVALUATION = "dev.tabitat.evaluation";
    /** From which confidence on its answers count: JSON list of answer thresholds without their model. */
    public static final String CALIBRATION = "dev.tabitat.calibration";
    /** Of a model that was imported: what it was recognised as, JSON of {@code ImportPlan.annotations()}. */
    public static final String IMPORT = "dev.tabitat.import";
    /** On a layer: its {@link dev.tabitat.core.digest.ChunkList} as JSON. */
    public static final String CHUNKS = "dev.tabitat.chunks";

    private PackageAnnotations() {}
}
