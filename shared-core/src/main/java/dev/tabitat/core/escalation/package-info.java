/**
 * Taking a question out of the tab, without doing it: endpoints and their dialects, the exact bytes of a request,
 * reading an answer as it streams in, the plan that a person approves, and whether the page's security policy lets
 * bytes go there. Opens no connection.
 *
 * <p>
 * Entry type: {@link Plan}. Depends on {@code digest}, {@code error}, {@code ids}, {@code json}, {@code routing},
 * {@code sensitivity}, {@code text}.
 */
package dev.tabitat.core.escalation;
