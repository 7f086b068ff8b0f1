package dev.tabitat.web.view.dom;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in the page before the app starts becomes the app's, node by node. */
class AdoptionTest {

    private final FakeTree tree = new FakeTree();
    private final FakeTree.Node root = new FakeTree.Node("main", false);
    private final Patcher<FakeTree.Node> patcher = new Patcher<>(tree, root);

    @Test
    void markupThatIsAlreadyThereIsTakenOverWithoutMakingANode() {
        Html screen = el("div", attr("id", "screen"), el("h1", "Write"),
                el("textarea", attr("id", "say"), attr("prop:value", "typed")),
                el("svg", el("path", attr("d", "M0 0"))));
        FakeTree.Node standing = tree.parsed(screen);
        root.add(root.children.size(), standing);
        FakeTree.Node field = standing.child(1);

        patcher.adopt(List.of(screen));

        assertEquals(0, tree.made);
        assertSame(standing, root.child(0));
        assertSame(field, root.child(0).child(1));
        assertEquals("typed", field.attributes.get("prop:value"));
    }

    @Test
    void blankTextsBetweenElementsGoAndWhatDiffersIsMadeAnew() {
        root.add(root.children.size(), tree.parsed(Html.text("\n  ")));
        root.add(root.children.size(), tree.parsed(el("p", "static")));
        root.add(root.children.size(), tree.parsed(Html.text("\n")));
        root.add(root.children.size(), tree.parsed(el("section", attr("id", "old"), "old")));

        patcher.adopt(List.of(el("p", "live"), el("section", attr("id", "new"), "new"), el("footer", "end")));

        assertEquals(List.of("p", "section", "footer"), root.children.stream().map(node -> node.tag).toList());
        assertEquals("livenewend", root.all());
    }

    @Test
    void whatIsTakenOverHearsAndChangesLikeTheRest() {
        List<String> heard = new ArrayList<>();
        root.add(root.children.size(), tree.parsed(el("button", "Save")));
        patcher.adopt(List.of(el("button", on("click", event -> heard.add("first")), "Save")));
        patcher.render(List.of(el("button", on("click", event -> heard.add("second")), "Saved")));

        root.child(0).fire("click", "");

        assertEquals(List.of("second"), heard);
        assertEquals("Saved", root.all());
    }

    @Test
    void theFirstRenderClearsWhatWasNotTakenOver() {
        root.add(root.children.size(), tree.parsed(el("p", "static")));

        patcher.render(List.of(el("p", "live")));

        assertEquals("live", root.all());
    }
}
