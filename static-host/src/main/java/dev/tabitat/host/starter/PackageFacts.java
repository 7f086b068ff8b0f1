package dev.tabitat.host.starter;

import dev.tabitat.core.packages.PackageName;
import java.util.List;

/**
 * What is said about a package beside its files.
 *
 * @param licence SPDX expression
 * @param output the second half of its contract; texts go in
 * @param quantization none, int8 or int4
 * @param precision the same in the words of the model configuration
 * @param source where its authors are found
 * @param inputs what it is made from
 */
record PackageFacts(
        PackageName name, String title, String summary, String licence, String task, String output, String architecture,
        String quantization, String precision, String source, List<Artifacts.Pinned> inputs) {
}
