package dev.tabitat.web.jso;

/** What a browser API threw or rejected with: the JavaScript error's name and message. */
public final class JsFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String name;

    /** @param name for example {@code QuotaExceededError}, {@code AbortError} or {@code TypeError} */
    public JsFailure(String name, String message) {
        super(message);
        this.name = name;
    }

    /** The error's name, by which the standards tell failures apart. */
    public String name() {
        return name;
    }

    public boolean isNamed(String expected) {
        return name.equals(expected);
    }

    @Override
    public String toString() {
        return name + ": " + getMessage();
    }
}
