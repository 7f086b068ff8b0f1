package dev.tabitat.web.documents;

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
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the documents in their worker; the entry of their binary. */
public final class DocumentsMain {

    private static final String NAME = "tabitat";

    private final MessagePipe page = MessagePipe.toPage();
    private final List<Runnable> early = new ArrayList<>();
    private Optional<Desk> desk = Optional.empty();

    private DocumentsMain() {}

    /** @param arguments none are looked at */
    public static void main(String[] arguments) {
        new DocumentsMain().run();
    }

    private void run() {
        page.listen((json, bytes) -> {
            Optional<Slices> copy = bytes == null ? Optional.empty() : Optional.of(Attachment.of(bytes));
            whenReady(() -> desk.orElseThrow().receive(ToEngine.read(json), copy));
        });
        try {
            open();
        } catch (RuntimeException e) {
            send(new FromEngine.Event(Topic.BROKEN, ApiError.of(e).toJson()), Optional.empty());
        }
    }

    private void whenReady(Runnable work) {
        if (desk.isPresent()) {
            new Thread(work).start();
        } else {
            early.add(work);
        }
    }

    /** Where the browser refuses storage, documents live as long as the tab. */
    private void open() {
        Optional<Broadcast> others = Broadcast.isThere() ? Optional.of(Broadcast.open(NAME, topic -> whenReady(() -> desk.orElseThrow().heard(topic)))) : Optional.empty();
        RecordStore records;
        try {
            records = IndexedDbRecords.open(NAME);
        } catch (Unavailable refused) {
            records = new MemoryRecords();
        }
        DocumentsWorld world = new BrowserDocumentsWorld(others);
        desk = Optional.of(new Desk(TabStore.open(records, world, "tabitat-documents"), world, this::send));
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
