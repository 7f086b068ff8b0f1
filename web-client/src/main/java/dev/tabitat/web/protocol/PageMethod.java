package dev.tabitat.web.protocol;

/** Methods that only the page can answer. */
public enum PageMethod implements Method {
    PERSIST("persist", API);

    private final String wireName;
    private final int traits;

    PageMethod(String wireName, int traits) {
        this.wireName = wireName;
        this.traits = traits;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public Worker worker() {
        return Worker.PAGE;
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
