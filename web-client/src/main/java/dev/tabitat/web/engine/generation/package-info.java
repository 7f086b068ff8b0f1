/**
 * Generates text with decoders: loads one model at a time, runs calls one after the other, keeps what was evaluated for
 * the next call, and keeps the transcripts of runs. Entry type:
 * {@link dev.tabitat.web.engine.generation.GenerationService}.
 *
 * <p>
 * Depends on {@code core} and the packages {@code engine.catalog}, {@code engine.ledger}, {@code engine.environment},
 * {@code store}, {@code fetch}, {@code protocol} and {@code jso}.
 */
package dev.tabitat.web.engine.generation;
