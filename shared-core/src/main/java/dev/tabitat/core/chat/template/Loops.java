package dev.tabitat.core.chat.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variable {@code loop}. */
final class Loops {

    private Loops() {}

    static Value state(List<Value> items, int index) {
        int count = items.size();
        Map<String, Value> members = new HashMap<>();
        members.put("index", new Value.Int(index + 1));
        members.put("index0", new Value.Int(index));
        members.put("revindex", new Value.Int(count - index));
        members.put("revindex0", new Value.Int(count - index - 1));
        members.put("first", Value.Bool.of(index == 0));
        members.put("last", Value.Bool.of(index == count - 1));
        members.put("length", new Value.Int(count));
        if (index > 0) {
            members.put("previtem", items.get(index - 1));
        }
        if (index < count - 1) {
            members.put("nextitem", items.get(index + 1));
        }
        members.put("cycle", new Value.Function("loop.cycle", (evaluation, arguments) -> {
            if (arguments.positional().isEmpty()) {
                throw evaluation.error("loop.cycle needs values.");
            }
            return arguments.positional().get(index % arguments.positional().size());
        }));
        return new Value.Namespace(members);
    }
}
