package dev.tabitat.web.protocol;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;

/** What a field may hold: values of one kind are checked and read from JSON, and written as JSON. */
public interface Kind<T> {

    /**
     * Where a value stands, for errors: {@code embed, input}.
     *
     * @param owner the method, or the object in it that has the field
     */
    record Place(String owner, String field) {

        /** The failure of a value that is missing or of another kind. */
        public InvalidInput wrong(String expected, String found) {
            return new InvalidInput("A parameter is missing or of the wrong kind.",
                    Finding.at(toString()).expected(expected).found(found));
        }

        @Override
        public String toString() {
            return owner + ", " + field;
        }
    }

    /** What a value must be, for errors. */
    String expected();

    /** @throws InvalidInput when it is of another kind or out of range, naming {@code place} */
    T read(Place place, Json json);

    /** As {@link Json#of(Object)} takes it. */
    Object write(T value);
}
