package dev.tabitat.e2e.benchmark;

/** Headings, lines and tables of a Markdown text. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();
    private boolean inTable;

    void heading(String heading) {
        line("### " + heading);
    }

    /** A paragraph, or an item of a list. */
    void line(String line) {
        boolean item = line.startsWith("- ");
        if (text.length() > 0 && !(item && text.charAt(text.lastIndexOf("\n", text.length() - 2) + 1) == '-')) {
            text.append('\n');
        }
        text.append(line).append('\n');
        inTable = false;
    }

    void row(String... cells) {
        if (!inTable) {
            text.append('\n');
            inTable = true;
        }
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** What ends the head of a table: the first column to the left, figures to the right. */
    void rule(int columns) {
        text.append('|').append("---|").append("---:|".repeat(columns - 1)).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
