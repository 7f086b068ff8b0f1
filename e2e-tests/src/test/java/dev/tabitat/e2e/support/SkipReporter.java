package dev.tabitat.e2e.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** A JUnit Platform listener that prints every skipped test with its reason at the end of a test plan. */
public final class SkipReporter implements TestExecutionListener {

    private final List<String> skipped = new CopyOnWriteArrayList<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped.add(test.getLegacyReportingName() + " (" + test.getDisplayName() + "): " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            skipped.add(test.getLegacyReportingName() + ": "
                    + result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!skipped.isEmpty()) {
            System.out.println("Skipped tests (" + skipped.size() + "):");
            skipped.forEach(one -> System.out.println("  " + one));
            // One process runs one plan a test class.
            skipped.clear();
        }
    }
}
