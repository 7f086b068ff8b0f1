package dev.tabitat.web.protocol;

/** Methods that the worker of documents answers. */
public enum DocumentMethod implements Method {
    SEARCH("search", API | MODEL),
    ADD("documents.add", API | FILE_FIRST | BYTES | MODEL | PROGRESS),
    LIST("documents.list", API),
    REMOVE("documents.remove", API | ID_FIRST),
    READ("documents.read", API),
    STATUS("documents.status", API),
    PAUSE("documents.pause", API),
    RESUME("documents.resume", API),
    REINDEX("documents.reindex", API | MODEL | PROGRESS),
    PROTECT("documents.protect", API | PROGRESS),
    UNLOCK("documents.unlock", API | PROGRESS),
    LOCK("documents.lock", API),
    UNPROTECT("documents.unprotect", API | PROGRESS),
    EXPORT("documents.export", API | PROGRESS),
    IMPORT("documents.import", API | FILE_FIRST | BYTES | PROGRESS);

    private final String wireName;
    private final int traits;

    DocumentMethod(String wireName, int traits) {
        this.wireName = wireName;
        this.traits = traits;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public Worker worker() {
        return Worker.DOCUMENTS;
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
