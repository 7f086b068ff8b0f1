package dev.tabitat.core.state.keys;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys and signatures; each map in ascending order.
 *
 * @param own keys that sign here, by id
 * @param trusted public keys of others, by id
 * @param signatures kept signatures, by the package's digest in hexadecimal, a slash and the envelope's
 */
public record KeysState(Map<String, StoredKey> own, Map<String, StoredKey> trusted,
        Map<String, StoredSignature> signatures) {

    static final KeysState EMPTY = new KeysState(Map.of(), Map.of(), Map.of());

    public KeysState {
        own = Collections.unmodifiableMap(new TreeMap<>(own));
        trusted = Collections.unmodifiableMap(new TreeMap<>(trusted));
        signatures = Collections.unmodifiableMap(new TreeMap<>(signatures));
    }

    /** The signatures of a package, by the digest of their envelopes in hexadecimal. */
    public Map<String, StoredSignature> signaturesOf(String packageHex) {
        Map<String, StoredSignature> found = new TreeMap<>();
        for (Map.Entry<String, StoredSignature> one : signatures.entrySet()) {
            if (one.getKey().startsWith(packageHex + "/")) {
                found.put(one.getKey().substring(packageHex.length() + 1), one.getValue());
            }
        }
        return found;
    }
}
