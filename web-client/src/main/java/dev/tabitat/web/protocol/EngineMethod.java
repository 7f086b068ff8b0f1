package dev.tabitat.web.protocol;

/** Methods that the engine of the whole app alone answers. */
public enum EngineMethod implements Method {
    DEVICE("device", API),
    CONNECTIONS("connections", API),
    FIT("fit", API),
    INSTALL("install", API | NAME_FIRST | PROGRESS),
    DOWNLOADS("downloads", API),
    PAUSE("pause", API | NAME_FIRST),
    RESUME("resume", API | NAME_FIRST | PROGRESS),
    CANCEL("cancel", API | NAME_FIRST),
    REORDER("reorder", API),
    UPDATE("update", API | NAME_FIRST | PROGRESS),
    ROLLBACK("rollback", API | NAME_FIRST),
    REMOVE_PREVIOUS("removePrevious", API | NAME_FIRST),
    REMOVE("remove", API | NAME_FIRST),
    INSTALLED("installed", API),
    CHECK("check", API),
    ADAPTERS("adapters", API),
    PLAN("plan", API),
    IMPORT_ADAPTER("importAdapter", API | BYTES),
    INSPECT_MODEL("inspectModel", API | SOURCE_FIRST | BYTES),
    ADD_MODEL("addModel", API | MODEL | SOURCE_FIRST | BYTES | PROGRESS),
    SEARCH_HUB("searchHub", API),
    HUB("hub", API),
    SET_HUB_TOKEN("setHubToken", API),
    UNLOCK_HUB("unlockHub", API),
    REMOVE_HUB_TOKEN("removeHubToken", API),
    FORGET_ORIGIN("forgetOrigin", API),
    TOKENIZE("tokenize", API | MODEL),
    EMBED("embed", API | MODEL | PROGRESS),
    RERANK("rerank", API | MODEL | PROGRESS),
    EXTRACT("extract", API | MODEL),
    TAG("tag", API | MODEL | PROGRESS),
    BENCH("bench", API | MODEL | PROGRESS),
    CHOOSE("choose", API),
    ROUTE("route", API | MODEL | PROGRESS),
    APPROVE("approve", API | PROGRESS),
    POLICY("policy", API),
    REDACT("redact", API),
    ROUTES("routes", API),
    REPLAY_DECISIONS("replayDecisions", API),
    CALIBRATE("calibrate", API | MODEL | PROGRESS),
    COMPARE_ROUTES("compareRoutes", API | MODEL | PROGRESS),
    FORGET_CONSENT("forgetConsent", API),
    TARGETS("targets", API),
    ADD_TARGET("addTarget", API),
    UNLOCK_TARGET("unlockTarget", API),
    REMOVE_TARGET("removeTarget", API),
    DISCOVER("discover", API),
    MEMBERS("members", API),
    ADD_MEMBER("addMember", API),
    REMOVE_MEMBER("removeMember", API),
    MEASURE_MEMBER("measureMember", API | PROGRESS),
    LINEAGE("lineage", API),
    EXPORT("export", API | PROGRESS),
    IMPORT("import", API | FILE_FIRST | BYTES | PROGRESS),
    KEYS("keys", API),
    MAKE_KEY("makeKey", API),
    EXPORT_KEY("exportKey", API),
    IMPORT_KEY("importKey", API),
    TRUST("trust", API),
    UNTRUST("untrust", API | ID_FIRST),
    SIGN("sign", API),
    SIGNATURES("signatures", API),
    LICENCE("licence", API),
    PACKET("packet", API),
    /** The page reports what only the page sees: device facts, and whether it is online. */
    PAGE("page", 0);

    private final String wireName;
    private final int traits;

    EngineMethod(String wireName, int traits) {
        this.wireName = wireName;
        this.traits = traits;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public Worker worker() {
        return Worker.ENGINE;
    }

    @Override
    public int traits() {
        return traits;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
