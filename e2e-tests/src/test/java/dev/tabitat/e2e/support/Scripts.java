package dev.tabitat.e2e.support;

/** Small scripts that the journeys put into a page. */
public final class Scripts {

    /** Notes long tasks and violations of the security policy from the page's first moment on. */
    public static final String WATCH =
            """
            (() => {
              const seen = globalThis.__watch = { longTasks: [], violations: [] };
              addEventListener('securitypolicyviolation', e =>
                seen.violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber));
              try {
                new PerformanceObserver(list => list.getEntries().forEach(e =>
                  seen.longTasks.push({ start: Math.round(e.startTime), ms: Math.round(e.duration) })))
                  .observe({ type: 'longtask', buffered: true });
              } catch (unsupported) { seen.longTasks = null; }
            })();
            """;

    private Scripts() {}
}
