package dev.tabitat.core.chat.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of the template language: Python's plain data, and functions. Nothing but a namespace is ever changed. */
sealed interface Value {

    /** What a missing name, member or item gives: empty when printed, an error in most other uses. */
    record Undefined(String name) implements Value {
    }

    enum None implements Value {
        NONE
    }

    record Bool(boolean value) implements Value {
        static final Bool TRUE = new Bool(true);
        static final Bool FALSE = new Bool(false);

        static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    /** A whole number; what does not fit 64 bits is an error where Python would go on. */
    record Int(long value) implements Value {
    }

    record Real(double value) implements Value {
    }

    /**
     * A text.
     *
     * @param markup what the filter safe gives: what is added to it by {@code +} is escaped for HTML, as in jinja2
     */
    record Text(String value, boolean markup) implements Value {
        static final Text EMPTY = new Text("");

        Text(String value) {
            this(value, false);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text text && text.value.equals(value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    /** Items in order. */
    record Sequence(Kind kind, List<Value> items) implements Value {

        /** Python's types of sequences, as far as a template can tell them apart. */
        enum Kind {
            LIST,
            TUPLE,
            /** The keys, values or items of a mapping: has a length, but no item by index. */
            VIEW,
            /** What a filter like map gives: always true, without a length. */
            ITERATOR
        }

        static Sequence list(List<Value> items) {
            return new Sequence(Kind.LIST, items);
        }
    }

    /** Entries in order; keys are texts, numbers, truth values or none. */
    record Dict(Map<Value, Value> entries) implements Value {

        static Dict empty() {
            return new Dict(new LinkedHashMap<>());
        }
    }

    /** The one thing that a template can change: made by {@code namespace()}, changed by {@code set}. */
    record Namespace(Map<String, Value> members) implements Value {
    }

    /** A macro, a function of the language, or a method bound to its value. */
    record Function(String name, Body body) implements Value {

        /** What a call does. */
        interface Body {
            Value call(Evaluation evaluation, Arguments arguments);
        }
    }
}
