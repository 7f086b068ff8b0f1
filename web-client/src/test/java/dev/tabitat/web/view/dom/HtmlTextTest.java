package dev.tabitat.web.view.dom;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.el;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HtmlTextTest {

    @Test
    void textsAndAttributesAreEscaped() {
        assertEquals("<p title=\"a &quot;b&quot; &amp; c\">1 &lt; 2 &amp; 3 &gt; 2</p>",
                HtmlText.of(el("p", attr("title", "a \"b\" & c"), "1 < 2 & 3 > 2")));
    }

    @Test
    void whatOnlyTheAppCanSetIsLeftOutAndEmptyElementsAreNotClosed() {
        assertEquals("<div><input id=\"a\"><i></i></div>",
                HtmlText.of(el("div", el("input", attr("id", "a"), attr("prop:value", "x")),
                        el("i", attr("style:--w", "3%")))));
    }
}
