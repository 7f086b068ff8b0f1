/**
 * Finds in a text what should not leave (personal data and secrets) and replaces it by placeholders that can be filled
 * back in.
 *
 * <p>
 * Entry type: {@link Redaction}. Depends on {@code json}, {@code text}.
 *
 * <h2>How detection works</h2>
 * <ol>
 * <li>{@link dev.tabitat.core.sensitivity.NormalisedText} writes the text in one spelling and keeps for each unit its
 * place in the original.
 * <li>Each {@link dev.tabitat.core.sensitivity.Detector} searches the normalised text alone, through
 * {@link dev.tabitat.core.sensitivity.ScannedText}, and adds spans in places of the normalised text. It tries every
 * start, does not skip what it has found, and does not care about other detectors: spans may overlap and repeat.
 * Neighbouring digits or letters alone never rule a match out; checksums, forms and cue words decide.
 * <li>{@link dev.tabitat.core.sensitivity.Detection} maps the spans back to the original text, rounded outwards to
 * whole characters, and merges those that overlap by union: the merged span covers all of them and has the kind that
 * {@link dev.tabitat.core.sensitivity.SensitiveKind} names first among them.
 * </ol>
 */
package dev.tabitat.core.sensitivity;
