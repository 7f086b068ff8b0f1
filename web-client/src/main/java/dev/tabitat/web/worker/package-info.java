/**
 * A worker's end of the line to the page, the same for the engine, the lab and the documents. Depends on
 * {@code web.jso} and {@code web.protocol}.
 */
package dev.tabitat.web.worker;
