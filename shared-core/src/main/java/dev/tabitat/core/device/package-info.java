/**
 * The device as this tab sees it: facts with how each was obtained, a summary line, and the arithmetic of whether a
 * model fits. Detecting and measuring are the browser client's business. May depend on {@code json}, {@code digest},
 * {@code fitness} (how a figure is known), {@code time} and {@code error}.
 */
package dev.tabitat.core.device;
