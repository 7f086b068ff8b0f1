package dev.tabitat.web.protocol;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;

/** The kinds of fields that the protocol has. */
public final class Kinds {

    private static final int MAX_SHOWN = 100;

    private Kinds() {}

    private static String shown(String text, String instead) {
        return text.isEmpty() ? "an empty text" : text.length() > MAX_SHOWN ? instead : text;
    }

    /** A count of a field that is limited by more than its kind. @throws InvalidInput when it is over {@code most} */
    public static int within(String owner, String field, int count, int most) {
        if (count > most) {
            throw new Kind.Place(owner, field).wrong("a whole number from 1 to " + most, Integer.toString(count));
        }
        return count;
    }

    /** A kind that is text in JSON. */
    private abstract static class OfText<T> implements Kind<T> {

        abstract T parse(Place place, String text);

        @Override
        public String expected() {
            return "a string";
        }

        @Override
        public T read(Place place, Json json) {
            if (json instanceof JsonString string) {
                return parse(place, string.value());
            }
            throw place.wrong(expected(), json.kind());
        }

        @Override
        public Object write(T value) {
            return value.toString();
        }
    }

    /** A kind that is a number in JSON. */
    private abstract static class OfNumber<T> implements Kind<T> {

        abstract boolean takes(JsonNumber number);

        abstract T value(JsonNumber number);

        @Override
        public T read(Place place, Json json) {
            if (json instanceof JsonNumber number && takes(number)) {
                return value(number);
            }
            throw place.wrong(expected(), json instanceof JsonNumber ? json.toString() : json.kind());
        }

        @Override
        public Object write(T value) {
            return value;
        }
    }

    public static Kind<String> text() {
        return new OfText<>() {
            @Override
            String parse(Place place, String text) {
                return text;
            }
        };
    }

    /** One of these words. */
    public static Kind<String> oneOf(List<String> words) {
        return new OfText<>() {
            @Override
            String parse(Place place, String text) {
                if (!words.contains(text)) {
                    throw place.wrong("one of " + words, shown(text, "a long text"));
                }
                return text;
            }
        };
    }

    public static Kind<PackageName> packageName() {
        return new OfText<>() {
            @Override
            PackageName parse(Place place, String text) {
                try {
                    return PackageName.parse(text);
                } catch (TabitatException e) {
                    throw place.wrong("a package's name:tag, such as lande:q8", shown(text, "a very long name"));
                }
            }
        };
    }

    /** A package's name; its tag is {@code tag} where none is given. */
    public static Kind<PackageName> packageName(String tag) {
        Kind<PackageName> whole = packageName();
        return new OfText<>() {
            @Override
            PackageName parse(Place place, String text) {
                return whole.read(place, new JsonString(text.indexOf(':') < 0 ? text + ":" + tag : text));
            }
        };
    }

    /** Scheme, host and port, normalised; may be empty. */
    public static Kind<String> origin() {
        return new OfText<>() {
            @Override
            String parse(Place place, String text) {
                try {
                    return text.isEmpty() ? "" : RegistryOrigins.origin(text);
                } catch (InvalidInput e) {
                    throw new InvalidInput(e.getMessage(), Finding.at(place.toString()).expected(e.finding().expected())
                            .found(e.finding().found()).remedy(e.finding().remedy()));
                }
            }
        };
    }

    public static Kind<Boolean> flag() {
        return new Kind<>() {
            @Override
            public String expected() {
                return "true or false";
            }

            @Override
            public Boolean read(Place place, Json json) {
                if (json instanceof JsonBool bool) {
                    return bool.value();
                }
                throw place.wrong(expected(), json.kind());
            }

            @Override
            public Object write(Boolean value) {
                return value;
            }
        };
    }

    /** A whole number from 1 to {@code most}. */
    public static Kind<Integer> count(int most) {
        return new OfNumber<>() {
            @Override
            public String expected() {
                return "a whole number from 1 to " + most;
            }

            @Override
            boolean takes(JsonNumber number) {
                return number.isWhole() && number.longValue() >= 1 && number.longValue() <= most;
            }

            @Override
            Integer value(JsonNumber number) {
                return (int) number.longValue();
            }
        };
    }

    /** A whole number of at most 64 bits. */
    public static Kind<Long> whole() {
        return new OfNumber<>() {
            @Override
            public String expected() {
                return "a whole number";
            }

            @Override
            boolean takes(JsonNumber number) {
                return number.isWhole();
            }

            @Override
            Long value(JsonNumber number) {
                return number.longValue();
            }
        };
    }

    /** A whole number from {@code least} to {@code most}. */
    public static Kind<Long> whole(long least, long most) {
        return new OfNumber<>() {
            @Override
            public String expected() {
                return "a whole number from " + least + " to " + most;
            }

            @Override
            boolean takes(JsonNumber number) {
                return number.isWhole() && number.longValue() >= least && number.longValue() <= most;
            }

            @Override
            Long value(JsonNumber number) {
                return number.longValue();
            }
        };
    }

