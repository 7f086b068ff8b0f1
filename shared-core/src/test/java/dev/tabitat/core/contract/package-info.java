/** The harness of portable contract tests: plain Java without JUnit, so that they also run compiled, in the browser. */
package dev.tabitat.core.contract;
