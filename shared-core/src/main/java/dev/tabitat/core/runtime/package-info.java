/**
 * Running graphs: backends and their sessions, the reference that defines right, the known-answer self-test.
 *
 * <p>
 * Entry type: {@link Backend}. Depends on {@code error}, {@code graph}, {@code math}, {@code model}, {@code tensor},
 * {@code text}, {@code tokenizer}.
 */
package dev.tabitat.core.runtime;
