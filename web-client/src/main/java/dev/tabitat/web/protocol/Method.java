package dev.tabitat.web.protocol;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Every method that can be called, by scripts, by the page or by a program of the app: its name in messages, which is
 * also its name in the public API, the worker that answers it, and what belongs to such a call. The parameters of each
 * are in {@code protocol.params}.
 */
public enum Method {
    DEVICE("device", Worker.ENGINE, Method.API),
    CATALOG("catalog", Worker.ENGINE, Method.API),
    CONNECTIONS("connections", Worker.ENGINE, Method.API),
    FIT("fit", Worker.ENGINE, Method.API),
    INSTALL("install", Worker.ENGINE, Method.API | Method.NAME_FIRST | Method.PROGRESS),
    DOWNLOADS("downloads", Worker.ENGINE, Method.API),
    PAUSE("pause", Worker.ENGINE, Method.API | Method.NAME_FIRST),
    RESUME("resume", Worker.ENGINE, Method.API | Method.NAME_FIRST | Method.PROGRESS),
    CANCEL("cancel", Worker.ENGINE, Method.API | Method.NAME_FIRST),
    REORDER("reorder", Worker.ENGINE, Method.API),
    UPDATE("update", Worker.ENGINE, Method.API | Method.NAME_FIRST | Method.PROGRESS),
    ROLLBACK("rollback", Worker.ENGINE, Method.API | Method.NAME_FIRST),
    REMOVE_PREVIOUS("removePrevious", Worker.ENGINE, Method.API | Method.NAME_FIRST),
    REMOVE("remove", Worker.ENGINE, Method.API | Method.NAME_FIRST),
    INSTALLED("installed", Worker.ENGINE, Method.API),
    CHECK("check", Worker.ENGINE, Method.API),
    ADAPTERS("adapters", Worker.ENGINE, Method.API),
    PLAN("plan", Worker.ENGINE, Method.API),
    IMPORT_ADAPTER("importAdapter", Worker.ENGINE, Method.API | Method.BYTES),
    CLASSIFY("classify", Worker.ENGINE, Method.API | Method.MODEL),
    TOKENIZE("tokenize", Worker.ENGINE, Method.API | Method.MODEL),
    EMBED("embed", Worker.ENGINE, Method.API | Method.MODEL | Method.PROGRESS),
    BENCH("bench", Worker.ENGINE, Method.API | Method.MODEL | Method.PROGRESS),
    CHOOSE("choose", Worker.ENGINE, Method.API),
    ROUTE("route", Worker.ENGINE, Method.API | Method.MODEL | Method.PROGRESS),
    APPROVE("approve", Worker.ENGINE, Method.API | Method.PROGRESS),
    POLICY("policy", Worker.ENGINE, Method.API),
    REDACT("redact", Worker.ENGINE, Method.API),
    ROUTES("routes", Worker.ENGINE, Method.API),
    REPLAY_DECISIONS("replayDecisions", Worker.ENGINE, Method.API),
    CALIBRATE("calibrate", Worker.ENGINE, Method.API | Method.MODEL | Method.PROGRESS),
    COMPARE_ROUTES("compareRoutes", Worker.ENGINE, Method.API | Method.MODEL | Method.PROGRESS),
    FORGET_CONSENT("forgetConsent", Worker.ENGINE, Method.API),
    TARGETS("targets", Worker.ENGINE, Method.API),
    ADD_TARGET("addTarget", Worker.ENGINE, Method.API),
    UNLOCK_TARGET("unlockTarget", Worker.ENGINE, Method.API),
    REMOVE_TARGET("removeTarget", Worker.ENGINE, Method.API),
    DISCOVER("discover", Worker.ENGINE, Method.API),
    MEMBERS("members", Worker.ENGINE, Method.API),
    ADD_MEMBER("addMember", Worker.ENGINE, Method.API),
    REMOVE_MEMBER("removeMember", Worker.ENGINE, Method.API),
    MEASURE_MEMBER("measureMember", Worker.ENGINE, Method.API | Method.PROGRESS),
    LINEAGE("lineage", Worker.ENGINE, Method.API),
    EXPORT("export", Worker.ENGINE, Method.API | Method.PROGRESS),
    IMPORT("import", Worker.ENGINE, Method.API | Method.FILE_FIRST | Method.BYTES | Method.PROGRESS),
    KEYS("keys", Worker.ENGINE, Method.API),
    MAKE_KEY("makeKey", Worker.ENGINE, Method.API),
    EXPORT_KEY("exportKey", Worker.ENGINE, Method.API),
    IMPORT_KEY("importKey", Worker.ENGINE, Method.API),
    TRUST("trust", Worker.ENGINE, Method.API),
    UNTRUST("untrust", Worker.ENGINE, Method.API | Method.ID_FIRST),
    SIGN("sign", Worker.ENGINE, Method.API),
    SIGNATURES("signatures", Worker.ENGINE, Method.API),
    LICENCE("licence", Worker.ENGINE, Method.API),
    LEDGER("ledger", Worker.ENGINE, Method.API),
    PACKET("packet", Worker.ENGINE, Method.API),
    STORAGE("storage", Worker.ENGINE, Method.API),
    PERSIST("persist", Worker.PAGE, Method.API),

