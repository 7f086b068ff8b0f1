/**
 * Running graphs: backends and their sessions, the reference that defines right, the known-answer self-test. Depends on
 * {@code graph}, {@code tensor}, {@code model} and {@code error}.
 */
package dev.tabitat.core.runtime;
