package dev.tabitat.core.state.keys;

import static dev.tabitat.core.state.keys.KeysAggregate.OWN;
import static dev.tabitat.core.state.keys.KeysAggregate.SETTINGS;
import static dev.tabitat.core.state.keys.KeysAggregate.SIGNATURE;
import static dev.tabitat.core.state.keys.KeysAggregate.TRUSTED;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import java.util.ArrayList;
import java.util.List;

/** What can be done to keys and signatures. */
public sealed interface KeysCommand<R> extends Command<KeysState, R> {

    /** How many own keys, and how many trusted ones, are kept. */
    int MAX_KEYS = 200;
    /** How many signatures of a package are kept. */
    int MAX_SIGNATURES = 16;
    /** How much of a wrong id a refusal shows. */
    int SHOWN_CHARS = 80;

    private static Refused tooManyKeys() {
        return new Refused("There are too many keys.",
                Finding.at("keys").expected("at most " + MAX_KEYS).found("as many").remedy("Remove some first."));
    }

    private static String shortened(String text) {
        return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "\u2026" : text;
    }

    /** Keeps an own key, or puts it in place of what was known of the same key; refused where there are too many. */
    record KeepOwn(String id, StoredKey key) implements KeysCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(KeysState state) {
            if (!state.own().containsKey(id) && state.own().size() >= MAX_KEYS) {
                return Decision.refuse(tooManyKeys());
            }
            return Decision.accept(key.equals(state.own().get(id)) ? List.of()
                    : List.of(RecordChange.put(SETTINGS, OWN + id, key.record())), true);
        }
    }

    /** Trusts a key under a name, which takes the place of an earlier one; refused where there are too many. */
    record Trust(String id, StoredKey key) implements KeysCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(KeysState state) {
            if (!state.trusted().containsKey(id) && state.trusted().size() >= MAX_KEYS) {
                return Decision.refuse(tooManyKeys());
            }
            return Decision.accept(key.equals(state.trusted().get(id)) ? List.of()
                    : List.of(RecordChange.put(SETTINGS, TRUSTED + id, key.record())), true);
        }
    }

    /** Trusts a key no longer; refused where it is not known, or is an own one and those are not to be deleted. */
    record Untrust(String id, boolean deletesOwn) implements KeysCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(KeysState state) {
            boolean isOwn = state.own().containsKey(id);
            boolean isTrusted = state.trusted().containsKey(id);
            if (!isOwn && !isTrusted) {
                return Decision.refuse(new InvalidInput("This key is not trusted here.",
                        Finding.at("id").expected("the id of a trusted key").found(shortened(id))));
            }
            if (isOwn && !deletesOwn) {
                return Decision.refuse(new Refused("This is a key of your own.",
                        Finding.at("id").expected("another person's key").found(shortened(id)).remedy(
                                "Say delete_own: true to delete it; export it first, or what it can do is gone.")));
            }
            List<RecordChange> changes = new ArrayList<>();
            if (isOwn) {
                changes.add(RecordChange.delete(SETTINGS, OWN + id));
            }
            if (isTrusted) {
                changes.add(RecordChange.delete(SETTINGS, TRUSTED + id));
            }
            return Decision.accept(changes, true);
        }
    }

    /**
     * Keeps a signature of a package; the outcome is whether it was not kept before. Refused where there are too many
     * of the package.
     *
     * @param packageHex the package's digest in hexadecimal
     * @param envelopeHex the envelope's
     * @param name of the package, for the refusal
     */
    record KeepSignature(String packageHex, String envelopeHex, String name, StoredSignature signature)
            implements
                KeysCommand<Boolean> {

        @Override
        public Decision<Boolean> decide(KeysState state) {
            String key = packageHex + "/" + envelopeHex;
            if (state.signatures().containsKey(key)) {
                return Decision.accept(List.of(), false);
            }
            if (state.signaturesOf(packageHex).size() >= MAX_SIGNATURES) {
                return Decision.refuse(new Refused("This package has too many signatures.",
                        Finding.at(name).expected("at most " + MAX_SIGNATURES).found("as many")));
            }
            return Decision.accept(List.of(RecordChange.put(SETTINGS, SIGNATURE + key, signature.record())), true);
        }
    }

    /** Forgets the signatures of a package; the outcome is how many there were. */
    record DropSignatures(String packageHex) implements KeysCommand<Integer> {

        @Override
        public Decision<Integer> decide(KeysState state) {
            List<RecordChange> changes = new ArrayList<>();
            for (String envelope : state.signaturesOf(packageHex).keySet()) {
                changes.add(RecordChange.delete(SETTINGS, SIGNATURE + packageHex + "/" + envelope));
            }
            return Decision.accept(changes, changes.size());
        }
    }
}
