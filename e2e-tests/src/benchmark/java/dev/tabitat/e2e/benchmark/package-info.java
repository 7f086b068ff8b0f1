/**
 * The benchmark command: Tabitat beside onnxruntime-web, and its search beside other engines, in one Chromium and one
 * run. It asserts nothing; docs/benchmark.md says what it measures and how.
 */
package dev.tabitat.e2e.benchmark;
