/**
 * The lab screen: examples, the run, what came of it, and its charts. Depends on {@code parts}, {@code dom} and
 * {@code core.json}.
 */
package dev.tabitat.web.view.lab;
