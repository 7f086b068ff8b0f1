/**
 * Models of other ecosystems: looked at and added from a model hub, files of this device, OCI registries and addresses.
 * Entry type: {@link dev.tabitat.web.engine.sources.ModelSources}.
 *
 * <p>
 * Depends on {@code core} and the packages {@code engine.catalog}, {@code engine.environment}, {@code engine.ledger},
 * {@code store}, {@code fetch} and {@code protocol}.
 */
package dev.tabitat.web.engine.sources;
