/**
 * Heads on encoders, each a small part: what turns hidden states into embeddings, labels, entities, answers or scores
 * of pairs, and the reading of their configuration. Depends on {@code model.encoder}, {@code graph}, {@code tensor},
 * {@code format}, {@code json}, {@code math} and {@code error}.
 */
package dev.tabitat.core.model.head;
