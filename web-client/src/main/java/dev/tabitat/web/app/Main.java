package dev.tabitat.web.app;

import org.teavm.jso.JSBody;

public final class Main {
    public static void main(String[] args) {
        log("hello " + args.length);
    }
    @JSBody(params = "text", script = "console.log(text);")
    private static native void log(String text);
}
