package dev.tabitat.core.ids;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Look-ups of an enum's constants by their ids. */
public final class Ids {

    /** Longer ids are not repeated in an error, in characters. */
    private static final int MAX_SHOWN = 100;

    private Ids() {}

    /** Makes the error for an unknown id; a type of its own, so that no other function shares its calls. */
    public interface Refusal {

        TabitatException of(Finding finding);
    }

    /** The ids of these constants, in their order. */
    public static List<String> of(Identified... values) {
        List<String> ids = new ArrayList<>();
        for (Identified value : values) {
            ids.add(value.id());
        }
        return ids;
    }

    /** The constant with this id, or empty when there is none. */
    public static <E extends Identified> Optional<E> find(E[] values, String id) {
        for (E value : values) {
            if (value.id().equals(id)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /**
     * The constant with this id.
     *
     * @param where the field or file that names the id, for the error
     * @param refusal makes the exception that is thrown when there is none; it gets all known ids and the one found
     */
    public static <E extends Identified> E parse(E[] values, String id, String where, Refusal refusal) {
        for (E value : values) {
            if (value.id().equals(id)) {
                return value;
            }
        }
        throw refusal.of(Finding.at(where).expected(list(of(values)))
                .found(id.length() > MAX_SHOWN ? "a text of " + id.length() + " characters" : id));
    }

    /** For example {@code tab, device or network}. */
    private static String list(List<String> ids) {
        int last = ids.size() - 1;
        return last < 1 ? String.join("", ids) : String.join(", ", ids.subList(0, last)) + " or " + ids.get(last);
    }
}
