/**
 * The state of packages and downloads: what is installed, what is kept beside it, what is being fetched and in which
 * order, and what was removed and is not collected yet. {@link dev.tabitat.core.state.packages.PackagesState} is the
 * state, {@link dev.tabitat.core.state.packages.PackagesCommand} what can be done to it. May depend on {@code state},
 * {@code packages}, {@code digest}, {@code lineage}, {@code json}, {@code text} and {@code error}.
 */
package dev.tabitat.core.state.packages;
