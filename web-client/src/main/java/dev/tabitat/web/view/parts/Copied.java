package dev.tabitat.web.view.parts;

/**
 * What was copied to the clipboard last.
 *
 * @param what the text, or a name for it; empty for nothing
 * @param problem why it could not be copied; empty where it was
 */
public record Copied(String what, String problem) {

    public static final Copied NOTHING = new Copied("", "");
}
