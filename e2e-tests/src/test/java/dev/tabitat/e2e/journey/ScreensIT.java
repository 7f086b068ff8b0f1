package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every screen, in light and dark, wide and at 360 px: accessible, without sideways scrolling, and pictured. */
final class ScreensIT {

    private static final List<String> SCREENS = List.of("start", "models", "documents", "route", "lineage", "device");

    @ParameterizedTest(name = "{0}, {1} px wide")
    @CsvSource({"light, 1280", "light, 360", "dark, 1280", "dark, 360"})
    void eachScreenIsAccessibleAndFits(String scheme, int width) {
        Lab.Trait[] traits = scheme.equals("dark") ? new Lab.Trait[]{Lab.Trait.DARK} : new Lab.Trait[0];
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab(traits)) {
            Tab tab = Tab.open(lab, host.url()).ready();
            Page page = tab.page();
            page.setViewportSize(width, width == 360 ? 740 : 900);
            page.locator("#say").fill(Samples.BY_LANGUAGE.get("swe"));
            PlaywrightAssertions.assertThat(page.locator("output[for=say]")).hasText("Swedish");
            tab.call("install", "opennlp-langdetect:fp32");
            tab.call("check");
            for (String screen : SCREENS) {
                page.evaluate("screen => { location.hash = screen; }", screen);
                PlaywrightAssertions.assertThat(page.locator("main h1")).isVisible();
                PlaywrightAssertions.assertThat(page.locator("[aria-busy=true]")).hasCount(0);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of(System.getProperty("tabitat.shots"),
                                screen + "-" + scheme + "-" + width + ".png")));
                String where = screen + ", " + scheme + ", " + width + " px";
                assertTrue((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"),
                        "scrolls sideways: " + where);
                assertEquals(List.of(), serious(page), where);
            }
            routes(tab, scheme, width);
            assertEquals(List.of(), lab.offences());
        }
    }

    /** A decision, one that does nothing, and a plan, each as a person sees it. */
    private static void routes(Tab tab, String scheme, int width) {
        Page page = tab.page();
        tab.call("addTarget", java.util.Map.of("name", "The laptop in the office", "url", "http://127.0.0.1:11434",
                "dialect", "ollama", "model", "llama3.2:3b"));
        page.evaluate("() => { location.hash = 'route'; }");
        String[][] cases = {{"answered", Samples.BY_LANGUAGE.get("swe"), "general"}, {"nothing", "ok", "patient"},
                {"plan", "Dear Dr. Helen Meyer, my card 4111 1111 1111 1111 was charged twice. Write to anna@example.org, please. Jeg",
                        "general"}};
        for (String[] one : cases) {
            page.locator("#route-text").fill(one[1]);
            page.locator("#route-class").selectOption(one[2]);
            if (one[0].equals("plan")) {
                page.evaluate(
                        "async () => { const { policy } = await tabitat.policy(); await tabitat.policy({ set: { ...policy, name: 'Nobody here', exclude: [{ name: '*', reason: 'to show a plan' }] } }); }");
            }
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Decide")).click();
            page.locator(one[0].equals("plan") ? "#route-plan" : ".verdict-card .big").waitFor();
            PlaywrightAssertions.assertThat(page.locator(".verdict-card .big"))
                    .hasText(one[0].equals("answered") ? "Swedish"
                            : one[0].equals("nothing") ? "Nothing was done" : "A plan for you to read");
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path
                    .of(System.getProperty("tabitat.shots"), "route-" + one[0] + "-" + scheme + "-" + width + ".png")));
            String where = "route, " + one[0] + ", " + scheme + ", " + width + " px";
            assertTrue((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"),
                    "scrolls sideways: " + where);
            assertEquals(List.of(), serious(page), where);
        }
    }

    @Test
    void everyScreenIsReachedAndNamedByKeyboardAlone() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Page page = Tab.open(lab, host.url()).ready().page();
            for (String screen : SCREENS) {
                page.locator(".rail a[href='#" + screen + "']").focus();
                page.keyboard().press("Enter");
                PlaywrightAssertions.assertThat(page.locator(".rail a[aria-current]")).hasAttribute("href",
                        "#" + screen);
                PlaywrightAssertions.assertThat(page.locator("main h1")).hasCount(1);
                page.locator("a.skip").focus();
                page.keyboard().press("Enter");
                PlaywrightAssertions.assertThat(page.locator("#main")).isFocused();
                PlaywrightAssertions.assertThat(page.locator("#screen-" + screen)).hasCount(1);
            }
        }
    }

    private static List<String> serious(Page page) {
        return new AxeBuilder(page).analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(ScreensIT::describe)
                .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream().limit(3).map(node -> node.getHtml()).toList();
    }
}
