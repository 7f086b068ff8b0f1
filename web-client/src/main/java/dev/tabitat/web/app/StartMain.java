package dev.tabitat.web.app;

import dev.tabitat.web.engine.StartEngineMain;

/** The entry of the start program, on the page and in its worker. */
public final class StartMain {

    private StartMain() {}

    /** @param arguments {@code page} or {@code engine} */
    public static void main(String[] arguments) {
        if (arguments[0].equals("engine")) {
            StartEngineMain.start();
        } else {
            StartPage.start();
        }
    }
}
