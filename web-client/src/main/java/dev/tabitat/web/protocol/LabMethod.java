package dev.tabitat.web.protocol;

/** Methods that the lab answers. */
public enum LabMethod implements Method {
    EXAMPLES("examples", API | BYTES),
    TEACH("teach", API | BYTES | MODEL | PROGRESS),
    BREED("breed", API | BYTES | MODEL | PROGRESS),
    EVALUATE("evaluate", API | BYTES | MODEL | PROGRESS),
    LAB("lab", API),
    DECIDE("decide", API),
    RESTORE("restore", API),
    REPLAY("replay", API | MODEL | PROGRESS),
    FEEDBACK("feedback", API),
    /** Forgets the last run of the lab; what it kept stays. */
    FORGET_RUN("forgetRun", 0);

    private final String wireName;
    private final int traits;

    LabMethod(String wireName, int traits) {
        this.wireName = wireName;
        this.traits = traits;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public Worker worker() {
        return Worker.LAB;
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
