package dev.tabitat.web.lab;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.jso.MessagePipe;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the lab in its worker; the entry of its binary. */
public final class LabMain {

    private static final String NAME = "tabitat";

    private final MessagePipe page = MessagePipe.toPage();
    private final List<Runnable> early = new ArrayList<>();
    private Optional<Lab> lab = Optional.empty();

    private LabMain() {}

    /** @param arguments none are looked at */
    public static void main(String[] arguments) {
        new LabMain().run();
    }

    private void run() {
        page.listen((json, bytes) -> {
            Optional<Slices> copy = bytes == null ? Optional.empty() : Optional.of(Attachment.of(bytes));
            whenReady(() -> lab.orElseThrow().receive(ToEngine.read(json), copy));
        });
        try {
            open();
        } catch (RuntimeException e) {
            send(new FromEngine.Event(Topic.BROKEN, ApiError.of(e).toJson()), Optional.empty());
        }
    }

    private void whenReady(Runnable work) {
        if (lab.isPresent()) {
            new Thread(work).start();
        } else {
            early.add(work);
        }
    }

    /** @throws Unavailable where the browser refuses storage: what is bred must outlive the tab */
    private void open() {
        Optional<Broadcast> others = Broadcast.isThere() ? Optional.of(Broadcast.open(NAME, topic -> { })) : Optional.empty();
        LabWorld world = new BrowserLabWorld(others);
        lab = Optional.of(new Lab(world, TabStore.open(IndexedDbRecords.open(NAME), world, "tabitat-lab"), this::send));
        for (Runnable work : early) {
            new Thread(work).start();
        }
        early.clear();
    }

    private void send(FromEngine message, Optional<Slices> bytes) {
        if (bytes.isPresent()) {
            page.post(message.text(), Attachment.toJs(bytes.get()));
        } else {
            page.post(message.text());
        }
    }
}
