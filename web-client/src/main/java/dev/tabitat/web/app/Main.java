package dev.tabitat.web.app;

import org.teavm.jso.JSBody;

/** The one entry of the binary. */
public final class Main {

    private Main() {}

    /** @param arguments {@code page} or {@code engine} */
    public static void main(String[] arguments) {
        if (arguments[0].equals("page")) {
            Offline.start(new Offline.Listener() {
                @Override
                public void kept(boolean ready, boolean updateWaiting) {
                    log("kept " + ready + " " + updateWaiting);
                }

                @Override
                public void received(double bytes) {
                    log("received " + bytes);
                }

                @Override
                public void refused(String reason) {
                    log(reason);
                }
            });
        }
    }

    @JSBody(params = "text", script = "console.log(text);")
    private static native void log(String text);
}
