/**
 * Taking a question out of the tab, without doing it: endpoints and their dialects, the exact bytes of a request,
 * reading an answer as it streams in, the plan that a person approves, and whether the page's security policy lets
 * bytes go there. Opens no connection. Depends on {@code sensitivity}, {@code routing}, {@code digest}, {@code json},
 * {@code text} and {@code error}.
 */
package dev.tabitat.core.escalation;
