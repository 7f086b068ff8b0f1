package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.RunEvidence;
import dev.tabitat.core.lineage.Runs;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.keys.KeysAggregate;
import dev.tabitat.core.state.keys.KeysCommand;
import dev.tabitat.core.state.keys.KeysState;
import dev.tabitat.core.state.keys.KeysStateContract;
import dev.tabitat.core.state.routing.RoutingAggregate;
import dev.tabitat.core.state.routing.RoutingCommand;
import dev.tabitat.core.state.routing.RoutingSamples;
import dev.tabitat.core.state.routing.RoutingState;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.selftest.StoreSamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The aggregates that the scheduler explores, beside packages. */
final class Subjects {

    private Subjects() {}

    static List<Subject<?>> all() {
        return List.of(lineage(), keys(), routing(), new DocumentsSubject());
    }

    static Subject<KeysState> keys() {
        Map<String, Command<KeysState, ?>> given = new LinkedHashMap<>();
        given.put("keep own", new KeysCommand.KeepOwn("a", KeysStateContract.own("mine")));
        given.put("trust a", new KeysCommand.Trust("a", KeysStateContract.other("mine")));
        given.put("trust b", new KeysCommand.Trust("b", KeysStateContract.other("Berta")));
        given.put("rename b", new KeysCommand.Trust("b", KeysStateContract.other("Berta B.")));
        given.put("untrust b", new KeysCommand.Untrust("b", false));
        given.put("delete own", new KeysCommand.Untrust("a", true));
        given.put("sign", new KeysCommand.KeepSignature("p", "e", "alpha:q8", KeysStateContract.signature("1")));
        given.put("sign again", new KeysCommand.KeepSignature("p", "f", "alpha:q8", KeysStateContract.signature("2")));
        given.put("drop", new KeysCommand.DropSignatures("p"));
        return new AggregateSubject<>(new KeysAggregate(), given,
                List.of(List.of(), List.of("keep own", "trust b", "sign")),
                List.of(List.of("keep own", "trust a", "trust b", "sign", "sign again"),
                        List.of("trust a", "rename b", "untrust b", "delete own", "sign again", "drop")),
                List.of(List.of("rename b", "untrust b"), List.of("trust b")), List.of("rename b", "trust b"));
    }

    static Subject<RoutingState> routing() {
        Map<String, Command<RoutingState, ?>> given = new LinkedHashMap<>();
        given.put("set policy", new RoutingCommand.SetPolicy(Optional.of(RouterPolicy.DEFAULT)));
        given.put("reset policy", new RoutingCommand.SetPolicy(Optional.empty()));
        given.put("calibrate", new RoutingCommand.KeepThreshold("t/m", RoutingSamples.threshold(0.5)));
        given.put("add endpoint", new RoutingCommand.AddEndpoint(RoutingSamples.endpoint("e")));
        given.put("remove endpoint", new RoutingCommand.RemoveEndpoint("e"));
        given.put("add member", new RoutingCommand.AddMember(RoutingSamples.member("m", "e")));
        given.put("measure", new RoutingCommand.NoteFigures(RoutingSamples.member("m", "e"),
                RoutingSamples.figures(0.5)));
        given.put("remove member", new RoutingCommand.RemoveMember("m"));
        given.put("consent", new RoutingCommand.Consent("c", RoutingSamples.consent("always")));
        given.put("refuse", new RoutingCommand.Consent("c", RoutingSamples.consent("never")));
        given.put("forget", new RoutingCommand.ForgetConsents(Optional.empty()));
        return new AggregateSubject<>(new RoutingAggregate(), given,
                List.of(List.of(), List.of("add endpoint", "add member", "consent", "set policy")),
                List.of(List.of("set policy", "calibrate", "add endpoint", "consent", "forget"),
                        List.of("reset policy", "remove endpoint", "add member", "measure", "remove member", "refuse",
                                "forget")),
                List.of(List.of("remove member", "remove endpoint"), List.of("measure")),
                List.of("refuse", "consent"));
    }

    /** Each command adds a record that names it; the state is what the records name, in their order. */
    static Subject<List<String>> lineage() {
        return new LineageSubject();
    }

    private static final class LineageSubject implements Subject<List<String>> {

        private static final List<String> NAMES = List.of("a", "b", "c");

        @Override
        public String name() {
            return "lineage";
        }

        @Override
        public List<String> commands() {
            return NAMES;
        }

        @Override
        public List<List<String>> beginnings() {
            return List.of(List.of(), List.of("c"));
        }

        @Override
        public List<List<String>> possible() {
            return List.of(NAMES, NAMES);
        }

        @Override
        public List<List<String>> three() {
            return List.of(List.of("a", "b"), List.of("c"));
        }

        @Override
        public List<String> toAndFro() {
            return List.of("a", "b");
        }

        /** Nothing is ever taken out. */
        @Override
        public boolean canLeadTo(List<String> state, List<String> end) {
            return state.size() <= end.size() && end.subList(0, state.size()).equals(state);
        }

        private static Runs named(String name) {
            Digest digest = Digest.of(Utf8.encode(name));
            return new Runs(List.of(new RunEvidence(digest, "wasm", "2026-11-30T12:00:00Z", digest, 1, digest, 1)));
        }

        @Override
        public Opened<List<String>> open(RecordStore records, ClockAndRandom environment,
                Consumer<List<String>> told) {
            LineageStore store = new LineageStore(records, environment, "tabitat/test");
            return new Opened<>() {

                @Override
                public String run(String command) {
                    store.append(named(command));
                    return "added";
                }

                @Override
                public List<String> current() {
                    List<LineageRecord> all = store.all();
                    if (!all.isEmpty() && !LineageChain.verify(all).reason().isEmpty()) {
                        throw new AssertionError(LineageChain.verify(all).reason());
                    }
                    told.accept(names(all));
                    return names(all);
                }

                @Override
                public void heard() {
                    store.length();
                }
            };
        }

        @Override
        public List<String> stateOf(RecordStore records) {
            return names(
                    new LineageStore(records, StoreSamples.WORLD, "tabitat/test").all());
        }

        private static List<String> names(List<LineageRecord> all) {
            List<String> names = new ArrayList<>();
            for (LineageRecord record : all) {
                for (String name : NAMES) {
                    if (record.seq() > 0 && record.body().equals(named(name).toJson())) {
                        names.add(name);
                    }
                }
            }
            return names;
        }

        @Override
        public Modelled<List<String>> model(List<String> before, String command) {
            List<String> after = new ArrayList<>(before);
            after.add(command);
            return new Modelled<>(after, "added");
        }
    }
}
