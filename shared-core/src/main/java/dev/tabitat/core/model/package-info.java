/**
 * Models of packages: from a package's files to a graph, its weights and its features. Depends on
 * {@code model.encoder}, {@code graph}, {@code tensor}, {@code tokenizer}, {@code format}, {@code packages},
 * {@code json} and {@code error}.
 */
package dev.tabitat.core.model;
