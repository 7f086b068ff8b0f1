package dev.tabitat.web.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.HeadRunner;
import dev.tabitat.core.runtime.SequenceScorer;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.PersistentNote;
import dev.tabitat.web.store.StoredPackage;
import java.util.List;

/** A re-ranker that is open: it scores how well passages answer a question, each read together with it. */
final class Reranker {

    /** Tokens a pass: some tens of milliseconds, so that a cancellation is received soon. */
    private static final int PASS = 256;

    private final StoredPackage stored;
    private final HeadedEncoder model;
    private final Session session;

    private Reranker(StoredPackage stored, HeadedEncoder model, Session session) {
        this.stored = stored;
        this.model = model;
        this.session = session;
    }

    /**
     * @param notes where known answers are noted of a model whose package has none
     * @throws DamagedData when a stored piece does not verify, or the model is no re-ranker
     * @throws Unavailable when no backend gives its known answers
     */
    static Reranker open(StoredPackage stored, PackageStore packages, Backend fastest, PersistentNote notes) {
        StoredModel loaded = StoredModel.of(packages, stored, () -> 0).noteIn(notes);
        if (!(loaded.model() instanceof HeadedEncoder headed)) {
            throw new DamagedData("This package is no re-ranker.", Finding.at(stored.name())
                    .expected("a model that scores pairs of texts").found("another model"));
        }
        Session session = TestedSession.open(loaded, stored, fastest);
        headed.tokenizer();
        return new Reranker(stored, headed, session);
    }

    StoredPackage stored() {
        return stored;
    }

    /** A score for each passage; the higher, the better it answers. */
    float[] scores(String question, List<String> passages, EncoderRunner.ProgressListener watch) {
        SequenceScorer.Scored scored = new SequenceScorer(new HeadRunner(model, session, PASS)).rank(question,
                passages, watch);
        float[] scores = new float[passages.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scored.scores().get(i)[0];
        }
        return scores;
    }

    void close() {
        session.close();
    }
}
