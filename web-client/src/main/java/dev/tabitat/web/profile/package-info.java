/**
 * Looks at the device: what the browser reports, what a trial shows, what is measured here. Every probe stands alone,
 * so a missing, refusing, throwing or silent API gives one fact that is unavailable, with the reason, and nothing else.
 *
 * <p>
 * The page looks for what only it can see ({@link dev.tabitat.web.profile.PageProbe}), the engine for the rest
 * ({@link dev.tabitat.web.profile.EngineProbe}), and {@link dev.tabitat.web.profile.QuickMeasures} times the kernels.
 * Depends on {@code web.jso}, {@code core.device}, the kernels, and of {@code web.protocol} the version.
 */
package dev.tabitat.web.profile;
