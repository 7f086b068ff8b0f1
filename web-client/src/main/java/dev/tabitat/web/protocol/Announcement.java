package dev.tabitat.web.protocol;

import dev.tabitat.core.json.JsonObject;

/**
 * What workers tell those of other tabs about a change: {@code topic}, or {@code topic aggregate revision}, with spaces
 * between. Whoever knows the revision already does nothing; whoever does not reads the missing deltas.
 *
 * @param topic see {@link Topic}
 * @param aggregate whose revision it is; empty where the change is of none, or a version of the app without revisions
 * made it
 * @param revision that the aggregate has after the change; 0 without an aggregate
 */
public record Announcement(String topic, String aggregate, long revision) {

    /** A member of the body of an event: the aggregate that changed. */
    public static final String AGGREGATE = "aggregate";
    /** A member of the body of an event: the revision of the aggregate. */
    public static final String REVISION = "revision";
    /** A member of the body of an event about the lineage, whose length is its revision. */
    public static final String LENGTH = "length";
    /** A member of the body of what another tab or worker changed; true. */
    public static final String ELSEWHERE = "elsewhere";
    /** A member of the body of what concerns this tab alone, and is not announced; true. */
    public static final String HERE = "here";
    /** The aggregate whose revision is its length. */
    public static final String LINEAGE = "lineage";

    /** The body of an event about a change: what is new, and the aggregate with the revision that it led to. */
    public static JsonObject body(JsonObject news, String aggregate, long revision, boolean isOwn) {
        JsonObject body = news.with(AGGREGATE, aggregate).with(REVISION, revision);
        return isOwn ? body : body.with(ELSEWHERE, true);
    }

    /** Whether an event with this body is news for other tabs. */
    public static boolean isForOthers(JsonObject body) {
        return !body.has(ELSEWHERE) && !body.has(HERE);
    }

    /** What the body of an event says. */
    public static Announcement of(String topic, JsonObject body) {
        return body.has(LENGTH) ? new Announcement(topic, LINEAGE, body.integer(LENGTH))
                : new Announcement(topic, body.stringOr(AGGREGATE, ""), body.integerOr(REVISION, 0));
    }

    /** What {@link #text()} wrote; anything else is a topic. */
    public static Announcement read(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        if (first < 0 || second < 0) {
            return new Announcement(text, "", 0);
        }
        try {
            return new Announcement(text.substring(0, first), text.substring(first + 1, second),
                    Long.parseLong(text.substring(second + 1)));
        } catch (NumberFormatException unknown) {
            return new Announcement(text.substring(0, first), "", 0);
        }
    }

    public String text() {
        return aggregate.isEmpty() ? topic : topic + " " + aggregate + " " + revision;
    }

    /** Whether it is about this aggregate. */
    public boolean isOf(String name) {
        return aggregate.equals(name);
    }
}
