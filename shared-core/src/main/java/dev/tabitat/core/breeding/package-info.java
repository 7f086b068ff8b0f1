/** What makes descendants of models: pure, seeded and recorded. */
package dev.tabitat.core.breeding;
