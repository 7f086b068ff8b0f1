package dev.tabitat.web.protocol;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/**
 * A method that can be called, by scripts, by the page or by a program of the app: its name in messages, which is also
 * its name in the public API, the worker that answers it, and what belongs to such a call. Each worker's methods are an
 * enum, so that a program holds only those that it uses; {@link Methods} has all of them. Their parameters are in
 * {@code protocol.params}.
 */
public sealed interface Method permits StartMethod, EngineMethod, LabMethod, DocumentMethod, PageMethod {

    /** Who answers. */
    enum Worker {
        PAGE,
        ENGINE,
        LAB,
        DOCUMENTS,
        START
    }

    /** Scripts may call it. */
    int API = 1;
    /** It may run a model. */
    int MODEL = 2;
    /** Bytes may come with a call. */
    int BYTES = 4;
    /** It may report progress before it ends. */
    int PROGRESS = 8;
    /** A script's first argument is a package's name, and its options come behind it. */
    int NAME_FIRST = 16;
    /** A script's first argument may be an id in place of the options. */
    int ID_FIRST = 32;
    /** A script's first argument is a file, and its options come behind it. */
    int FILE_FIRST = 64;
    /** A script's first argument is the source of a model, and its options come behind it. */
    int SOURCE_FIRST = 128;

    /** In messages and, where it is one of the public API's, for scripts. */
    String wireName();

    Worker worker();

    /** The sum of what belongs to it: {@link #API}, {@link #MODEL} and so on. */
    int traits();

    default boolean has(int trait) {
        return (traits() & trait) != 0;
    }

    /** The method of this name. @throws InvalidInput when it is none of {@code known}; it names those */
    static Method named(String name, Method[] known) {
        List<String> names = new ArrayList<>();
        for (Method method : known) {
            if (method.wireName().equals(name)) {
                return method;
            }
            names.add(method.wireName());
        }
        throw new InvalidInput("There is no such method.", Finding.at("method").expected("one of " + names)
                .found(name.length() > 100 ? "a very long name" : name));
    }
}
