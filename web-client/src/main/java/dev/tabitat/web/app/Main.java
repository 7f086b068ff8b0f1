package dev.tabitat.web.app;

import dev.tabitat.web.engine.EngineMain;

/** The one entry of the binary. */
public final class Main {

    private Main() {}

    /** @param arguments {@code page} or {@code engine} */
    public static void main(String[] arguments) {
        if (arguments[0].equals("engine")) {
            EngineMain.start();
        } else {
            PageMain.start();
        }
    }
}
