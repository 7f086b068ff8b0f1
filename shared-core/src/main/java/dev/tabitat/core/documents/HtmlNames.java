package dev.tabitat.core.documents;

import java.util.Set;

/** The names of elements of pages, by what they do to blocks of text. */
final class HtmlNames {

    static final Set<String> BLOCKS = Set.of(
            "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
            "div", "dl", "dt", "fieldset", "figcaption", "figure",
            "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "html", "legend", "li", "listing",
            "main", "menu", "nav", "ol", "p", "pre", "search",
            "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp");
    static final Set<String> LEFT_OUT = Set.of(
            "applet", "audio", "canvas", "datalist", "map", "noscript", "object", "rp", "rt", "select", "svg",
            "template", "video");
    /** What these hold is no markup; none of it is text of the page. */
    static final Set<String> RAW = Set.of("script", "style", "textarea", "iframe", "noembed", "noframes");
    static final Set<String> VOID = Set.of(
            "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
            "link", "meta", "param", "source", "track", "wbr");
    static final Set<String> IN_PARAGRAPHS = Set.of("body", "caption", "html", "legend", "rp", "rt", "summary", "tbody",
            "td", "tfoot", "th", "thead", "tr");
    static final Set<String> BOLD = Set.of("b", "strong");
    static final Set<String> CELLS = Set.of("td", "th");
    static final Set<String> ROWS = Set.of("tr");
    static final Set<String> ROW_GROUPS = Set.of("tbody", "thead", "tfoot", "caption");
    static final Set<String> LIST_ITEMS = Set.of("li");
    static final Set<String> TERMS = Set.of("dt", "dd");
    static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");
    static final Set<String> PARAGRAPHS = Set.of("p");
    static final Set<String> RUBY = Set.of("rt", "rp");
    static final Set<String> LISTS = Set.of("ul", "ol", "menu", "dir");
    static final Set<String> TABLES = Set.of("table");
    static final Set<String> ROWS_AND_TABLES = Set.of("tr", "table");
    static final Set<String> TERM_LISTS = Set.of("dl");
    static final Set<String> TABLE_PARTS = Set.of("table", "tbody", "thead", "tfoot", "caption", "tr", "td", "th");
    /** An end tag inside of these closes nothing outside. */
    static final Set<String> SCOPES = Set.of("td", "th", "caption", "table", "template");

    private HtmlNames() {}
}
