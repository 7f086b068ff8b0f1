package dev.tabitat.web.selftest;

import dev.tabitat.core.binary.Hex;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.jso.AbortController;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Blobs;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.jso.Fetch;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.Response;
import dev.tabitat.web.jso.StreamReader;
import dev.tabitat.web.jso.WebLock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** What the bindings promise, kept by this browser. */
final class BrowserContracts {

    private static final int THREADS = 50;

    private BrowserContracts() {}

    static List<Contract> all() {
        return List.of(
                contract("a promise's value comes back, and so does its failure", BrowserContracts::promises),
                contract("bytes cross the border unchanged", BrowserContracts::bytes),
                contract("the browser's SHA-256 is the core's", BrowserContracts::digests),
                contract("a response streams the bytes that it has", BrowserContracts::fetches),
                contract("a double in a text is written as scripts write it", BrowserContracts::doubles),
                contract("threads that wait for a fair lock get it in order", BrowserContracts::turns),
                contract("threads start and go on without timers", BrowserContracts::threads),
                contract("a lock is held until it is given back", BrowserContracts::locks));
    }

    static Contract contract(String name, Consumer<Check> body) {
        return new Contract() {
            @Override
            public String name() {
                return "browser: " + name;
            }

            @Override
            public void run(Check check) {
                body.accept(check);
            }
        };
    }

    /** Several at once: a monitor would forget all but the first two. */
    private static void turns(Check check) {
        FairLock fairLock = new FairLock();
        List<Integer> through = new ArrayList<>();
        int[] inside = new int[2];
        for (int i = 0; i < 6; i++) {
            int number = i;
            new Thread(() -> fairLock.withLock(() -> {
                inside[0]++;
                inside[1] = Math.max(inside[1], inside[0]);
                Await.done(Clock.nextTask());
                inside[0]--;
                return through.add(number);
            })).start();
        }
        for (int task = 0; task < 1000 && through.size() < 6; task++) {
            Await.done(Clock.nextTask());
        }
        check.equal("all, in order", List.of(0, 1, 2, 3, 4, 5), through);
        check.equal("one at a time", 1, inside[1]);
        check.fails("a failure inside", IllegalStateException.class, () -> fairLock.withLock(() -> {
            throw new IllegalStateException("on purpose");
        }));
        check.equal("leaves it open", 7, fairLock.withLock(() -> 7));
    }

    private static void promises(Check check) {
        JSNumber seven = Await.result(resolved(7));
        check.equal("a number", 7, seven.intValue());
        check.isTrue("undefined is null", Await.result(undefined()) == null);
        JsFailure error = check.fails("a rejection", JsFailure.class, () -> Await.result(rejected("TypeError")));
        check.equal("its name", "TypeError", error.name());
        check.equal("its message", "on purpose", error.getMessage());
        JSNumber eight = Await.result(resolved(8));
        check.equal("the thread still waits well after a failure", 8, eight.intValue());
        JsFailure plain = check.fails("a text thrown", JsFailure.class, () -> Await.done(rejectedText()));
        check.equal("the text", "only words", plain.getMessage());
    }

