package dev.tabitat.web.worker;

import dev.tabitat.core.format.Slices;
import dev.tabitat.web.protocol.FromEngine;
import java.util.Optional;

/** Carries messages to the page. */
@FunctionalInterface
public interface Outbox {
    void send(FromEngine message, Optional<Slices> bytes);
}