    /** A number from {@code least} to {@code most}. */
    public static Kind<Double> number(double least, double most) {
        return new OfNumber<>() {
            @Override
            public String expected() {
                return "a number from " + least + " to " + most;
            }

            @Override
            boolean takes(JsonNumber number) {
                return number.doubleValue() >= least && number.doubleValue() <= most;
            }

            @Override
            Double value(JsonNumber number) {
                return number.doubleValue();
            }
        };
    }

    public static Kind<Double> number() {
        return new OfNumber<>() {
            @Override
            public String expected() {
                return "a number";
            }

            @Override
            boolean takes(JsonNumber number) {
                return true;
            }

            @Override
            Double value(JsonNumber number) {
                return number.doubleValue();
            }
        };
    }

    /** A seed of 0 to 2^63 - 1: a whole number, or its decimal text. */
    public static Kind<Long> seed() {
        return new Kind<>() {
            @Override
            public String expected() {
                return "0 to 2^63 - 1; from 2^53 on as a string";
            }

            @Override
            public Long read(Place place, Json json) {
                long seed = Seeds.of(json).orElse(-1L);
                if (seed < 0) {
                    throw new InvalidInput("A seed is a whole number.",
                            Finding.at(place.field()).expected(expected()).found(Seeds.found(json)));
                }
                return seed;
            }

            @Override
            public Object write(Long value) {
                return Seeds.text(value);
            }
        };
    }

    public static Kind<JsonObject> object() {
        return new Kind<>() {
            @Override
            public String expected() {
                return "an object";
            }

            @Override
            public JsonObject read(Place place, Json json) {
                if (json instanceof JsonObject object) {
                    return object;
                }
                throw place.wrong(expected(), json.kind());
            }

            @Override
            public Object write(JsonObject value) {
                return value;
            }
        };
    }

    /** Any JSON: a stored document, or a value of several forms that its user tells apart. */
    public static Kind<Json> any() {
        return new Kind<>() {
            @Override
            public String expected() {
                return "a value";
            }

            @Override
            public Json read(Place place, Json json) {
                return json;
            }

            @Override
            public Object write(Json value) {
                return value;
            }
        };
    }

    /** One value of a kind of text, or a list of one or more. */
    public static <T> Kind<List<T>> oneOrMore(Kind<T> one) {
        return new Kind<>() {
            @Override
            public String expected() {
                return "a string, or a list of strings";
            }

            @Override
            public List<T> read(Place place, Json json) {
                List<T> read = new ArrayList<>();
                if (json instanceof JsonString) {
                    read.add(one.read(place, json));
                    return read;
                }
                if (!(json instanceof JsonArray array) || array.size() == 0) {
                    throw place.wrong(expected(), json instanceof JsonArray ? "an empty list" : json.kind());
                }
                for (Json item : array.items()) {
                    if (!(item instanceof JsonString)) {
                        throw place.wrong("strings only", "item " + read.size() + ": " + item.kind());
                    }
                    read.add(one.read(place, item));
                }
                return read;
            }

            @Override
            public Object write(List<T> values) {
                return listed(one, values);
            }
        };
    }

    private static <T> JsonArray listed(Kind<T> one, List<T> values) {
        List<Json> written = new ArrayList<>();
        for (T value : values) {
            written.add(Json.of(one.write(value)));
        }
        return new JsonArray(written);
    }

    /** Reads a record from an object. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Input input);
    }

    /** Writes a record as an object. */
    @FunctionalInterface
    public interface Writer<T> {
        JsonObject write(T record);
    }

    /** A list of objects, each a record. */
    public static <T> Kind<List<T>> list(Reader<T> reader, Writer<T> writer) {
        return new Kind<>() {
            @Override
            public String expected() {
                return "a list of objects";
            }

            @Override
            public List<T> read(Place place, Json json) {
                if (!(json instanceof JsonArray array)) {
                    throw place.wrong(expected(), json.kind());
                }
                List<T> read = new ArrayList<>();
                for (Json item : array.items()) {
                    String at = "item " + read.size();
                    if (!(item instanceof JsonObject object)) {
                        throw place.wrong("objects only", at + ": " + item.kind());
                    }
                    read.add(reader.read(new Input(place.field() + ", " + at, object)));
                }
                return read;
            }

            @Override
            public Object write(List<T> values) {
                List<Json> written = new ArrayList<>();
                for (T value : values) {
                    written.add(writer.write(value));
                }
                return new JsonArray(written);
            }
        };
    }

    /** An object that is a record. */
    public static <T> Kind<T> record(Reader<T> reader, Writer<T> writer) {
        return new Kind<>() {
            @Override
            public String expected() {
                return "an object";
            }

            @Override
            public T read(Place place, Json json) {
                if (json instanceof JsonObject object) {
                    return reader.read(new Input(place.toString(), object));
                }
                throw place.wrong(expected(), json.kind());
            }

            @Override
            public Object write(T value) {
                return writer.write(value);
            }
        };
    }
}
