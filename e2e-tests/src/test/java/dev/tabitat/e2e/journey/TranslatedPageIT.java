package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A translator and extensions change the page all the time: what is shown still belongs to the text in the field. */
final class TranslatedPageIT {

    private static final long SEED = Long.getLong("tabitat.seed", 20261130L);

    /**
     * Replaces each text by {@code <font><font>[text]</font></font>}, those that come later too, as Google Translate
     * does. Unlike it, this one passes over no {@code translate="no"}: what must not be translated must be true all the
     * same when it is.
     */
    private static final String TRANSLATOR = """
            () => {
              const replace = text => {
                if (!text.data.trim() || !text.parentElement || text.parentElement.closest('font, script, style, noscript, ext-button, textarea')) return;
                const inner = document.createElement('font'), outer = document.createElement('font');
                inner.textContent = '[' + text.data + ']';
                outer.append(inner);
                text.replaceWith(outer);
              };
              const all = root => {
                const texts = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) texts.push(walker.currentNode);
                texts.forEach(replace);
              };
              all(document.body);
              globalThis.translator = new MutationObserver(changes => changes.forEach(change => {
                if (change.type === 'characterData') replace(change.target);
                change.addedNodes.forEach(node => node.nodeType === 3 ? replace(node) : node.isConnected && all(node));
              }));
              translator.observe(document.body, { childList: true, characterData: true, subtree: true });
            }
            """;

    /** Inserts, wraps, moves and removes nodes of the screen at moments that a seed chooses. */
    private static final String EXTENSIONS = """
            seed => {
              const random = n => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return (seed >>> 8) % n; };
              const act = () => {
                const nodes = [], walker = document.createTreeWalker(document.getElementById('screen'));
                while (walker.nextNode()) nodes.push(walker.currentNode);
                const node = nodes[random(nodes.length)];
                const parent = node && node.parentNode;
                if (!parent || node.nodeType === 1 && node.closest('ext-button')) return;
                globalThis.acts = (globalThis.acts || 0) + 1;
                switch (random(4)) {
                  case 0: { const button = document.createElement('ext-button'); button.textContent = 'EXT'; parent.insertBefore(button, node); break; }
                  case 1: { const box = document.createElement('ext-box'); parent.replaceChild(box, node); box.append(node); break; }
                  case 2: parent.append(node); break;
                  default: node.remove();
                }
              };
              const next = () => { globalThis.timer = setTimeout(() => { act(); next(); }, random(30)); };
              next();
            }
            """;

    @Test
    void theAnswerBelongsToTheTextInTheFieldWhateverOtherCodeDoesToThePage() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Page page = Tab.open(lab, host.url()).ready().page();
            assertTrue(GivenCases.one("page-translated", "a French text, 1.5 s, then a German text").right()
                    .startsWith("what is shown belongs to the text in the field"));
            page.evaluate(TRANSLATOR);
            answers(page, "fra", "French");
            answers(page, "deu", "German");
            assertFalse(page.locator(".answer").textContent().contains("French"),
                    page.locator(".answer").textContent());
            PlaywrightAssertions.assertThat(page.locator("#screen h1"))
                    .hasText("[Write anything. A model in this tab answers.]");

            page.evaluate(EXTENSIONS, (int) SEED);
            answers(page, "swe", "Swedish");
            answers(page, "pol", "Polish");
            page.evaluate("() => { clearTimeout(globalThis.timer); }");
            assertTrue((Integer) page.evaluate("globalThis.acts") > 5, "the extensions acted, seed " + SEED);
            PlaywrightAssertions.assertThat(page.locator("output[for=say]")).containsText("Polish");
            PlaywrightAssertions.assertThat(page.locator("#screen h1")).containsText("A model in this tab answers.");
            PlaywrightAssertions.assertThat(page.locator(".answer-box .bars li")).hasCount(4);
            assertFalse(page.locator(".answer").textContent().contains("Swedish"),
                    page.locator(".answer").textContent());
            assertEquals(Samples.BY_LANGUAGE.get("pol"), page.locator("#say").inputValue());

            assertEquals(List.of(), lab.offences(), "seed " + SEED);
            page.evaluate("() => { const main = document.getElementById('main'); main.innerHTML = main.innerHTML; }");
            page.waitForFunction("() => document.getElementById('say')?.madeByPatcher === true");
            answers(page, "tur", "Turkish");
            // The copy was made from text, with the styles that the page sets by script: the policy refuses them there,
            // as it should.
            assertEquals(List.of(),
                    lab.offences().stream().filter(one -> !one.startsWith("Applying inline style")).toList(),
                    "seed " + SEED);
        }
    }

    /** Notes each count of checked pieces that the row of a download shows. */
    private static final String NOTE_COUNTS = """
            () => {
              globalThis.counts = [];
              const look = () => {
                const found = /(\\d+) of (\\d+) pieces checked/.exec(document.getElementById('screen').textContent);
                if (found && counts[counts.length - 1] !== found[1]) counts.push(found[1]);
              };
              globalThis.noting = new MutationObserver(look);
              noting.observe(document.getElementById('screen'), { childList: true, characterData: true, subtree: true });
            }
            """;

    @Test
    void theProgressOfADownloadGoesOnUnderATranslator() {
        assertEquals("progress goes on",
                GivenCases.one("page-translated", "while a download's progress is shown").right());
        try (HostProcess host = HostProcess.start(); FaultProxy proxy = FaultProxy.before(host); Lab lab = new Lab()) {
            Page page = Tab.open(lab, proxy.url()).ready().page();
            page.evaluate("() => { location.hash = 'models'; }");
            page.locator("#screen-models dl").first().waitFor();
            page.evaluate(TRANSLATOR);
            page.evaluate(NOTE_COUNTS);
            proxy.throttle(path -> path.startsWith("/v2/opennlp-langdetect/blobs/"), 1_500_000);
            page.evaluate("async () => { await tabitat.install('opennlp-langdetect:fp32'); }");
            List<?> counts = (List<?>) page.evaluate("() => counts");
            List<Integer> shown = counts.stream().map(count -> Integer.valueOf((String) count)).toList();
            assertTrue(shown.size() >= 4, "counts of checked pieces: " + shown);
            assertEquals(shown.stream().sorted().distinct().toList(), shown, "each later one is higher");
            PlaywrightAssertions.assertThat(page.locator("#downloads li, .install-line .msg, .install-line progress"))
                    .hasCount(0);
            PlaywrightAssertions.assertThat(page.locator("#screen h1")).hasText("[Models]");
            assertEquals(List.of(), lab.offences());
        }
    }

    private static void answers(Page page, String sample, String language) {
        page.locator("#say").fill(Samples.BY_LANGUAGE.get(sample));
        PlaywrightAssertions.assertThat(page.locator("output[for=say]")).containsText(language);
    }
}
