package dev.tabitat.core.runtime;

/** Texts that say nothing. */
final class BlankText {

    private BlankText() {
    }

    /**
     * Whether there are control characters and spaces only. Not String.isBlank, which misses line breaks once compiled
     * for the tab.
     */
    static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && Character.getType(c) != Character.SPACE_SEPARATOR) {
                return false;
            }
        }
        return true;
    }
}
