package dev.tabitat.core.state.routing;

import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.RecordRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of routing, all settings: {@code router/policy}, {@code threshold/<task>/<model>},
 * {@code consent/<digest>}, {@code target/<id>} and {@code member/<name>}. Deltas do not repeat what they say: a
 * consent that is taken back leaves nothing behind.
 */
public final class RoutingAggregate implements Aggregate<RoutingState> {

    public static final String NAME = "routing";
    static final String SETTINGS = "settings";
    static final String POLICY = "router/policy";
    static final String THRESHOLD = "threshold/";
    static final String CONSENT = "consent/";
    static final String ENDPOINT = "target/";
    static final String MEMBER = "member/";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<RecordRange> ranges() {
        return List.of(new RecordRange(SETTINGS, POLICY), new RecordRange(SETTINGS, THRESHOLD),
                new RecordRange(SETTINGS, CONSENT), new RecordRange(SETTINGS, ENDPOINT),
                new RecordRange(SETTINGS, MEMBER));
    }

    @Override
    public boolean hasPrivateTexts() {
        return true;
    }

    @Override
    public RoutingState empty() {
        return RoutingState.EMPTY;
    }

    @Override
    public RoutingState apply(RoutingState state, List<RecordChange> changes) {
        Optional<RouterPolicy> policy = state.policy();
        Map<String, AnswerThreshold> thresholds = new TreeMap<>(state.thresholds());
        Map<String, JsonObject> consents = new TreeMap<>(state.consents());
        Map<String, StoredEndpoint> endpoints = new TreeMap<>(state.endpoints());
        Map<String, JsonObject> members = new TreeMap<>(state.members());
        for (RecordChange change : changes) {
            String key = change.key();
            Optional<String> text = change.text();
            if (!change.table().equals(SETTINGS)) {
                continue;
            }
            if (key.equals(POLICY)) {
                policy = text.map(record -> RouterPolicy.fromJson(json(record)));
            } else if (key.startsWith(THRESHOLD)) {
                put(thresholds, key.substring(THRESHOLD.length()),
                        text.map(record -> AnswerThreshold.fromJson(json(record))));
            } else if (key.startsWith(CONSENT)) {
                put(consents, key.substring(CONSENT.length()), text.map(RoutingAggregate::json));
            } else if (key.startsWith(ENDPOINT)) {
                put(endpoints, key.substring(ENDPOINT.length()), text.map(StoredEndpoint::read));
            } else if (key.startsWith(MEMBER)) {
                put(members, key.substring(MEMBER.length()), text.map(RoutingAggregate::json));
            }
        }
        return new RoutingState(policy, thresholds, consents, endpoints, members);
    }

    private static JsonObject json(String record) {
        return JsonReader.readObject(record, JsonLimits.DEFAULT);
    }

    private static <T> void put(Map<String, T> map, String key, Optional<T> value) {
        if (value.isPresent()) {
            map.put(key, value.get());
        } else {
            map.remove(key);
        }
    }
}
