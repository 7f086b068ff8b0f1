package dev.tabitat.e2e.support;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * A JUnit extension that prints the state of every open tab and worker when a journey fails, and shortly before it
 * exceeds its time limit: the default one of the build, or that of {@link Timeout}.
 */
public final class FailureReporter implements InvocationInterceptor, LifecycleMethodExecutionExceptionHandler {

    private static final String DEFAULT_LIMIT = "junit.jupiter.execution.timeout.default";
    private static final long REPORT_SECONDS = 10;

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "time-limit-report");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void interceptTestMethod(Invocation<Void> test, ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        guard(test, method, context);
    }

    @Override
    public <T> T interceptTestFactoryMethod(Invocation<T> factory, ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        return guard(factory, method, context);
    }

    @Override
    public void interceptBeforeAllMethod(Invocation<Void> before, ReflectiveInvocationContext<Method> method,
            ExtensionContext context) throws Throwable {
        guard(before, method, context);
    }

    private static <T> T guard(Invocation<T> work, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        long seconds = limit(method.getExecutable(), context).toSeconds() - REPORT_SECONDS;
        ScheduledFuture<?> report = TIMER.schedule(
                () -> print(context, "is about to exceed its time limit"), Math.max(1, seconds), TimeUnit.SECONDS);
        try {
            return work.proceed();
        } catch (Throwable failure) {
            if (!(failure instanceof TestAbortedException)) {
                print(context, "failed: " + failure);
            }
            throw failure;
        } finally {
            report.cancel(false);
        }
    }

    private static Duration limit(Method method, ExtensionContext context) {
        Timeout own = method.getAnnotation(Timeout.class);
        return own != null ? Duration.of(own.value(), own.unit().toChronoUnit())
                : Duration
                        .parse("PT" + context.getConfigurationParameter(DEFAULT_LIMIT).orElse("5 m").replace(" ", ""));
    }

    @Override
    public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        print(context, "failed: " + failure);
        throw failure;
    }

    private static void print(ExtensionContext context, String what) {
        // A time limit interrupts the test's thread; this report has limits of its own.
        boolean wasInterrupted = Thread.interrupted();
        System.out.println(context.getRequiredTestClass().getSimpleName() + " " + context.getDisplayName() + " " + what
                + "\nOpen browsers:\n" + Lab.states());
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
