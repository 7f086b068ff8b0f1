/**
 * The frame: which screen is shown, what the page knows, and when it is drawn again. Depends on the screens and the
 * protocol.
 */
package dev.tabitat.web.view.shell;
