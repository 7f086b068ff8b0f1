package dev.tabitat.core.model.head;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names of a classifier's outputs, in their order.
 *
 * @param names each once
 */
public record Labels(List<String> names) {

    private static final int MAX_LABELS = 100_000;

    public Labels {
        names = List.copyOf(names);
    }

    /**
     * {@code id2label} of a {@code config.json}, whose members come in any order; without it {@code num_labels} names
     * {@code LABEL_0} and so on, two when nothing is said.
     *
     * @throws DamagedData when a number is missing, two labels are the same or there are none
     */
    public static Labels read(JsonObject config) {
        List<String> names = new ArrayList<>();
        if (config.findObject("id2label").isEmpty()) {
            long count = config.integerOr("num_labels", 2);
            require(count >= 1 && count <= MAX_LABELS, "num_labels", "1 to " + MAX_LABELS, count);
            for (int i = 0; i < count; i++) {
                names.add("LABEL_" + i);
            }
            return new Labels(names);
        }
        JsonObject byNumber = config.object("id2label");
        require(!byNumber.isEmpty(), "id2label", "at least one label", "none");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < byNumber.names().size(); i++) {
            require(byNumber.has(Integer.toString(i)), "id2label", "a label for " + i, byNumber.names());
            String name = byNumber.string(Integer.toString(i));
            require(seen.add(name), "id2label", "each label once", name + " again");
            names.add(name);
        }
        return new Labels(names);
    }

    public int count() {
        return names.size();
    }

    /** The place of the first name that begins with this, whatever the case, or -1. */
    public int startingWith(String beginning) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).toLowerCase(Locale.ROOT).startsWith(beginning)) {
                return i;
            }
        }
        return -1;
    }

    private static void require(boolean holds, String field, String expected, Object found) {
        if (!holds) {
            throw new DamagedData("The labels of a model cannot be used.",
                    Finding.at("config.json, field \"" + field + "\"").expected(expected).found(found));
        }
    }
}
