package dev.tabitat.web.app;

import dev.tabitat.web.documents.DocumentsMain;
import dev.tabitat.web.engine.EngineMain;
import dev.tabitat.web.lab.LabMain;

/** The entry of the whole app: one binary, compiled once, whose role is chosen where it starts. */
public final class Main {

    private Main() {}

    /** @param arguments {@code page}, {@code engine}, {@code lab} or {@code documents} */
    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "engine" -> EngineMain.start();
            case "lab" -> LabMain.start();
            case "documents" -> DocumentsMain.start();
            default -> PageMain.start();
        }
    }
}
