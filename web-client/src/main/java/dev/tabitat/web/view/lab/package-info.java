/** The lab screen: examples, the run, what came of it, and its charts. Knows {@code parts}, {@code dom} and {@code core.json}. */
package dev.tabitat.web.view.lab;
