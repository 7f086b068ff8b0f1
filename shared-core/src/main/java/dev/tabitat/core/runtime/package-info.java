/**
 * Running graphs: backends and their sessions, the reference that defines right, the known-answer self-test; models on
 * sessions: embeddings, labels, ranks, spans, answers.
 *
 * <p>
 * Entry type: {@link Backend}. Depends on {@code error}, {@code format}, {@code graph}, {@code json}, {@code math},
 * {@code model}, {@code model.encoder}, {@code model.head}, {@code tensor}, {@code text}, {@code tokenizer}.
 */
package dev.tabitat.core.runtime;
