/** What kernels and backends must keep, portable: runs on the JVM and, compiled, in the browser. No JUnit here. */
package dev.tabitat.kernels.contract;
