package dev.tabitat.web.protocol;

/** What an event of the engine is about; the body says what is new; listeners request the rest. */
public final class Topic {

    /** Bytes went in or out; body {@code {sent_bytes, received_bytes}}. */
    public static final String LEDGER = "ledger";
    /**
     * The store's content changed. Where packages did, body {@code {packages: {name: {installed?, previous?, begun?}},
     * elsewhere?}}, each part {@code {digest, bytes, at_utc}} and a part that is not there missing, so that a removed
     * package is an empty object; {@code elsewhere} is true when another tab or worker made the change. An empty body
     * is about keys, signatures, damage or the store as a whole: what depends on them is requested again.
     */
    public static final String STORE = "store";
    /**
     * An installation goes on or ended; body {@code {name, state, report?, error?}} with the states {@code downloading,
     * installed, removed, cancelled, failed}.
     */
    public static final String INSTALL = "install";
    /**
     * The queue of downloads changed; body {@code {queue: [{name, paused, metered}], elsewhere?}}, the whole queue in
     * its order. Other tabs are told the topic alone, and read the missing deltas from the store.
     */
    public static final String QUEUE = "queue";
    /** The network came or went; body {@code {online}}. */
    public static final String NETWORK = "network";
    /** A record was added to the lineage; body {@code {length}}. */
    public static final String LINEAGE = "lineage";
    /** More is known about the device. */
    public static final String DEVICE = "device";
    /** Policy, endpoints, members, consents or the decision log changed. */
    public static final String ROUTING = "routing";
    /** A run of the lab goes on; body as {@code lab()} answers. */
    public static final String LAB = "lab";
    /**
     * Documents changed, or work on them goes on; body {@code {status?, progress?}}, empty when another tab changed
     * them.
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

    private Topic() {}
}
