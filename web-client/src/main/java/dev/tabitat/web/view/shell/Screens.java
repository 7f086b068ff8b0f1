package dev.tabitat.web.view.shell;

import java.util.LinkedHashMap;
import java.util.Map;

/** The screens by their names, which are fragments of the page's address, with their titles. */
public final class Screens {

    static final String START = "start";
    static final String DEVICE = "device";
    static final String DOCUMENTS = "documents";
    /** The fragment and the id of the device screen's privacy ledger. */
    static final String LEDGER = "ledger";
    /** The id of what stands on every screen beside the rail, to which the skip link leads. */
    static final String MAIN = "main";

    static final Map<String, String> TITLES = titles();

    private Screens() {}

    /** The screen that a fragment names; the start screen where it names none. */
    static String of(String fragment) {
        if (fragment.equals(LEDGER)) {
            return DEVICE;
        }
        return fragment.startsWith(DOCUMENTS + "/") ? DOCUMENTS : TITLES.containsKey(fragment) ? fragment : START;
    }

    /** Whether the page's address names the start screen. */
    public static boolean isStart() {
        return of(Page.fragment()).equals(START);
    }

    /** Calls when the page's address names another screen than the start screen. */
    public static void onOtherThanStart(Runnable opened) {
        Page.onFragment(() -> {
            if (!isStart()) {
                opened.run();
            }
        });
    }

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(START, "Start");
        titles.put("models", "Models");
        titles.put("lab", "Lab");
        titles.put(DOCUMENTS, "Documents");
        titles.put("route", "Route");
        titles.put("lineage", "Lineage");
        titles.put(DEVICE, "Device");
        return titles;
    }
}
