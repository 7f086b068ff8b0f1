package dev.tabitat.e2e.evaluation;

/** A Markdown text that grows, printed as it does. */
final class Report {

    private final StringBuilder text = new StringBuilder();

    void line(String line) {
        System.out.println(line);
        text.append(line).append('\n');
    }

    void head(String... cells) {
        line("");
        row(cells);
        line("|" + "---|".repeat(cells.length));
    }

    void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
