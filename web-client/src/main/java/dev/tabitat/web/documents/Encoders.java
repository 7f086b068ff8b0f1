package dev.tabitat.web.documents;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.store.PersistentNote;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.VectorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which encoder's vectors are searched, and the one that takes its place where the person wishes another.
 *
 * <p>
 * The first that is found becomes it: of those installed the smallest in int8, which answers fastest, else the
 * smallest. From then on it stays, until it is exchanged: vectors of different encoders cannot be compared.
 */
final class Encoders {

    private static final String ACTIVE = "documents/encoder";
    private static final String NEXT = "documents/encoder-next";
    private static final String TASK = "sentence-embedding";
    /** The kind of imported models that make embeddings. */
    private static final String KIND = "encoder";

    private final TabStore store;
    private final DocumentEnvironment environment;
    private final FairLock opening;
    private final List<Encoder> open = new ArrayList<>();

    Encoders(TabStore store, DocumentEnvironment environment) {
        this.store = store;
        this.environment = environment;
        this.opening = environment.lock();
    }

    /**
     * An encoder by name and digest.
     *
     * @param layout what of each passage it embeds, as {@link VectorSource}
     * @param prompts what it puts before passages, with which its vectors are made, and before questions
     */
    record Chosen(String name, Digest digest, int layout, TextEncoder.Prompts prompts) {

        static Chosen of(StoredPackage one) {
            return new Chosen(one.name(), one.digest(), VectorSource.LAYOUT,
                    ImportedModel.is(one.manifest()) ? ImportedModel.of(one.manifest()).prompts()
                            : TextEncoder.Prompts.NONE);
        }

        VectorSource source() {
            return new VectorSource(digest, layout);
        }

        JsonObject toJson() {
            JsonObject json = JsonObject.of("name", name, "digest", digest.toString(), "layout", layout);
            return prompts.equals(TextEncoder.Prompts.NONE) ? json
                    : json.with("prompts", JsonObject.of("query", prompts.query(), "passage", prompts.passage()));
        }

        static Chosen read(String text) {
            JsonObject json = JsonReader.readObject(text, JsonLimits.DEFAULT);
            JsonObject prompts = json.findObject("prompts").orElse(JsonObject.EMPTY);
            return new Chosen(json.string("name"), Digest.parse(json.string("digest")),
                    (int) json.integerOr("layout", 1),
                    new TextEncoder.Prompts(prompts.stringOr("query", ""), prompts.stringOr("passage", "")));
        }
    }

    /** Whose vectors are searched, installed or not; empty before there was any. */
    Optional<Chosen> active() {
        Optional<Chosen> known = store.setting(ACTIVE).map(Chosen::read);
        if (known.isPresent()) {
            return known;
        }
        Optional<Chosen> best = best();
        if (best.isPresent()) {
            store.set(ACTIVE, best.get().toJson().toString());
        }
        return best;
    }

    void setActive(Chosen chosen) {
        store.set(ACTIVE, chosen.toJson().toString());
    }

    /** Whose vectors are being made to take their place. */
    Optional<Chosen> next() {
        return store.setting(NEXT).map(Chosen::read);
    }

    void setNext(Chosen chosen) {
        store.set(NEXT, chosen.toJson().toString());
    }

    /** The next one is the one that is searched now. */
    void exchange(Chosen chosen) {
        store.set(ACTIVE, chosen.toJson().toString());
        store.unset(NEXT);
    }

    /** Nothing is to be compared with any more: the next choice is free. */
    void forget() {
        store.unset(ACTIVE);
        store.unset(NEXT);
    }

    /** The one that would be chosen among those that are here. */
    Optional<Chosen> best() {
        StoredPackage best = null;
        for (StoredPackage one : store.packages().installed()) {
            if (isEncoder(one) && (best == null || rank(one) < rank(best))) {
                best = one;
            }
        }
        return Optional.ofNullable(best).map(Chosen::of);
    }

    private static boolean isEncoder(StoredPackage one) {
        try {
            return one.manifest().isModel() && (ImportedModel.is(one.manifest())
                    ? ImportedModel.of(one.manifest()).kind().equals(KIND)
                    : one.manifest().findAnnotation(PackageAnnotations.TASK).orElse("").equals(TASK));
        } catch (TabitatException malformed) {
            return false;
        }
    }

    private static long rank(StoredPackage one) {
        boolean isInt8 = one.manifest().findAnnotation(PackageAnnotations.QUANTIZATION).orElse("").equals("int8");
        return (isInt8 ? 0 : 1L << 50) + one.bytes();
    }

    /** One that is installed, under this name. */
    Optional<Chosen> named(String name) {
        return store.packages().installed().stream().filter(one -> one.name().equals(name) && isEncoder(one))
                .findFirst().map(Chosen::of);
    }

    /** Whether its package is here. */
    boolean isHere(Chosen chosen) {
        return stored(chosen).isPresent();
    }

    private Optional<StoredPackage> stored(Chosen chosen) {
        List<StoredPackage> all = new ArrayList<>(store.packages().installed());
        all.addAll(store.packages().previous().values());
        return all.stream().filter(one -> one.digest().equals(chosen.digest())).findFirst();
    }

    /** Opened once; empty when its package is not here. */
    Optional<Encoder> open(Chosen chosen) {
        return opening.withLock(() -> {
            for (Encoder one : open) {
                if (one.digest().equals(chosen.digest())) {
                    return Optional.of(one);
                }
            }
            Optional<StoredPackage> stored = stored(chosen);
            if (stored.isEmpty()) {
                return Optional.<Encoder>empty();
            }
            Encoder opened = Encoder.open(stored.get(), store.packages(),
                    environment.backend(PersistentNote.in(store, "int8")),
                    PersistentNote.in(store, StoredModel.NOTE + stored.get().digest().hex()));
            open.add(opened);
            return Optional.of(opened);
        });
    }

    /** Closes what is neither searched with nor made with any more. */
    void closeOthers() {
        Optional<Chosen> active = active();
        Optional<Chosen> next = next();
        open.removeIf(one -> {
            boolean isUsed = active.filter(chosen -> chosen.digest().equals(one.digest())).isPresent()
                    || next.filter(chosen -> chosen.digest().equals(one.digest())).isPresent();
            if (!isUsed) {
                one.close();
            }
            return !isUsed;
        });
    }
}
