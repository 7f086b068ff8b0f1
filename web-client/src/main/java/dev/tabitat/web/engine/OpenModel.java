package dev.tabitat.web.engine;

import dev.tabitat.core.runtime.ClassifierRunner;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.web.store.StoredPackage;

/**
 * A model that is ready to answer.
 *
 * @param backend id of the backend that passed its self-test with this model
 * @param notice why it is not the faster one; empty when it is
 */
record OpenModel(StoredPackage stored, ClassifierRunner runner, Session session, String backend, String notice) {}
