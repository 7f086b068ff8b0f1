/**
 * A specialist: a head over an encoder's embeddings, with or without an adapter, as a package of its own that names its
 * base. The files are specified in {@code docs/formats/specialist.md}.
 *
 * <p>
 * Entry type: {@link Specialist}. Depends on {@code adapter}, {@code digest}, {@code error}, {@code format},
 * {@code json}, {@code math}, {@code packages}, {@code tensor}.
 */
package dev.tabitat.core.specialist;
