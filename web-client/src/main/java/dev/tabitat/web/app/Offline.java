package dev.tabitat.web.app;

import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.view.shell.CachedFiles;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** The page's side of the service worker: registers it and passes its messages on. */
public final class Offline {

    private Offline() {}

    /** What a service worker has to tell; no method may block. */
    public interface Listener {

        /**
         * What is kept now.
         *
         * @param kept the files that are kept, each checked against its digest
         * @param updateWaiting whether a newer build waits for {@link Offline#takeOver}, or for all tabs to close
         */
        void kept(CachedFiles kept, boolean updateWaiting);

        /** So many bytes of the app came over the network to be kept. */
        void received(double bytes);

        /**
         * The app's files could not be fetched, or are not those of the build.
         *
         * @param cause as in {@code app-files.js}, for example {@code sign-in} or {@code changed}
         * @param text sentences for people
         */
        void fault(String cause, String text);

        /** The browser keeps no apps here. */
        void refused(String reason);
    }

    /** Registers the service worker and requests its status; waits, so call it when nothing else is urgent. */
    public static void start(Listener listener) {
        try {
            if (Js.isMissing(Js.path("navigator.serviceWorker"))) {
                listener.refused(Js.isTrue(Js.global("globalThis"), "isSecureContext")
                        ? "This browser offers no service worker here."
                        : "Browsers keep apps only of pages that come over HTTPS or from this device; this page came over plain HTTP.");
                return;
            }
            listen(message -> hear(message, listener));
            JSObject fault = Await.result(register(), Deadline.SERVICE_WORKER);
            if (!Js.isMissing(fault)) {
                listener.fault(Js.text(fault, "cause"), Js.text(fault, "text"));
            }
        } catch (JsFailure e) {
            listener.refused(e.toString());
        } catch (RuntimeException e) {
            listener.refused(String.valueOf(e.getMessage()));
        }
    }

    private static void hear(JSObject message, Listener listener) {
        switch (Js.text(message, "type")) {
            case "offline" -> {
                listener.kept(
                        Js.isTrue(message, "ready") ? CachedFiles.EVERYTHING
                                : Js.isTrue(message, "start") ? CachedFiles.START : CachedFiles.NOTHING,
                        Js.isTrue(message, "waiting"));
                if (Js.has(message, "fault")) {
                    JSObject fault = Js.get(message, "fault");
                    listener.fault(Js.text(fault, "cause"), Js.text(fault, "text"));
                }
            }
            case "precache" -> listener.received(Js.number(message, "received_bytes"));
            default -> {
            }
        }
    }

    /** Has the service worker keep the files of every screen, now and after updates. */
    @JSBody(script = "navigator.serviceWorker && navigator.serviceWorker.ready.then(function(r) { r.active.postMessage({ask: 'keep-everything'}); });")
    static native void keepEverything();

    /**
     * Lets a waiting build take the place of the running one, and starts this tab again with it; other tabs go on as
     * they are.
     */
    @JSBody(script = "navigator.serviceWorker.addEventListener('controllerchange', function() { location.reload(); }, {once: true});"
            + "navigator.serviceWorker.getRegistration().then(function(r) {"
            + " if (r && r.waiting) { r.waiting.postMessage({ask: 'take-over'}); } });")
    public static native void takeOver();

    @JSBody(params = "heard", script = "navigator.serviceWorker.addEventListener('message', function(e) { if (e.data && e.data.type) { heard(e.data); } });"
            + "navigator.serviceWorker.startMessages();")
    private static native void listen(Heard heard);

    /**
     * Asks for the state at once where a worker is active, and again when a newer build has been fetched; a first one
     * tells by itself. Gives undefined, or the fault for which its script could not be had; rejects when the browser
     * refuses it for another reason.
     */
    @JSBody(script = "var files = globalThis.tabitatFiles; var address = files.at('service-worker.js');"
            + "return navigator.serviceWorker.register(address, {updateViaCache: 'none'}).then(function(r) {"
            + "var ask = function() { if (r.active) { r.active.postMessage({ask: 'status'}); } };"
            + "r.addEventListener('updatefound', function() { var next = r.installing; if (next) {"
            + " next.addEventListener('statechange', function() { if (next.state === 'installed') { ask(); } }); } });"
            + "ask(); }, function(refusal) { return files.find(address).then(function(fault) { if (fault) { return fault; } throw refusal; }); });")
    private static native JSPromise<JSObject> register();

    @JSFunctor
    private interface Heard extends JSObject {
        void message(JSObject message);
    }
}
