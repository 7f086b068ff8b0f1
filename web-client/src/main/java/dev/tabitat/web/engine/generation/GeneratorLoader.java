package dev.tabitat.web.engine.generation;

import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.generation.DecoderSelfTest;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.generation.ReferenceDecoder;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import dev.tabitat.core.tokenizer.gguf.GgufTokenizer;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.PersistentNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Loads generators: from the store into the kernels' memory, or on the reference, which reads the weights from the
 * store for each pass. Before a backend runs a model for the first time in a browser its logits are compared with the
 * reference's.
 */
public final class GeneratorLoader {

    static final String WASM = "wasm";
    static final String REFERENCE = "reference";

    /** Changes with the kernels, so that models are tested again. */
    private static final String KERNELS = "1";
    private static final String TEST_TEXT = "Once upon a time, 12";
    private static final int TEST_TOKENS = 8;

    private final PackageStore packages;
    private final EngineEnvironment environment;
    private final Function<String, PersistentNote> notes;

    /** @param notes by name, where the results of self-tests are kept */
    public GeneratorLoader(PackageStore packages, EngineEnvironment environment,
            Function<String, PersistentNote> notes) {
        this.packages = packages;
        this.environment = environment;
        this.notes = notes;
    }

    /** A model whose headers are read. */
    record Opened(GeneratorPackage model, List<WatchedFile> files, Decoder decoder, GeneratorTokenizer tokenizer) {}

    /** Is told what is done for a call that waits. */
    @FunctionalInterface
    interface Phases {
        void phase(String phase, long done, long total);
    }

    /**
     * Reads what is needed to know a model.
     *
     * @throws dev.tabitat.core.error.DamagedData when a stored piece does not verify, or a file breaks its grammar
     * @throws Unsupported naming what is not supported
     */
    Opened open(GeneratorPackage model, CancellationToken stop) {
        return packages.whileReading(model.stored(), () -> {
            List<WatchedFile> files = new ArrayList<>();
            List<Slices> slices = new ArrayList<>();
            List<Gguf> headers = new ArrayList<>();
            for (String path : model.weights()) {
                WatchedFile file = new WatchedFile(packages.slices(model.stored(), path), environment);
                file.watch(stop);
                files.add(file);
                slices.add(file);
                headers.add(Gguf.read(file));
            }
            return new Opened(model, files, Decoder.readGguf(headers, slices), GgufTokenizer.read(headers.get(0)));
        });
    }

    /**
     * Loads a model on the backend that was asked for, or on the best that is right with it.
     *
     * @param wanted the backend that is tried first; empty for the best
     * @throws OutOfBudget when there is not enough memory
     * @throws Cancelled when the call was cancelled
     */
    LoadedGenerator load(Opened opened, String wanted, CancellationToken stop, Phases phases) {
        return packages.whileReading(opened.model().stored(), () -> loadNow(opened, wanted, stop, phases));
    }

    private LoadedGenerator loadNow(Opened opened, String wanted, CancellationToken stop, Phases phases) {
        String reason = "";
        if (!wanted.equals(REFERENCE)) {
            try {
                return onKernels(opened, wanted, stop, phases);
            } catch (Unsupported none) {
                reason = none.getMessage()
                        + (none.finding().found().isEmpty() ? "" : " Found: " + none.finding().found() + ".");
            }
        }
        return new LoadedGenerator(opened, wanted, new ReferenceDecoder(opened.decoder()),
                reason.isEmpty() ? "" : "The reference backend answers; wasm does not: " + reason, Optional.empty());
    }

    private LoadedGenerator onKernels(Opened opened, String wanted, CancellationToken stop, Phases phases) {
        long bytes = opened.model().weightBytes();
        phases.phase("load", 0, bytes);
        DecoderSession session = environment.wasmDecoder(opened.decoder());
        try {
            phases.phase("load", bytes, bytes);
            DecoderSelfTest test = tested(opened, session, stop, phases);
            if (!test.passed()) {
                throw new Unsupported("It did not agree with the reference on this model.",
                        Finding.at("self-test, " + opened.model().stored().name())
                                .expected("a cosine of at least " + DecoderSelfTest.MIN_COSINE
                                        + " and a divergence of at most " + DecoderSelfTest.MAX_DIVERGENCE)
                                .found(test.toJson()));
            }
            return new LoadedGenerator(opened, wanted, session, "", Optional.of(test));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** The result that is kept from an earlier visit, or that of a test now. */
    private DecoderSelfTest tested(Opened opened, DecoderSession session, CancellationToken stop, Phases phases) {
        PersistentNote note = note(opened.model(), session.backend());
        Optional<DecoderSelfTest> before = read(note);
        if (before.isPresent()) {
            return before.get();
        }
        int[] tokens = testTokens(opened.tokenizer(), opened.decoder().spec().vocabulary());
        DecoderSelfTest test;
        try (ReferenceDecoder reference = new ReferenceDecoder(opened.decoder())) {
            test = DecoderSelfTest.run(session, reference, tokens, (done, all) -> {
                stop.check();
                environment.yieldToMessages();
                phases.phase("self_test", done, all);
            });
        }
        note.write(test.toJson().with("at_utc", environment.nowUtc()).with("kernels", KERNELS).toString());
        return test;
    }

    private PersistentNote note(GeneratorPackage model, String backend) {
        return notes.apply("generator-test/" + backend + "/" + model.stored().digest().hex());
    }

    private static Optional<DecoderSelfTest> read(PersistentNote note) {
        try {
            Optional<String> text = note.read();
            return text.isEmpty() ? Optional.empty()
                    : Optional.of(JsonReader.readObject(text.get(), JsonLimits.DEFAULT))
                            .filter(json -> json.stringOr("kernels", "").equals(KERNELS))
                            .map(DecoderSelfTest::fromJson);
        } catch (TabitatException unreadable) {
            return Optional.empty();
        }
    }

    /** The first tokens of a text, or where there are none the first of the vocabulary. */
    private static int[] testTokens(GeneratorTokenizer tokenizer, int vocabulary) {
        int[] start = tokenizer.start();
        int[] text = tokenizer.encode(TEST_TEXT, GeneratorTokenizer.SpecialText.AS_TEXT);
        int[] tokens = new int[Math.max(1, Math.min(TEST_TOKENS, start.length + text.length))];
        for (int i = 0; i < tokens.length; i++) {
            int token = i < start.length ? start[i] : i - start.length < text.length ? text[i - start.length] : 0;
            tokens[i] = Math.min(token, vocabulary - 1);
        }
        return tokens;
    }
}
