package dev.tabitat.web.engine.trust;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.signing.Base64;
import dev.tabitat.core.signing.Envelope;
import dev.tabitat.core.signing.ModelStatement;
import dev.tabitat.core.signing.SignatureCheck;
import dev.tabitat.core.signing.SignatureState;
import dev.tabitat.core.signing.SignedPackage;
import dev.tabitat.core.signing.Signer;
import dev.tabitat.core.signing.SigstoreBundle;
import dev.tabitat.core.state.keys.KeysCommand;
import dev.tabitat.core.state.keys.StoredSignature;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signatures of packages: made here, served by the host, kept in the store, and their verification. */
public final class Signatures {

    private static final int TRIES = 3;
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 12);

    private final EngineEnvironment environment;
    private final Keys keys;
    private final Packages packages;
    private final Map<Digest, SignatureState> known = new LinkedHashMap<>();
    /**
     * How often keys or signatures changed: checking one suspends, and what was checked before a change is not kept
     * after it.
     */
    private int changes;

    public Signatures(EngineEnvironment environment, Keys keys, Packages packages) {
        this.environment = environment;
        this.keys = keys;
        this.packages = packages;
        keys.state().onChange((before, after, isOwn) -> forget());
    }

    /** Keys or signatures changed, here or in another tab. */
    public void forget() {
        changes++;
        known.clear();
    }

    private Collection<StoredSignature> kept(StoredPackage stored) {
        return keys.state().current().signaturesOf(stored.digest().hex()).values();
    }

    private static SignatureCheck.Found found(StoredSignature record) {
        return new SignatureCheck.Found(Utf8.encode(record.envelope()), record.publicKey());
    }

    /** What is kept of a package's signatures, as it came. */
    public List<SignatureCheck.Found> of(StoredPackage stored) {
        List<SignatureCheck.Found> all = new ArrayList<>();
        for (StoredSignature record : kept(stored)) {
            all.add(found(record));
        }
        return all;
    }

    /** Keeps a signature that came in a file. */
    public void keep(StoredPackage stored, SignatureCheck.Found one) {
        keep(stored, one.envelope(), one.publicKey(), "a file");
    }

    private SignatureCheck check() {
        return new SignatureCheck(environment.keyTools(), keys.trusted());
    }

    private static SignedPackage about(StoredPackage stored) {
        return SignedPackage.of(stored.manifest(), stored.digest());
    }

    /** What a package's signatures are worth here. */
    public SignatureState state(StoredPackage stored) {
        SignatureState state = known.get(stored.digest());
        for (int tries = 0; state == null && tries < TRIES; tries++) {
            int before = changes;
            List<SignatureCheck.Found> all = new ArrayList<>();
            for (StoredSignature record : kept(stored)) {
                all.add(found(record));
            }
            SignatureState checked = all.isEmpty() ? new SignatureState.Unsigned() : check().state(about(stored), all);
            if (before == changes) {
                known.put(stored.digest(), checked);
            }
            // Keys that change all the time are not waited for; the next question checks again.
            state = before == changes || tries == TRIES - 1 ? checked : null;
        }
        return state;
    }

    /**
     * {@code {model, state, signatures: [{state, by?, keyid?, covers?, reason?, from, since_utc, public_key?, envelope,
     * bundle?}]}}.
     */
    public JsonObject list(StoredPackage stored) {
        List<Json> all = new ArrayList<>();
        SignatureCheck check = check();
        for (StoredSignature record : kept(stored)) {
            List<byte[]> bundles = bundles(check, found(record));
            List<SignatureState> states = check.each(about(stored), found(record));
            for (int i = 0; i < states.size(); i++) {
                SignatureState state = states.get(i);
                JsonObject shown = state.toJson().with("from", record.from()).with("since_utc",
                        record.sinceUtc());
                shown = record.publicKey().isPresent() ? shown.with("public_key", record.publicKey().get()) : shown;
                shown = i < bundles.size() ? shown.with("bundle", Utf8.decode(bundles.get(i))) : shown;
                all.add(shown.with("envelope", record.envelope()));
            }
        }
        return JsonObject.of("model", stored.name(), "state", state(stored).toJson().string("state"), "signatures",
                new JsonArray(all));
    }

    /** None of a signature that cannot be read: its state says why. */
    private static List<byte[]> bundles(SignatureCheck check, SignatureCheck.Found found) {
        try {
            return check.bundles(found);
        } catch (TabitatException malformed) {
            return List.of();
        }
    }

    /** The Sigstore bundles of a package's signatures, in the order of {@link #list}. */
    public List<byte[]> bundles(StoredPackage stored) {
        SignatureCheck check = check();
        List<byte[]> all = new ArrayList<>();
        of(stored).forEach(one -> all.addAll(bundles(check, one)));
        return all;
    }

    /**
     * Keeps a signature that came as a file, with the package whose files it lists.
     *
     * @param json a Sigstore bundle or a DSSE envelope
     * @return the package, and {@link SignatureState#toJson} of the signature
     * @throws InvalidInput when it is about no installed package
     * @throws Refused when it is not right for its key
     */
    public JsonObject keep(byte[] json, Iterable<StoredPackage> installed) {
        Envelope envelope = SigstoreBundle.isBundle(JsonReader.readObject(json, LIMITS)) ? SigstoreBundle.read(json)
                : Envelope.read(json);
        ModelStatement statement = ModelStatement.read(envelope.payload());
        Optional<String> nearest = Optional.empty();
        for (StoredPackage stored : installed) {
            SignedPackage about = about(stored);
            Optional<String> problem = SignatureCheck.problem(about, envelope);
            if (problem.isPresent()) {
                nearest = nearest.or(() -> problem
                        .filter(reason -> List.of(about.name(), about.folder()).contains(statement.subject())));
                continue;
            }
            SignatureCheck.Found found = new SignatureCheck.Found(envelope.bytes(), Optional.empty());
            SignatureState state = check().state(about, List.of(found));
            if (state instanceof SignatureState.Wrong wrong) {
                throw new Refused(wrong.reason(),
                        Finding.at("signature of " + stored.name()).expected("the signature of the key that it names")
                                .found("another one")
                                .remedy("Ask the signer for the file again. Nothing was kept."));
            }
            keep(stored, found);
            return JsonObject.of("model", stored.name(), "signature", state.toJson());
        }
        throw new InvalidInput("This signature is of no package in this tab.", Finding.at("signature")
                .expected("the files of an installed package")
                .found(nearest.orElse(
                        statement.resources().size() + " files of \"" + Keys.shortened(statement.subject()) + "\""))
                .remedy("Install the package first."));
    }

    /**
     * Signs a package with a key of this tab; every stored byte was verified against this manifest when it was
     * installed.
     */
    public JsonObject sign(StoredPackage stored, String key) {
        Signer signer = keys.signer(key);
        Envelope envelope = Envelope.sign(about(stored).statement(), signer);
        keep(stored, envelope.bytes(), Optional.of(Base64.encode(signer.key().spki())), "here");
        return list(stored);
    }

    private boolean keep(StoredPackage stored, byte[] envelope, Optional<String> publicKey, String from) {
        return keys.state().commit(new KeysCommand.KeepSignature(stored.digest().hex(), Digest.of(envelope).hex(),
                stored.name(),
                new StoredSignature(Utf8.decode(envelope), from, environment.nowUtc(), publicKey)));
    }

    /**
     * Requests signatures from the registry that a package came from and keeps them; without an answer those that are
     * kept stay. @return how many were new
     */
    public int fetch(StoredPackage stored, CancellationToken stop) {
        int fresh = 0;
        String from = packages.sourceOf(stored.manifest().name()).registry();
        try {
            for (SignatureCheck.Found one : packages.signatures(stored, stop)) {
                fresh += keep(stored, one.envelope(), one.publicKey(),
                        from.isEmpty() ? environment.host().origin() : from) ? 1 : 0;
            }
        } catch (TabitatException unanswered) {
            stop.check();
        }
        return fresh;
    }

    /** Forgets the signatures of a package that is gone. */
    public void drop(StoredPackage gone) {
        keys.state().commit(new KeysCommand.DropSignatures(gone.digest().hex()));
    }
}