    EXAMPLES("examples", Worker.LAB, Method.API | Method.BYTES),
    TEACH("teach", Worker.LAB, Method.API | Method.BYTES | Method.MODEL | Method.PROGRESS),
    BREED("breed", Worker.LAB, Method.API | Method.BYTES | Method.MODEL | Method.PROGRESS),
    EVALUATE("evaluate", Worker.LAB, Method.API | Method.BYTES | Method.MODEL | Method.PROGRESS),
    LAB("lab", Worker.LAB, Method.API),
    DECIDE("decide", Worker.LAB, Method.API),
    RESTORE("restore", Worker.LAB, Method.API),
    REPLAY("replay", Worker.LAB, Method.API | Method.MODEL | Method.PROGRESS),
    FEEDBACK("feedback", Worker.LAB, Method.API),
    /** Forgets the last run of the lab; what it kept stays. */
    FORGET_RUN("forgetRun", Worker.LAB, 0),

    SEARCH("search", Worker.DOCUMENTS, Method.API | Method.MODEL),
    DOCUMENTS_ADD("documents.add", Worker.DOCUMENTS,
            Method.API | Method.FILE_FIRST | Method.BYTES | Method.MODEL | Method.PROGRESS),
    DOCUMENTS_LIST("documents.list", Worker.DOCUMENTS, Method.API),
    DOCUMENTS_REMOVE("documents.remove", Worker.DOCUMENTS, Method.API | Method.ID_FIRST),
    DOCUMENTS_READ("documents.read", Worker.DOCUMENTS, Method.API),
    DOCUMENTS_STATUS("documents.status", Worker.DOCUMENTS, Method.API),
    DOCUMENTS_PAUSE("documents.pause", Worker.DOCUMENTS, Method.API),
    DOCUMENTS_RESUME("documents.resume", Worker.DOCUMENTS, Method.API),
    DOCUMENTS_REINDEX("documents.reindex", Worker.DOCUMENTS, Method.API | Method.MODEL | Method.PROGRESS),
    DOCUMENTS_PROTECT("documents.protect", Worker.DOCUMENTS, Method.API | Method.PROGRESS),
    DOCUMENTS_UNLOCK("documents.unlock", Worker.DOCUMENTS, Method.API | Method.PROGRESS),
    DOCUMENTS_LOCK("documents.lock", Worker.DOCUMENTS, Method.API),
    DOCUMENTS_UNPROTECT("documents.unprotect", Worker.DOCUMENTS, Method.API | Method.PROGRESS),
    DOCUMENTS_EXPORT("documents.export", Worker.DOCUMENTS, Method.API | Method.PROGRESS),
    DOCUMENTS_IMPORT("documents.import", Worker.DOCUMENTS,
            Method.API | Method.FILE_FIRST | Method.BYTES | Method.PROGRESS),

    /** The page tells the engine what only the page sees: device facts, whether it is online, bytes that it loaded. */
    PAGE("page", Worker.ENGINE, 0),
    /**
     * Ends the engine of the first visit: it answers when its other calls have been answered and its counts written.
     */
    FINISH("finish", Worker.START, 0);

    /** Who answers. The engine of the first visit answers some methods of {@link #ENGINE} too. */
    public enum Worker {
        PAGE,
        ENGINE,
        LAB,
        DOCUMENTS,
        START
    }

    private static final int API = 1;
    private static final int MODEL = 2;
    private static final int BYTES = 4;
    private static final int PROGRESS = 8;
    private static final int NAME_FIRST = 16;
    private static final int ID_FIRST = 32;
    private static final int FILE_FIRST = 64;

    private final String wireName;
    private final Worker worker;
    private final int traits;

    Method(String wireName, Worker worker, int traits) {
        this.wireName = wireName;
        this.worker = worker;
        this.traits = traits;
    }

    /** The method of this name. @throws InvalidInput when there is none; it names those that exist */
    public static Method named(String name) {
        List<String> names = new ArrayList<>();
        for (Method method : values()) {
            if (method.wireName.equals(name)) {
                return method;
            }
            names.add(method.wireName);
        }
        throw new InvalidInput("There is no such method.", Finding.at("method").expected("one of " + names)
                .found(name.length() > 100 ? "a very long name" : name));
    }

    /** In messages and, where it is one of the public API's, for scripts. */
    public String wireName() {
        return wireName;
    }

    public Worker worker() {
        return worker;
    }

    private boolean has(int trait) {
        return (traits & trait) != 0;
    }

    /** Whether scripts may call it. */
    public boolean isPublic() {
        return has(API);
    }

    /** Whether it may run a model. */
    public boolean runsModel() {
        return has(MODEL);
    }

    /** Whether bytes may come with a call. */
    public boolean takesBytes() {
        return has(BYTES);
    }

    /** Whether it may report progress before it ends. */
    public boolean reportsProgress() {
        return has(PROGRESS);
    }

    /** Whether a script's first argument is a package's name, and its options come behind it. */
    public boolean beginsWithName() {
        return has(NAME_FIRST);
    }

    /** Whether a script's first argument may be an id in place of the options. */
    public boolean beginsWithId() {
        return has(ID_FIRST);
    }

    /** Whether a script's first argument is a file, and its options come behind it. */
    public boolean beginsWithFile() {
        return has(FILE_FIRST);
    }

    @Override
    public String toString() {
        return wireName;
    }
}
