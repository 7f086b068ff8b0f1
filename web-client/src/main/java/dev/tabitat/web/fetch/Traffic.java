package dev.tabitat.web.fetch;

/** Is notified of every request when it ends. */
@FunctionalInterface
public interface Traffic {

    /**
     * @param purpose one short word, for example {@code package}
     * @param sentBytes bytes of the request's body
     * @param receivedBytes bytes of the answer's body that came
     */
    void request(String origin, String purpose, long sentBytes, long receivedBytes);
}
