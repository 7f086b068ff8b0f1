/**
 * Who vouches for a package: keys, in-toto statements, DSSE envelopes, and what a signature is worth. The arithmetic of
 * cryptography is injected as {@link dev.tabitat.core.signing.Signer} and {@link dev.tabitat.core.signing.Verifier}.
 *
 * <p>
 * Entry type: {@link SignatureCheck}. Depends on {@code binary}, {@code digest}, {@code error}, {@code ids},
 * {@code json}, {@code packages}, {@code text}.
 */
package dev.tabitat.core.signing;
