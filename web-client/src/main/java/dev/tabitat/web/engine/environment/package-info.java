/**
 * What the engine needs from its surroundings: storage, hosts, endpoints, keys, clock, threads; implemented by the
 * browser and by the fakes of tests. Entry type: {@link dev.tabitat.web.engine.environment.EngineEnvironment}.
 *
 * <p>
 * Depends on {@code core}, {@code kernels.backend} and the packages {@code fetch}, {@code store}, {@code protocol} and
 * {@code jso}.
 */
package dev.tabitat.web.engine.environment;
