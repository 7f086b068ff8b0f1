/**
 * What makes descendants: recipes as data, the breeder that turns a recipe and its parents into the same bytes
 * anywhere, merges of weights and of adapters, and the loop that breeds, judges and decides. Depends on
 * {@code adapter}, {@code model}, {@code specialist}, {@code training}, {@code examples}, {@code fitness},
 * {@code packages}, {@code licences}, {@code lineage}, {@code runtime}, {@code graph}, {@code tensor}, {@code random},
 * {@code format}, {@code digest}, {@code json} and {@code error}.
 */
package dev.tabitat.core.breeding;
