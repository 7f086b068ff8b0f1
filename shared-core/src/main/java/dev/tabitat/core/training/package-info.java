/**
 * Learning from labelled examples: heads over embeddings, and adapters by backpropagation through an encoder's upper
 * layers. Every sum has a fixed order and every draw a seed, so that the same examples give the same bytes on every
 * machine.
 *
 * <p>
 * Entry type: {@link AdapterTrainer}. Depends on {@code adapter}, {@code error}, {@code graph}, {@code math},
 * {@code model}, {@code random}, {@code specialist}, {@code tensor}.
 */
package dev.tabitat.core.training;
