/**
 * The device as this tab sees it: facts with how each was obtained, a summary line, and the arithmetic of whether a
 * model fits. Detecting and measuring are the business of the browser client.
 *
 * <p>
 * Entry type: {@link DeviceProfile}. Depends on {@code digest}, {@code error}, {@code evidence}, {@code ids},
 * {@code json}, {@code math}, {@code time}.
 */
package dev.tabitat.core.device;
