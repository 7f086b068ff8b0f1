package dev.tabitat.core.ids;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.List;
import java.util.Optional;

/** Constants are found by their ids; an unknown id is an error that lists the known ones. */
public final class IdsContract implements Contract {

    private enum Fruit implements Identified {
        APPLE,
        PEAR,
        PLUM;

        @Override
        public String id() {
            return name().substring(0, 2);
        }
    }

    @Override
    public String name() {
        return "ids: constants are found by their ids, unknown ones are refused with the known";
    }

    private static Finding refused(Check check, String id) {
        return check.fails(id, InvalidInput.class, () -> Ids.parse(Fruit.values(), id, "basket",
                finding -> new InvalidInput("Unknown fruit.", finding))).finding();
    }

    @Override
    public void run(Check check) {
        check.equal("ids", List.of("AP", "PE", "PL"), Ids.of(Fruit.values()));
        check.equal("found", Optional.of(Fruit.PEAR), Ids.find(Fruit.values(), "PE"));
        check.equal("not found", Optional.empty(), Ids.find(Fruit.values(), "PEAR"));
        check.equal("parsed", Fruit.PLUM, Ids.parse(Fruit.values(), "PL", "basket",
                finding -> new InvalidInput("Unknown fruit.", finding)));
        Finding unknown = refused(check, "kiwi");
        check.equal("expected", "AP, PE or PL", unknown.expected());
        check.equal("found", "kiwi", unknown.found());
        check.equal("where", "basket", unknown.where());
        check.equal("a long text is not repeated", "a text of 101 characters", refused(check, "x".repeat(101)).found());
    }
}
