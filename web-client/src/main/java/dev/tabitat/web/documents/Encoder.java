package dev.tabitat.web.documents;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.model.Model;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.SelfTest;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.List;

/** An encoder that is open, after its known answers came out right on this device. */
final class Encoder {

    /** Tokens a pass: some tens of milliseconds, so that a question is heard soon. */
    private static final int PASS = 256;

    /** What bge's card asks for in front of a question; passages go as they are. */
    private static final String BGE_QUESTION = "Represent this sentence for searching relevant passages: ";

    private final StoredPackage stored;
    private final TextEncoder model;
    private final Session session;

    private Encoder(StoredPackage stored, TextEncoder model, Session session) {
        this.stored = stored;
        this.model = model;
        this.session = session;
    }

    /**
     * @throws DamagedData when a stored piece does not verify
     * @throws Unavailable when no backend gives its known answers
     */
    static Encoder open(StoredPackage stored, PackageStore packages, Backend fastest) {
        Model loaded = Models.load(packages.load(stored));
        if (!(loaded instanceof TextEncoder encoder)) {
            throw new DamagedData("This package is no encoder.", Finding.at(stored.name()).expected("a sentence encoder").found(loaded.getClass().getSimpleName()));
        }
        for (Backend backend : List.of(fastest, new ReferenceBackend())) {
            Session session = backend.open(encoder.graph(), encoder.weights());
            if (SelfTest.run(backend.id(), session, encoder.graph(), encoder.known()).passed()) {
                encoder.tokenizer();
                return new Encoder(stored, encoder.withoutWeights(), session);
            }
            session.close();
        }
        throw new Unavailable("This encoder gives wrong answers on this device.", Finding.at(stored.name()).expected("its known answers").found("others").remedy("Install another encoder."));
    }

    String name() {
        return stored.name();
    }

    Digest digest() {
        return stored.digest();
    }

    String title() {
        return stored.manifest().findAnnotation("org.opencontainers.image.title").orElse(stored.name());
    }

    TextEncoder model() {
        return model;
    }

    int width() {
        return model.width();
    }

    long memoryBytes() {
        return session.memoryBytes();
    }

    /** {@code [texts, width]}, each of unit length. */
    float[] passages(List<String> texts, EncoderRunner.Watch watch) {
        return new EncoderRunner(model, session, PASS).embed(texts, watch).values();
    }

    float[] question(String text) {
        String asked = stored.manifest().name().name().startsWith("bge-") ? BGE_QUESTION + text : text;
        return new EncoderRunner(model, session, PASS).embed(List.of(asked), EncoderRunner.Watch.NONE).values();
    }

    void close() {
        session.close();
    }
}
