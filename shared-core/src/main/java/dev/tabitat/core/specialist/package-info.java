/**
 * A specialist: a head over an encoder's embeddings, with an adapter on the way or none, as a package of its own that
 * names its base. The files are specified in {@code docs/formats/specialist.md}. Depends on {@code adapter},
 * {@code packages}, {@code model}, {@code runtime}, {@code format}, {@code tensor}, {@code digest}, {@code json} and
 * {@code error}.
 */
package dev.tabitat.core.specialist;
