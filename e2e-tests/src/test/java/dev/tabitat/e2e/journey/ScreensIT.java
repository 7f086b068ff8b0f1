package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
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

    private static final List<String> SCREENS = List.of("start", "models", "lineage", "device");

    @ParameterizedTest(name = "{0}, {1} px wide")
    @CsvSource({"light, 1280", "light, 360", "dark, 1280", "dark, 360"})
    void eachScreenIsAccessibleAndFits(String scheme, int width) {
        Lab.Trait[] traits = scheme.equals("dark") ? new Lab.Trait[] {Lab.Trait.DARK} : new Lab.Trait[0];
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
                        .setPath(Path.of(System.getProperty("tabitat.shots"), screen + "-" + scheme + "-" + width + ".png")));
                String where = screen + ", " + scheme + ", " + width + " px";
                assertTrue((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways: " + where);
                assertEquals(List.of(), serious(page), where);
            }
            assertEquals(List.of(), lab.offences());
        }
    }

    @Test
    void everyScreenIsReachedAndNamedByKeyboardAlone() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Page page = Tab.open(lab, host.url()).ready().page();
            for (String screen : SCREENS) {
                page.locator(".rail a[href='#" + screen + "']").focus();
                page.keyboard().press("Enter");
                PlaywrightAssertions.assertThat(page.locator(".rail a[aria-current]")).hasAttribute("href", "#" + screen);
                PlaywrightAssertions.assertThat(page.locator("main h1")).hasCount(1);
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
        return rule.getId() + ": " + rule.getHelp() + " at " + rule.getNodes().stream().limit(3).map(node -> node.getHtml()).toList();
    }
}
