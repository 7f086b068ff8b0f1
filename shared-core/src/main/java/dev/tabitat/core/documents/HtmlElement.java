package dev.tabitat.core.documents;

/** An open element: what text in it becomes, and the cells of a row so far. */
final class HtmlElement {
    final String name;
    final Block.Kind kind;
    final int level;
    final int lists;
    final boolean leftOut;
    final boolean isTable;
    final boolean isScope;
    final boolean isList;
    /** The nearest table around it, where that holds data; else null. */
    final Table table;
    int cells;

    HtmlElement(String name, Block.Kind kind, int level, int lists, boolean leftOut, Table table) {
        this.name = name;
        this.kind = kind;
        this.level = level;
        this.lists = lists;
        this.leftOut = leftOut;
        this.isTable = name.equals("table");
        this.isScope = HtmlNames.SCOPES.contains(name);
        this.isList = HtmlNames.LISTS.contains(name);
        this.table = table;
    }

    boolean isInCell() {
        return table != null && table.isInCell();
    }
}
