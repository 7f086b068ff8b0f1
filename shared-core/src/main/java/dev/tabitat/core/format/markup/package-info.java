/**
 * Markup read token by token: HTML as browsers forgive it, XML as it is written. Depends on {@code error} only; fetches
 * and runs nothing.
 */
package dev.tabitat.core.format.markup;
