package dev.tabitat.web.protocol;

/** What an event of the engine is about; the body says what is new; listeners request the rest. */
public final class Topic {

    /** Bytes went in or out; body {@code {sent_bytes, received_bytes}}. */
    public static final String LEDGER = "ledger";
    /**
     * The store's content changed. Where packages did, body {@code {packages: {name: {installed?, previous?, begun?}},
     * aggregate: "packages", revision, elsewhere?}}, each part {@code {digest, bytes, at_utc}} and a part that is not
     * there missing, so that a removed package is an empty object. Where keys or signatures did, body {@code {keys:
     * {id: entry | null}, trusted: {id: entry | null}, signed: [digest], aggregate: "keys", revision, elsewhere?}}:
     * entries as {@code keys} answers, and the packages whose signatures are others. {@code elsewhere} is true when
     * another tab or worker made the change. An empty body is about damage or the store as a whole: what depends on it
     * is requested again.
     */
    public static final String STORE = "store";
    /**
     * An installation goes on or ended; body {@code {name, state, report?, error?}} with the states {@code downloading,
     * installed, removed, cancelled, failed}.
     */
    public static final String INSTALL = "install";
    /**
     * The queue of downloads changed; body {@code {queue: [{name, paused, metered}], aggregate: "packages", revision,
     * elsewhere?}}, the whole queue in its order.
     */
    public static final String QUEUE = "queue";
    /** The network came or went; body {@code {online}}. */
    public static final String NETWORK = "network";
    /** Records were added to the lineage; body {@code {length}}, which is its revision. */
    public static final String LINEAGE = "lineage";
    /** More is known about the device. */
    public static final String DEVICE = "device";
    /**
     * Routing changed. Body {@code {targets: {id: entry | null}, members: {name: entry | null}, policy?, consents?,
     * aggregate: "routing", revision, elsewhere?}}: entries as {@code targets} and {@code members} answer,
     * {@code policy} true where policy or thresholds changed, all consents where one did. After a decision
     * {@code {index, aggregate: "decisions", revision}}; {@code here} is true where a key was opened for this tab
     * alone.
     */
    public static final String ROUTING = "routing";
    /** A run of the lab goes on; body as {@code lab()} answers. */
    public static final String LAB = "lab";
    /**
     * Documents changed, or work on them goes on; body {@code {documents: {id: entry | null}, status?, progress?,
     * aggregate: "documents", revision}}: entries as {@code documents.list} answers, the status where something
     * changed, progress where work goes on. Empty where anything may be another, as after a change of the protection.
     */
    public static final String DOCUMENTS = "documents";
    /** The host of the page requires a sign-in, or serves again; body {@code {needed, error?}}. */
    public static final String SIGN_IN = "sign-in";
    /** The worker runs and takes calls. */
    public static final String STARTED = "started";

    /**
     * The start engine cannot answer here, since its model was removed, or the store cannot be opened or was taken
     * away: the whole app is needed.
     */
    public static final String NEEDS_APP = "needs_app";
    /** The first classifier can answer; body {@code {model}}. */
    public static final String READY = "ready";
    /** The engine cannot go on; body {@code ApiError}. */
    public static final String BROKEN = "broken";

    /** Of lists that depend on packages, and on the store as a whole; {@code Lists} says how they are compared. */
    public static final String STORED_PACKAGES = STORE + "/packages";
    /** Of lists that depend on the store as a whole, since their controllers apply its other changes. */
    public static final String STORE_AS_A_WHOLE = STORE + "/";
    /** Of lists that depend on documents as a whole, since their controllers apply their other changes. */
    public static final String DOCUMENTS_AS_A_WHOLE = DOCUMENTS + "/";
    /** Of lists that depend on policy, thresholds, consents, endpoints and members. */
    public static final String ROUTING_RULES = ROUTING + "/routing";
    /** Of lists that depend on the log of decisions. */
    public static final String DECISIONS = ROUTING + "/decisions";
    /** Of lists that depend on routing as a whole, since their controllers apply its other changes. */
    public static final String ROUTING_AS_A_WHOLE = ROUTING + "/";

    private Topic() {}
}
