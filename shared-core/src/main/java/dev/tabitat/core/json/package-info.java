/**
 * Strict JSON (RFC 8259) with limits, and its canonical form (RFC 8785) for everything that is hashed. Depends on
 * {@code error} and {@code text} only.
 */
package dev.tabitat.core.json;
