package dev.tabitat.core.state.routing;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.state.StateModel;
import java.util.List;
import java.util.Optional;

/** What the commands on routing decide, and that its state follows from records alone. */
public final class RoutingStateContract {

    private static final RoutingAggregate AGGREGATE = new RoutingAggregate();
    private static final int STEPS = 400;

    private RoutingStateContract() {}

    public static List<Contract> all() {
        return List.of(Contract.of("state: endpoints and members", RoutingStateContract::members),
                Contract.of("state: what was measured of a member", RoutingStateContract::figures),
                Contract.of("state: policy, thresholds and consents", RoutingStateContract::rules),
                Contract.of("state: random commands on routing", check -> randomCommands(check, 20_261_130L)));
    }

    private static void members(Check check) {
        StateModel<RoutingState> model = new StateModel<>(AGGREGATE);
        check.fails("a member without an endpoint", InvalidInput.class,
                () -> model.run(new RoutingCommand.AddMember(RoutingSamples.member("m", "a"))));
        model.run(new RoutingCommand.AddEndpoint(RoutingSamples.endpoint("a")));
        check.equal("again changes nothing", 0,
                model.changes(new RoutingCommand.AddEndpoint(RoutingSamples.endpoint("a"))));
        model.run(new RoutingCommand.AddMember(RoutingSamples.member("m", "a")));
        model.run(new RoutingCommand.RemoveEndpoint("a"));
        check.isTrue("its member stays", model.state().members().containsKey("m"));
        check.fails("gone", InvalidInput.class, () -> model.run(new RoutingCommand.RemoveEndpoint("a")));
        model.run(new RoutingCommand.RemoveMember("m"));
        check.fails("no member", InvalidInput.class, () -> model.run(new RoutingCommand.RemoveMember("m")));
        for (int i = 0; i < RoutingCommand.MAX_ENDPOINTS; i++) {
            model.run(new RoutingCommand.AddEndpoint(RoutingSamples.endpoint("e" + i)));
        }
        check.fails("too many endpoints", Refused.class,
                () -> model.run(new RoutingCommand.AddEndpoint(RoutingSamples.endpoint("one more"))));
        for (int i = 0; i < RoutingCommand.MAX_MEMBERS; i++) {
            model.run(new RoutingCommand.AddMember(RoutingSamples.member("m" + i, "e0")));
        }
        check.fails("too many members", Refused.class,
                () -> model.run(new RoutingCommand.AddMember(RoutingSamples.member("one more", "e0"))));
        StoredEndpoint sealed = new StoredEndpoint(RoutingSamples.endpoint("a").endpoint(),
                Optional.of(JsonObject.of("rounds", 1)));
        check.equal("read as it was written", sealed, StoredEndpoint.read(sealed.record()));
    }

    private static void figures(Check check) {
        StateModel<RoutingState> model = new StateModel<>(AGGREGATE);
        model.run(new RoutingCommand.AddEndpoint(RoutingSamples.endpoint("a")));
        JsonObject asked = RoutingSamples.member("m", "a");
        check.fails("it was removed meanwhile", InvalidInput.class,
                () -> model.run(new RoutingCommand.NoteFigures(asked, RoutingSamples.figures(0.5))));
        model.run(new RoutingCommand.AddMember(asked));
        model.run(new RoutingCommand.NoteFigures(asked, RoutingSamples.figures(0.5)));
        check.equal("noted", 0.5, model.state().members().get("m").object("utility").number("value"));
        model.run(new RoutingCommand.AddMember(asked.with("task", "another")));
        check.fails("it is another one", Refused.class,
                () -> model.run(new RoutingCommand.NoteFigures(asked, RoutingSamples.figures(0.6))));
    }

    private static void rules(Check check) {
        StateModel<RoutingState> model = new StateModel<>(AGGREGATE);
        check.equal("no policy yet", 0, model.changes(new RoutingCommand.SetPolicy(Optional.empty())));
        model.run(new RoutingCommand.SetPolicy(Optional.of(RouterPolicy.DEFAULT)));
        check.equal("a policy", RouterPolicy.DEFAULT.digest(), model.state().policy().orElseThrow().digest());
        model.run(new RoutingCommand.SetPolicy(Optional.empty()));
        check.isTrue("reset", model.state().policy().isEmpty());
        model.run(new RoutingCommand.KeepThreshold("t/m", RoutingSamples.threshold(0.7)));
        model.run(new RoutingCommand.KeepThreshold("t/m", RoutingSamples.threshold(0.8)));
        check.equal("the last one", RoutingSamples.threshold(0.8), model.state().thresholds().get("t/m"));
        model.run(new RoutingCommand.Consent("c", RoutingSamples.consent("always")));
        model.run(new RoutingCommand.Consent("d", RoutingSamples.consent("never")));
        check.equal("one is taken back", 1, model.run(new RoutingCommand.ForgetConsents(Optional.of("c"))));
        check.equal("no such one", 0, model.run(new RoutingCommand.ForgetConsents(Optional.of("c"))));
        check.equal("all", 1, model.run(new RoutingCommand.ForgetConsents(Optional.empty())));
        check.isTrue("none is left, in deltas neither",
                model.state().consents().isEmpty() && AGGREGATE.hasPrivateTexts());
    }

    private static void randomCommands(Check check, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        StateModel<RoutingState> model = new StateModel<>(AGGREGATE);
        for (int step = 0; step < STEPS; step++) {
            String when = "seed " + seed + ", step " + step;
            String id = "x" + random.nextInt(3);
            try {
                switch (random.nextInt(8)) {
                    case 0 -> model.run(new RoutingCommand.AddEndpoint(RoutingSamples.endpoint(id)));
                    case 1 -> model.run(new RoutingCommand.RemoveEndpoint(id));
                    case 2 -> model.run(new RoutingCommand.AddMember(RoutingSamples.member(id, "x0")));
                    case 3 -> model.run(new RoutingCommand.RemoveMember(id));
                    case 4 -> model.run(new RoutingCommand.NoteFigures(RoutingSamples.member(id, "x0"),
                            RoutingSamples.figures(step / 1000.0)));
                    case 5 -> model.run(new RoutingCommand.Consent(id, RoutingSamples.consent("always")));
                    case 6 -> model.run(new RoutingCommand.KeepThreshold(id, RoutingSamples.threshold(0.5)));
                    default -> model.run(new RoutingCommand.ForgetConsents(Optional.of(id)));
                }
            } catch (TabitatException refused) {
                check.isTrue(when + " says where", !refused.finding().where().isEmpty());
            }
            check.equal(when + ": the records say the same", model.state(), model.reread());
        }
    }
}
