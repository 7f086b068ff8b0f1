/**
 * What the page and the engine worker say to each other: calls and cancellations one way, answers, progress, failures
 * and events the other. Plain Java, no browser. Depends on {@code core.json}, {@code core.packages} (names),
 * {@code core.api} and {@code core.error}.
 */
package dev.tabitat.web.protocol;
