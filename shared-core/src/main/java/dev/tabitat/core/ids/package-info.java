/**
 * Constants by the ids under which files, calls and the store name them.
 *
 * <p>
 * Entry type: {@link Ids}. Depends on {@code error}.
 */
package dev.tabitat.core.ids;
