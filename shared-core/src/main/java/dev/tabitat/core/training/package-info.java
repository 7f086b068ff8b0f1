/**
 * Learning from labelled examples: heads over embeddings, and adapters by backpropagation through an encoder's upper
 * layers. Every sum has a fixed order and every draw a seed, so that the same examples give the same bytes on every
 * machine. Depends on {@code specialist}, {@code adapter}, {@code lineage} (kinds of adapters), {@code model},
 * {@code runtime}, {@code tensor}, {@code random} and {@code error}.
 */
package dev.tabitat.core.training;
