/**
 * The state of packages and downloads: what is installed, what is kept beside it, what is being fetched and in which
 * order, and what was removed and is not collected yet. {@link PackagesCommand} is what can be done to it. Entry type:
 * {@link PackagesState}. Depends on {@code digest}, {@code error}, {@code json}, {@code lineage}, {@code packages},
 * {@code state}, {@code text}.
 */
package dev.tabitat.core.state.packages;
