/**
 * The engine: owns the store, the models and the jobs, and answers the page's calls. It runs on Java threads in a
 * worker; everything but {@code EngineMain}, {@code BrowserEngineEnvironment} and what they make is plain Java over
 * {@link dev.tabitat.web.engine.environment.EngineEnvironment}.
 *
 * <p>
 * Entry type: {@link Engine}. Depends on its subpackages, {@code core}, {@code kernels}, {@code protocol},
 * {@code store}, {@code fetch}, {@code profile}, {@code kernelhost} and {@code jso}; only the start-up depends on it.
 */
package dev.tabitat.web.engine;
