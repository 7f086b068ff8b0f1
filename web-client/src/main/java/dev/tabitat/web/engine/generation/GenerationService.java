package dev.tabitat.web.engine.generation;

import dev.tabitat.core.device.FitArithmetic;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Evidence;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.protocol.params.GenerateParams;
import dev.tabitat.web.protocol.params.KeepAlive;
import dev.tabitat.web.store.StoredPackage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Generates text: one model is loaded at a time, and one call runs at a time, in the order in which they came. A model
 * stays loaded for a while after a call, with what it has evaluated.
 */
public final class GenerationService {

    private final Packages packages;
    private final GeneratorLoader loader;
    private final EngineEnvironment environment;
    private final Evidence evidence;
    private final TranscriptStore transcripts;
    private final Supplier<Long> otherBytes;
    private final FairLock running;
    private Optional<LoadedGenerator> loaded = Optional.empty();
    /** Ends the wait after which the loaded model is unloaded. */
    private CancellationToken idle = new CancellationToken();

    /** @param otherBytes what models hold that are not loaded here */
    public GenerationService(Packages packages, GeneratorLoader loader, EngineEnvironment environment,
            Evidence evidence, TranscriptStore transcripts, Supplier<Long> otherBytes) {
        this.packages = packages;
        this.loader = loader;
        this.environment = environment;
        this.evidence = evidence;
        this.transcripts = transcripts;
        this.otherBytes = otherBytes;
        running = environment.fairLock();
    }

    /** Whether a package generates text. */
    public boolean isGenerator(PackageName name) {
        StoredPackage stored = packages.installed().get(name.toString());
        return stored != null && GeneratorPackage.isGenerator(stored);
    }

    /** What the loaded model holds. */
    public long loadedBytes() {
        return loaded.isEmpty() ? 0 : loaded.get().memoryBytes();
    }

    /** A package was removed or replaced: a run with it ends at its next token, and it is unloaded. */
    public void drop(Digest digest) {
        if (loaded.isEmpty() || !loaded.get().stored().digest().equals(digest)) {
            return;
        }
        LoadedGenerator gone = loaded.get();
        gone.remove();
        environment.start(() -> running.withLock(() -> {
            unload(gone);
            return gone;
        }));
    }

    private void unload(LoadedGenerator which) {
        if (loaded.isPresent() && loaded.get() == which) {
            loaded = Optional.empty();
            which.close();
        }
    }
}
