/**
 * {@code globalThis.tabitat}: the public runtime API on the page, and the page's end of the line to the engine. Shapes
 * of arguments are checked by the plain {@code ApiCalls}. Depends on {@code protocol}, {@code jso} and {@code profile}.
 */
package dev.tabitat.web.api;
