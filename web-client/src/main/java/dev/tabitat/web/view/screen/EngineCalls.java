package dev.tabitat.web.view.screen;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.Method;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Calls of one controller to the engine: every report and every end of a call draws the page again. */
public final class EngineCalls {

    private static final String ARCHIVE = "application/x-tar";

    private final EngineClient engine;
    private final PageServices page;

    public EngineCalls(EngineClient engine, PageServices page) {
        this.engine = engine;
        this.page = page;
    }

    public EngineClient.Cancellation call(Method method, JsonObject params, Consumer<Json> done,
            Consumer<ApiError> failed) {
        return engine.call(method, params, new Reply(done, failed));
    }

    /** A call that reports its progress, or answers with bytes. */
    public EngineClient.Cancellation call(Method method, JsonObject params, BiConsumer<Json, Optional<Slices>> done,
            Consumer<ApiError> failed, Consumer<JsonObject> progress) {
        return engine.call(method, params, new FullReply(done, failed, progress));
    }

    /** A call that hands a file over. @param file whose content the browser hands out */
    public EngineClient.Cancellation send(Method method, JsonObject params, PickedFile file, Consumer<Json> done,
            Consumer<ApiError> failed, Consumer<JsonObject> progress) {
        return engine.call(method, params, Optional.of(file.content().orElseThrow()),
                new FullReply((result, bytes) -> done.accept(result), failed, progress));
    }

    /** A call whose bytes are saved as a file, named and typed by its result. */
    public void export(JsonObject params, Consumer<ApiError> failed) {
        call(EngineMethod.EXPORT, params, (result, bytes) -> {
            JsonObject made = (JsonObject) result;
            save(made.string("name"), made.stringOr("type", ARCHIVE), bytes);
        }, failed, report -> {});
    }

    /** Saves what a call has made, if it made anything: a tar archive as the file that it is, anything else as text. */
    public void save(String name, String type, Optional<Slices> bytes) {
        if (type.equals(ARCHIVE)) {
            saveFile(name, bytes);
        } else if (bytes.isPresent()) {
            Slices file = bytes.get();
            page.download(name, type, Utf8.decode(file.read(0, (int) file.length())));
        }
    }

    /** Saves what a call has made as the file that it is, if it made anything. */
    public void saveFile(String name, Optional<Slices> bytes) {
        if (bytes.isPresent()) {
            page.save(name, bytes.get());
        }
    }

    /** The end of a call that reports nothing. */
    private class Reply implements EngineClient.Listener {

        private final Consumer<Json> done;
        private final Consumer<ApiError> failed;

        private Reply(Consumer<Json> done, Consumer<ApiError> failed) {
            this.done = done;
            this.failed = failed;
        }

        @Override
        public void done(Json result, Optional<Slices> bytes) {
            done.accept(result);
            page.changed();
        }

        @Override
        public void failed(ApiError error) {
            page.failed(error);
            failed.accept(error);
            page.changed();
        }
    }

    /** What becomes of a call with its progress and its bytes. */
    private final class FullReply extends Reply {

        private final BiConsumer<Json, Optional<Slices>> whole;
        private final Consumer<JsonObject> progress;

        private FullReply(BiConsumer<Json, Optional<Slices>> whole, Consumer<ApiError> failed,
                Consumer<JsonObject> progress) {
            super(result -> {}, failed);
            this.whole = whole;
            this.progress = progress;
        }

        @Override
        public void progress(JsonObject report) {
            progress.accept(report);
            page.changed();
        }

        @Override
        public void done(Json result, Optional<Slices> bytes) {
            whole.accept(result, bytes);
            page.changed();
        }
    }
}
