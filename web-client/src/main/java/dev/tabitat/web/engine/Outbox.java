package dev.tabitat.web.engine;

import dev.tabitat.web.protocol.FromEngine;
import java.util.Optional;

/** Carries messages to the page. */
@FunctionalInterface
public interface Outbox {
    void send(FromEngine message, Optional<byte[]> bytes);
}
