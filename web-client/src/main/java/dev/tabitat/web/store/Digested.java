package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;

/** Bytes, and the digest that was computed of them. */
public record Digested(byte[] bytes, Digest digest) {

    static Digested of(byte[] bytes) {
        return new Digested(bytes, Digest.of(bytes));
    }
}
