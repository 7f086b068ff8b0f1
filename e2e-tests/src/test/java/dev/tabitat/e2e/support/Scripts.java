package dev.tabitat.e2e.support;

/** Small scripts that the journeys put into a page. */
public final class Scripts {

    /**
     * Notes from the page's first moment on: violations of the security policy, long tasks, the last messages to and
     * from each worker, and how much work the page's tasks do: the most DOM changes between two turns of the event loop
     * and the longest message of a worker, in characters and bytes.
     */
    public static final String WATCH = """
            (() => {
              const seen = globalThis.__watch = { longTasks: [], violations: [], workers: {}, mostChanges: 0, longestMessage: 0 };
              addEventListener('securitypolicyviolation', e =>
                seen.violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber));
              try {
                new PerformanceObserver(list => list.getEntries().forEach(e =>
                  seen.longTasks.push({ start: Math.round(e.startTime), ms: Math.round(e.duration) })))
                  .observe({ type: 'longtask', buffered: true });
              } catch (unsupported) { seen.longTasks = null; }
              new MutationObserver(changes => { seen.mostChanges = Math.max(seen.mostChanges, changes.length); })
                .observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
              const short = data => String(data?.json ?? data?.id ?? typeof data).slice(0, 160);
              globalThis.Worker = class extends Worker {
                constructor(url, options) {
                  super(url, options);
                  const note = seen.workers[(options?.name ?? 'worker') + ' ' + Object.keys(seen.workers).length] = { sent: 0, received: 0 };
                  this.note = note;
                  this.addEventListener('message', ({ data }) => {
                    note.received++;
                    note.lastReceived = short(data);
                    note.receivedAtMs = Math.round(performance.now());
                    seen.longestMessage = Math.max(seen.longestMessage, (data?.json?.length ?? 0) + (data?.bytes?.byteLength ?? 0));
                  });
                }
                postMessage(...message) {
                  this.note.sent++;
                  this.note.lastSent = short(message[0]);
                  this.note.sentAtMs = Math.round(performance.now());
                  super.postMessage(...message);
                }
              };
            })();
            """;

    private Scripts() {}
}
