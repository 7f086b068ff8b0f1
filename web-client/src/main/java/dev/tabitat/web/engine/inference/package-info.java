/**
 * Opens models, chooses the backend for each and runs them: labels, vectors, tokens. Entry type:
 * {@link dev.tabitat.web.engine.inference.InferenceService}.
 *
 * <p>
 * Depends on {@code core}, {@code kernels.backend} and the packages {@code engine.catalog}, {@code engine.ledger},
 * {@code engine.environment}, {@code kernelhost}, {@code store}, {@code fetch}, {@code protocol} and {@code jso}.
 */
package dev.tabitat.web.engine.inference;