    private static void bytes(Check check) {
        byte[] all = new byte[70_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        check.equal("there and back", Digest.of(all), Digest.of(Bytes.toJava(Bytes.toBuffer(all))));
        check.equal("through a blob", Digest.of(all), Digest.of(Blobs.read(Blobs.of(all, "application/octet-stream"))));
        check.equal("a view's part", (int) all[3], (int) Bytes.copy(part(Bytes.toBuffer(all), 3, 5))[0]);
        check.equal("a view's length", 5, Bytes.copy(part(Bytes.toBuffer(all), 3, 5)).length);
    }

    private static void doubles(Check check) {
        for (double value : new double[]{0.1, -2.5, 1e-7, 1e21, 4.0, Math.PI, 5e-324, Double.MAX_VALUE}) {
            check.equal("written", JsonNumber.text(value), "" + value);
            check.equal("boxed", JsonNumber.text(value), Double.toString(value));
        }
        check.equal("within a text", "<0.5>", "<" + half() + ">");
    }

    private static double half() {
        return 1.0 / THREADS * THREADS / 2;
    }

    private static void digests(Check check) {
        for (String text : List.of("", "abc",
                "a longer text that fills more than one block of sixty-four bytes, surely")) {
            byte[] bytes = Utf8.encode(text);
            ArrayBuffer found = Await.result(Crypto.sha256(Bytes.toJs(bytes)));
            check.equal(text, Digest.of(bytes).toString(), "sha256:" + Hex.encode(Bytes.toJava(found)));
        }
        check.equal("random bytes", 32, Crypto.random(32).length);
    }

    private static void fetches(Check check) {
        AbortController controller = AbortController.create();
        Response response = Await.result(Fetch.get("/", "", -1, -1, "", "follow", "omit", controller.getSignal()));
        check.isTrue("an answer", response.isOk());
        StreamReader reader = response.getBody().getReader();
        int length = 0;
        for (byte[] piece = reader.next(); piece.length > 0; piece = reader.next()) {
            length += piece.length;
        }
        check.isTrue("a body", length > 0);
        check.isTrue("a header", !response.getHeaders().get("content-type").isEmpty());
        check.equal("no such header", "", response.getHeaders().get("x-nothing"));
        controller.abort();
        JsFailure aborted = check.fails("a fetch after the signal", JsFailure.class,
                () -> Await.done(Fetch.get("/", "", -1, -1, "", "follow", "omit", controller.getSignal())));
        check.equal("its name", "AbortError", aborted.name());
    }

    /** Hidden tabs hold timers back, up to a minute: only a real delay may take one. */
    private static void threads(Check check) {
        List<Integer> ran = new ArrayList<>();
        countTimers();
        try {
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                Thread thread = new Thread(() -> ran.add(number));
                thread.start();
                thread.join();
            }
            check.equal("threads that ran", THREADS, ran.size());
            check.equal("timers that they took", 0, timers());
            Thread.sleep(1);
            check.equal("timers of a delay", 1, timers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopCounting();
        }
    }

    private static void locks(Check check) {
        check.isTrue("locks are here", WebLock.isThere());
        WebLock mine = Await.result(WebLock.exclusive("tabitat-self-test", AbortController.create().getSignal()));
        WebLock none = Await.result(WebLock.exclusiveIfFree("tabitat-self-test"));
        check.isTrue("nobody else gets it", Js.isMissing(none));
        AbortController impatient = AbortController.create();
        JSObject waiting = WebLock.exclusive("tabitat-self-test", impatient.getSignal());
        impatient.abort();
        check.equal("waiting can end", "AbortError",
                check.fails("waiting", JsFailure.class, () -> Await.done(waiting)).name());
        mine.release();
        WebLock again = Await.result(WebLock.exclusive("tabitat-self-test", AbortController.create().getSignal()));
        check.isTrue("then it is free again", !Js.isMissing(again));
        again.release();
    }

    @JSBody(script = "var real = globalThis.setTimeout; globalThis.tabitatTimers = {n: 0, real: real};"
            + "globalThis.setTimeout = function(f, ms) { globalThis.tabitatTimers.n++; return real.call(globalThis, f, ms); };")
    private static native void countTimers();

    @JSBody(script = "return globalThis.tabitatTimers.n;")
    private static native int timers();

    @JSBody(script = "globalThis.setTimeout = globalThis.tabitatTimers.real;")
    private static native void stopCounting();

    @JSBody(params = "value", script = "return Promise.resolve(value);")
    private static native JSObject resolved(int value);

    @JSBody(script = "return Promise.resolve(undefined);")
    private static native JSObject undefined();

    @JSBody(params = "name", script = "var e = new Error('on purpose'); e.name = name; return Promise.reject(e);")
    private static native JSObject rejected(String name);

    @JSBody(script = "return Promise.reject('only words');")
    private static native JSObject rejectedText();

    @JSBody(params = {"buffer", "offset", "length"}, script = "return new Uint8Array(buffer, offset, length);")
    private static native JSObject part(ArrayBuffer buffer, int offset, int length);
}
