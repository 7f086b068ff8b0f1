package dev.tabitat.core.documents;

/**
 * The reader of web pages: what a page says, without what it does. Scripts, styles, pictures and hidden parts are left
 * out; nothing is fetched or run. Places are paragraphs, each a part of the heading above it.
 */
public final class HtmlDocument {

    private HtmlDocument() {}

    /**
     * A page's text.
     *
     * @throws dev.tabitat.core.error.OutOfBudget when it is too long
     */
    public static DocumentText read(String html) {
        TextBuilder builder = new TextBuilder();
        int[] number = {1};
        HtmlBlocks.Syntax syntax = html.startsWith("<?xml") || html.startsWith("\uFEFF<?xml") ? HtmlBlocks.Syntax.XHTML
                : HtmlBlocks.Syntax.HTML;
        new HtmlBlocks(html, syntax, builder, builder::title, () -> {
            if (builder.end(Place.Unit.PARAGRAPH, number[0])) {
                number[0]++;
            }
        }).read();
        return builder.build();
    }
}
