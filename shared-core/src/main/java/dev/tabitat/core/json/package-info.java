/**
 * Strict JSON (RFC 8259) with limits, and its canonical form (RFC 8785) for everything that is hashed.
 *
 * <p>
 * Entry type: {@link JsonReader}. Depends on {@code error}, {@code text}.
 */
package dev.tabitat.core.json;
