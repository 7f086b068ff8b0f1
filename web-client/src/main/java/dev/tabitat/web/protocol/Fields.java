package dev.tabitat.web.protocol;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/**
 * The codec of a record: its fields in the order of the record's components, which is also the order in which they are
 * checked and written. Members of an object that are no field are ignored. A record reads itself from the values and
 * hands its components over to be written; so each record's code is in a program only where it is used.
 */
public final class Fields {

    /** The values of an object's fields, in their order. */
    public static final class Values {

        private final Input input;
        private final Field[] fields;
        private int next;

        private Values(Input input, Field[] fields) {
            this.input = input;
            this.fields = fields;
        }

        /**
         * The next field's value; the component that it is for has the type of the field's kind.
         *
         * @throws InvalidInput naming the field when it is missing, of another kind or out of range
         */
        @SuppressWarnings("unchecked")
        public <V> V next() {
            return (V) fields[next++].read(input);
        }
    }

    private final Field[] fields;

    public Fields(Field... fields) {
        this.fields = fields;
    }

    public List<Field> list() {
        return List.of(fields);
    }

    public Values read(Input input) {
        return new Values(input, fields);
    }

    /** @param values of all fields, in their order */
    public JsonObject write(Object... values) {
        JsonObject.Builder json = JsonObject.builder();
        for (int i = 0; i < fields.length; i++) {
            fields[i].write(values[i], json);
        }
        return json.build();
    }
}
