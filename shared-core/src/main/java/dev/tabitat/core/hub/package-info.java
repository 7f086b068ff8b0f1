/**
 * Model repositories in the shape of the Hugging Face Hub: names, addresses, listings, search results and what its
 * failures mean. Pure functions over bytes; whoever calls them does the fetching.
 *
 * <p>
 * Entry type: {@link HubAddresses}. Depends on {@code digest}, {@code error}, {@code json}, {@code packages},
 * {@code text}.
 */
package dev.tabitat.core.hub;
