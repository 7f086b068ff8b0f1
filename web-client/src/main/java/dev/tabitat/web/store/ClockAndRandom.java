package dev.tabitat.web.store;

/** What the store needs of its environment: time and randomness. */
public interface ClockAndRandom {

    /** The moment now, ISO-8601 UTC. */
    String nowUtc();

    /** Unforeseeable bytes. */
    byte[] random(int count);
}
