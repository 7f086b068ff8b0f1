/**
 * What the controllers of all screens are built of: calls to the engine, lists that are requested again when an event
 * concerns them, the packages that several screens show, and the page that they need.
 */
package dev.tabitat.web.view.screen;
