package dev.tabitat.core.json;

/** A JSON value (RFC 8259): immutable, compared by content. */
public sealed interface Json permits JsonArray, JsonBool, JsonNull, JsonNumber, JsonObject, JsonString {

    /** What a person calls this kind of value, for messages. */
    default String kind() {
        if (this instanceof JsonObject) {
            return "an object";
        }
        if (this instanceof JsonArray) {
            return "an array";
        }
        if (this instanceof JsonString) {
            return "a string";
        }
        if (this instanceof JsonNumber) {
            return "a number";
        }
        return this instanceof JsonBool ? "true or false" : "null";
    }

    /** The JSON value of a Java one: Json, String, Integer, Long, Double, Float, Boolean or a list of these. */
    static Json of(Object value) {
        if (value instanceof Json json) {
            return json;
        }
        if (value instanceof String text) {
            return new JsonString(text);
        }
        if (value instanceof Integer || value instanceof Long) {
            return JsonNumber.of(((Number) value).longValue());
        }
        if (value instanceof Double || value instanceof Float) {
            return JsonNumber.of(((Number) value).doubleValue());
        }
        if (value instanceof Boolean bool) {
            return JsonBool.of(bool);
        }
        if (value instanceof Iterable<?> items) {
            java.util.ArrayList<Json> list = new java.util.ArrayList<>();
            for (Object item : items) {
                list.add(of(item));
            }
            return new JsonArray(list);
        }
        throw new IllegalArgumentException("No JSON value for " + value);
    }
}
