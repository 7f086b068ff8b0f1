package dev.tabitat.core.json;

/** The value {@code null}. */
public enum JsonNull implements Json {
    NULL
}
