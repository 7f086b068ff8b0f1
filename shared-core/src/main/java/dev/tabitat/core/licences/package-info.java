/**
 * What licences ask for, and which of them can hold for one work: SPDX expressions, obligations, combinations. Not
 * legal advice.
 *
 * <p>
 * Entry type: {@link Licences}. Depends on {@code error}.
 */
package dev.tabitat.core.licences;
