/** What the journeys stand on: a browser, the host as a process, a proxy that breaks things on purpose. */
package dev.tabitat.e2e.support;
