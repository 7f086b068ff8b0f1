/**
 * The state of keys and signatures: a person's own keys, those that are trusted, and the signatures that are kept of
 * packages. {@link KeysCommand} is what can be done to it. Entry type: {@link KeysState}. Depends on {@code error},
 * {@code json}, {@code state}.
 */
package dev.tabitat.core.state.keys;
