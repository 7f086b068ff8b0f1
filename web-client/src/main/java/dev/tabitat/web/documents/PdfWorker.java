package dev.tabitat.web.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.JsFailure;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** pdf.js in a worker of its own, which is ended when a file exceeds its limits. */
final class PdfWorker implements DocumentEnvironment.Pdf {

    private static final int OPEN_MILLIS = 60_000;
    private static final int PAGE_MILLIS = 20_000;
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 4);

    private final JSObject worker;
    private final int pages;
    private final String title;

    private PdfWorker(JSObject worker, int pages, String title) {
        this.worker = worker;
        this.pages = pages;
        this.title = title;
    }

    static PdfWorker open(Slices file, CancellationToken stop) {
        JSObject worker = start();
        Runnable end = () -> end(worker);
        stop.onRequest(end);
        try {
            JSObject answer = Await.within(OPEN_MILLIS, open(worker, Attachment.toJs(file)));
            return new PdfWorker(worker, (int) Js.number(answer, "pages"), Js.text(answer, "title"));
        } catch (JsFailure e) {
            end(worker);
            stop.check();
            throw problem(e, "this PDF");
        } finally {
            stop.forget(end);
        }
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public DocumentEnvironment.Page page(int number, CancellationToken stop) {
        Runnable end = () -> end(worker);
        stop.onRequest(end);
        try {
            JSObject answer = Await.within(PAGE_MILLIS, page(worker, number));
            Json items = JsonReader.read(Js.text(answer, "items"), LIMITS);
            return new DocumentEnvironment.Page(Js.number(answer, "width"), Js.number(answer, "height"),
                    (JsonArray) items, (int) Js.number(answer, "hidden"), (int) Js.number(answer, "comments"));
        } catch (JsFailure e) {
            stop.check();
            throw problem(e, "page " + number);
        } finally {
            stop.forget(end);
        }
    }

    private static TabitatException problem(JsFailure e, String where) {
        if (e.isNamed("PasswordException")) {
            return new Refused("This PDF is protected with a password.",
                    Finding.at(where).expected("a PDF that opens without a password").found("one that asks for it")
                            .remedy("Open it elsewhere with its password, save it without, and add that file."));
        }
        if (e.isNamed("TimeoutError") || e.isNamed("TooMuch")) {
            return new OutOfBudget("This PDF asks for too much work.",
                    Finding.at(where).expected("a page within " + PAGE_MILLIS / 1000 + " s and a million characters")
                            .found(e.getMessage())
                            .remedy("It may be damaged, or made to do harm. Print it to a new PDF and add that."));
        }
        if (e.isNamed("LoadError")) {
            return new Unavailable("The reader of PDFs did not start.",
                    Finding.at("PDF worker").expected("a worker that starts").found(e.getMessage())
                            .remedy("The file itself is not the cause. Reload the page and try again."));
        }
        return new DamagedData("This PDF is damaged.", Finding.at(where).expected("what the PDF format asks for")
                .found(e.getMessage()).remedy("Open it elsewhere and save it anew."));
    }

    @Override
    public void close() {
        end(worker);
    }

    /** Every question has a number; what ends the worker fails all that are open. */
    @JSBody(script = "var w = new Worker(globalThis.tabitatPdf, {type: 'module', credentials: 'same-origin', name: 'tabitat pdf'}); w.tabitatOpen = {}; w.tabitatNext = 1;"
            + "w.tabitatFail = function(error) { var open = w.tabitatOpen; w.tabitatOpen = {}; w.tabitatGone = error;"
            + " Object.keys(open).forEach(function(k) { open[k][1](error); }); };"
            + "w.onmessage = function(e) { var one = w.tabitatOpen[e.data.id]; if (!one) { return; } delete w.tabitatOpen[e.data.id];"
            + " if (e.data.error) { one[1](e.data.error); } else { one[0](e.data); } };"
            + "w.onerror = function(e) { var name = e.message ? 'WorkerError' : 'LoadError';"
            + " globalThis.tabitatFiles.workerFault(globalThis.tabitatPdf, e).then(function(why) { w.tabitatFail({name: name, message: why}); }); };"
            + "w.tabitatAsk = function(message) { return new Promise(function(ok, no) { if (w.tabitatGone) { no(w.tabitatGone); return; }"
            + " message.id = w.tabitatNext++; w.tabitatOpen[message.id] = [ok, no]; w.postMessage(message); }); };"
            + "return w;")
    private static native JSObject start();

    @JSBody(params = {"worker", "file"}, script = "return worker.tabitatAsk({ask: 'open', file: file});")
    private static native JSObject open(JSObject worker, JSObject file);

    @JSBody(params = {"worker", "number"}, script = "return worker.tabitatAsk({ask: 'page', number: number});")
    private static native JSObject page(JSObject worker, int number);

    @JSBody(params = "worker", script = "worker.terminate(); worker.tabitatFail({name: 'AbortError', message: 'the reader of PDFs was ended'});")
    private static native void end(JSObject worker);
}
