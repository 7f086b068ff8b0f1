package dev.tabitat.web.documents;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.PersistentNote;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;

/** An encoder that is open, after its known answers came out right on this device. */
final class Encoder {

    /** The tokens that WordPiece, and Unigram, have for what their vocabularies lack. */
    private static final List<String> UNKNOWN = List.of("[UNK]", "<unk>");
    private static final String CONTINUED = "##";

    /** Tokens a pass: some tens of milliseconds, so that a question is received soon. */
    private static final int PASS = 256;

    /** The prefix that bge's model card prescribes for a question; passages go as they are. */
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
     * @param notes where known answers are noted of a model whose package has none
     * @throws DamagedData when a stored piece does not verify
     * @throws Unavailable when no backend gives its known answers
     */
    static Encoder open(StoredPackage stored, PackageStore packages, Backend fastest, PersistentNote notes) {
        StoredModel loaded = StoredModel.of(packages, stored, () -> 0).noteIn(notes);
        if (!(loaded.model() instanceof TextEncoder encoder)) {
            throw new DamagedData("This package is no encoder.", Finding.at(stored.name())
                    .expected("a sentence encoder").found(loaded.model().getClass().getSimpleName()));
        }
        Session session = TestedSession.open(loaded, stored, fastest);
        encoder.tokenizer();
        return new Encoder(stored, encoder, session);
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
    float[] passages(List<String> texts, EncoderRunner.ProgressListener watch) {
        return new EncoderRunner(model, session, PASS).embed(prompted(model.prompts().passage(), texts), watch)
                .values();
    }

    private static List<String> prompted(String prompt, List<String> texts) {
        if (prompt.isEmpty()) {
            return texts;
        }
        List<String> all = new ArrayList<>();
        for (String text : texts) {
            all.add(prompt + text);
        }
        return all;
    }

    /**
     * Whether its tokenizer knows most words that a text is written in. Of a word that it does not know it says the
     * same whatever that is; one that it can only spell, letter by letter, it does not know either.
     */
    boolean knows(String text) {
        Encoding encoding = model.tokenizer().encode(Utf8.replaceUnpairedSurrogates(text), Integer.MAX_VALUE >> 2);
        int known = 0;
        int unknown = 0;
        int at = 0;
        while (at < encoding.ids().length) {
            int first = at;
            boolean isKnown = false;
            do {
                String piece = piece(encoding, at++);
                isKnown |= !UNKNOWN.contains(piece) && piece.codePointCount(0, piece.length()) > 1;
            } while (at < encoding.ids().length && token(encoding, at).startsWith(CONTINUED));
            if (isMeant(text, encoding.starts()[first], encoding.ends()[at - 1])) {
                isKnown |= at - first == 1 && !UNKNOWN.contains(token(encoding, first));
                known += isKnown ? 1 : 0;
                unknown += isKnown ? 0 : 1;
            }
        }
        return known > unknown || known == 0 && unknown == 0;
    }

    private String token(Encoding encoding, int at) {
        return model.tokenizer().token(encoding.ids()[at]);
    }

    /** A token without the sign that it continues a word. */
    private String piece(Encoding encoding, int at) {
        String token = token(encoding, at);
        return token.startsWith(CONTINUED) ? token.substring(CONTINUED.length()) : token;
    }

    /** Whether a word holds a letter or a symbol: punctuation and digits say nothing of the script. */
    private static boolean isMeant(String text, int start, int end) {
        for (int at = start; at < end; at++) {
            char c = text.charAt(at);
            if (Character.isLetter(c) || Character.isSurrogate(c) || Character.getType(c) == Character.OTHER_SYMBOL) {
                return true;
            }
        }
        return false;
    }

    float[] question(String text) {
        String own = stored.manifest().name().name().startsWith("bge-") ? BGE_QUESTION : model.prompts().query();
        return new EncoderRunner(model, session, PASS)
                .embed(prompted(own, List.of(text)), EncoderRunner.ProgressListener.NONE).values();
    }

    void close() {
        session.close();
    }
}
