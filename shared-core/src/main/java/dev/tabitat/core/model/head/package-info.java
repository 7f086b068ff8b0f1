/**
 * Heads on encoders, each a small part: what turns hidden states into embeddings, labels, entities, answers or scores
 * of pairs, and the reading of their configuration.
 *
 * <p>
 * Entry type: {@link SentenceEncoder}. Depends on {@code error}, {@code format}, {@code graph}, {@code json},
 * {@code math}, {@code model.encoder}, {@code tensor}.
 */
package dev.tabitat.core.model.head;
