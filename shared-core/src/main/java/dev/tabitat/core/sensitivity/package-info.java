/**
 * Finds in a text what should not leave: addresses of people, numbers that name one person, secrets; and takes it out so that it can be put
 * back. Checksums where there are any, forms and cue words else: {@link Kind} says which. Knows {@code text}, {@code error} and
 * {@code json}.
 */
package dev.tabitat.core.sensitivity;
