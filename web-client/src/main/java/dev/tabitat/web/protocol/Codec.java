package dev.tabitat.web.protocol;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/**
 * Reads records of one type from JSON objects and writes them. It lists the fields in the order of the record's
 * components, which is also the order in which they are checked and written. Members that are no field are ignored.
 */
public final class Codec<T> {

    /** Makes a record of the values of its fields; waits for nothing. */
    @FunctionalInterface
    public interface Maker<T> {
        T make(Values values);
    }

    /** Gives the values of a record in the order of its fields. */
    @FunctionalInterface
    public interface Taker<T> {
        Object[] values(T record);
    }

    /** The values of an object's fields, in their order. */
    public static final class Values {

        private final String owner;
        private final JsonObject json;
        private final List<Field> fields;
        private int next;

        private Values(String owner, JsonObject json, List<Field> fields) {
            this.owner = owner;
            this.json = json;
            this.fields = fields;
        }

        /** The next field's value; a component of the record has the type of that field's kind. */
        @SuppressWarnings("unchecked")
        public <V> V next() {
            return (V) fields.get(next++).read(owner, json);
        }
    }

    private final List<Field> fields;
    private final Maker<T> maker;
    private final Taker<T> taker;

    public Codec(Maker<T> maker, Taker<T> taker, Field... fields) {
        this.fields = List.of(fields);
        this.maker = maker;
        this.taker = taker;
    }

    public List<Field> fields() {
        return fields;
    }

    /**
     * @param owner whose object it is, for errors: a method, or a place in its parameters
     * @throws InvalidInput naming the field that is missing, of another kind or out of range
     */
    public T read(String owner, JsonObject json) {
        return maker.make(new Values(owner, json, fields));
    }

    public JsonObject write(T record) {
        Object[] values = taker.values(record);
        JsonObject.Builder json = JsonObject.builder();
        for (int i = 0; i < values.length; i++) {
            fields.get(i).write(values[i], json);
        }
        return json.build();
    }
}
