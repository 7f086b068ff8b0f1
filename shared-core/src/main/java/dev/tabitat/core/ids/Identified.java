package dev.tabitat.core.ids;

/** A constant of an enum with an id of its own, which stays the same when the constant is renamed. */
public interface Identified {

    /** The id in files and calls, unique within the enum. */
    String id();
}
