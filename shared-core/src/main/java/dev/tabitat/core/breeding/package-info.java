/**
 * What makes descendants: recipes as data, the breeder that turns a recipe and its parents into the same bytes
 * anywhere, merges of weights and of adapters, and the loop that breeds, judges and decides.
 *
 * <p>
 * Entry type: {@link Breeder}. Depends on {@code adapter}, {@code digest}, {@code error}, {@code examples},
 * {@code fitness}, {@code format}, {@code format.tar}, {@code graph}, {@code ids}, {@code json}, {@code licences},
 * {@code lineage}, {@code math}, {@code model}, {@code packages}, {@code random}, {@code runtime}, {@code specialist},
 * {@code tensor}, {@code text}, {@code tokenizer}, {@code training}.
 */
package dev.tabitat.core.breeding;
