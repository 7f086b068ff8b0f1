package dev.tabitat.web.build;

/**
 * A script or style sheet of our own without what only people read: lines of comments, blank lines and what lines are
 * indented by.
 */
final class CompactScript {

    private CompactScript() {}

    /**
     * @param name of the script, for the error
     * @throws IllegalStateException when a template literal spans lines, which this would change
     */
    static String of(String name, String script) {
        StringBuilder compact = new StringBuilder(script.length());
        boolean inComment = false;
        int number = 0;
        for (String line : script.split("\n")) {
            number++;
            String text = line.strip();
            boolean begins = text.startsWith("/*") && !text.startsWith("/*@");
            boolean isComment = inComment || begins || text.startsWith("//");
            inComment = (inComment || begins) && !text.endsWith("*/");
            if (isComment || text.isEmpty()) {
                continue;
            }
            if (text.chars().filter(letter -> letter == '`').count() % 2 != 0) {
                throw new IllegalStateException(
                        name + ", line " + number + ": a template literal must end on its line.");
            }
            compact.append(text).append('\n');
        }
        return compact.toString();
    }
}
