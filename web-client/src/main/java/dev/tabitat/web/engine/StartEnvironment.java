package dev.tabitat.web.engine;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.jso.Broadcast;
import java.util.Optional;

/** The browser around the worker of a first visit: its own host is the only registry. */
final class StartEnvironment extends BrowserStorageEnvironment {

    /** @param otherTabs carries announcements; empty where the browser cannot */
    StartEnvironment(Optional<Broadcast> otherTabs) {
        super(otherTabs);
    }

    /** @throws Unsupported always: other registries are asked by the whole app */
    @Override
    public ByteSource registry(String origin, Traffic traffic) {
        throw new Unsupported("The start program fetches from its own host only.",
                Finding.at("registry").expected("the page's host").found(origin).remedy("Open the Models screen."));
    }

    @Override
    public Hosting hosting() {
        return Hosting.NONE;
    }
}
