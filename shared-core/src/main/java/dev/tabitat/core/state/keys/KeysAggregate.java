package dev.tabitat.core.state.keys;

import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.RecordRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of keys and signatures, all settings: {@code key/<id>} (own), {@code trusted/<id>} and
 * {@code signature/<package>/<envelope>}, both digests in hexadecimal. Deltas do not repeat what they say: a key that
 * is deleted leaves no secret behind.
 */
public final class KeysAggregate implements Aggregate<KeysState> {

    public static final String NAME = "keys";
    static final String SETTINGS = "settings";
    static final String OWN = "key/";
    static final String TRUSTED = "trusted/";
    static final String SIGNATURE = "signature/";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<RecordRange> ranges() {
        return List.of(new RecordRange(SETTINGS, OWN), new RecordRange(SETTINGS, TRUSTED),
                new RecordRange(SETTINGS, SIGNATURE));
    }

    @Override
    public boolean hasPrivateTexts() {
        return true;
    }

    @Override
    public KeysState empty() {
        return KeysState.EMPTY;
    }

    @Override
    public KeysState apply(KeysState state, List<RecordChange> changes) {
        Map<String, StoredKey> own = new TreeMap<>(state.own());
        Map<String, StoredKey> trusted = new TreeMap<>(state.trusted());
        Map<String, StoredSignature> signatures = new TreeMap<>(state.signatures());
        for (RecordChange change : changes) {
            String key = change.key();
            if (!change.table().equals(SETTINGS)) {
                continue;
            }
            if (key.startsWith(OWN)) {
                put(own, key.substring(OWN.length()), change.text().map(StoredKey::read));
            } else if (key.startsWith(TRUSTED)) {
                put(trusted, key.substring(TRUSTED.length()), change.text().map(StoredKey::read));
            } else if (key.startsWith(SIGNATURE)) {
                put(signatures, key.substring(SIGNATURE.length()), change.text().map(StoredSignature::read));
            }
        }
        return new KeysState(own, trusted, signatures);
    }

    private static <T> void put(Map<String, T> map, String key, Optional<T> value) {
        if (value.isPresent()) {
            map.put(key, value.get());
        } else {
            map.remove(key);
        }
    }
}
