package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Reviews;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The start screen answers only where an answer counts, its samples work, and what the lab taught is tried there and
 * undone.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StartIT {

    private static final String BASE = "all-minilm-l6-v2:q8";
    private static final Pattern LEAKED = Pattern
            .compile("\\[L[\\w.$]+;|@[0-9a-f]{5,}\\b|\\bundefined\\b|\\bnull\\b|\\bNaN\\b|\\[object |\\{\\}");

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
    }

    @AfterAll
    static void close() {
        List<String> offences = lab.offences();
        lab.close();
        host.close();
        assertTrue(offences.isEmpty(), offences.toString());
    }

    private static Locator output() {
        return tab.page().locator("output[for=say]");
    }

    @Test
    @Order(1)
    void whatIsNoLanguageIsNotSureAndSaysWhy() {
        String[][] texts = {{"12345", "no letters"}, {"?!.,;:", "no letters"},
                {"for (int i = 0; i < n; i++) { sum += a[i]; }", "code or data"},
                {"\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a", "written in Thai"},
                {"h e l l o w o r l d t h i s i s s p a c e d", "stand apart"}, {"ok", "too few letters"},
                {"\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e", "too few letters"}};
        for (String[] one : texts) {
            tab.page().locator("#say").fill(Samples.BY_LANGUAGE.get("swe"));
            PlaywrightAssertions.assertThat(output()).hasText("Swedish");
            tab.page().locator("#say").fill(one[0]);
            PlaywrightAssertions.assertThat(output()).hasText("Not sure");
            PlaywrightAssertions.assertThat(tab.page().locator(".reason")).containsText(one[1]);
            PlaywrightAssertions.assertThat(tab.page().locator(".answer-box")).not().containsText("100");
            picture("start-not-sure-" + one[1].replace(' ', '-'));
        }
    }

    private static void picture(String name) {
        tab.page().screenshot(new Page.ScreenshotOptions().setFullPage(true)
                .setPath(Path.of(System.getProperty("tabitat.shots"), name + ".png")));
    }

    @Test
    @Order(2)
    void everySampleHasAnAnswerThatCounts() {
        Locator samples = tab.page().locator(".sample-texts button");
        assertTrue(samples.count() >= 3, "samples are offered");
        for (int i = 0; i < samples.count(); i++) {
            tab.page().locator("#say").fill("12345");
            PlaywrightAssertions.assertThat(output()).hasText("Not sure");
            samples.nth(i).click();
            PlaywrightAssertions.assertThat(output()).not().hasText("Not sure");
            PlaywrightAssertions.assertThat(tab.page().locator(".answer")).containsText("This is");
        }
    }

    @Test
    @Order(3)
    void noScreenShowsNamesOfTheProgram() {
        Page page = tab.page();
        tab.call("addTarget", Map.of("name", "Desk", "url", "http://127.0.0.1:9", "dialect", "ollama", "model", "m"));
        for (String screen : List.of("start", "models", "lab", "documents", "route", "lineage", "device")) {
            page.evaluate("screen => { location.hash = screen; }", screen);
            PlaywrightAssertions.assertThat(page.locator("#screen-" + screen + " h1").first()).isVisible();
            PlaywrightAssertions.assertThat(page.locator("[aria-busy=true]")).hasCount(0);
            page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })");
            var leaked = LEAKED.matcher(page.locator("main").innerText());
            assertTrue(!leaked.find(), () -> screen + ": " + leaked.group());
        }
    }

    @Test
    @Order(4)
    void whatTheLabTaughtIsTriedCalibratedPickedAndUndone() {
        Page page = tab.page();
        tab.call("install", BASE);
        tab.call("teach",
                Map.of("task", "reviews", "base", BASE, "examples", Reviews.text(), "kind", "head", "seed", 7));
        page.evaluate("() => { location.hash = 'lab'; }");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try it")).click();
        page.locator("#say").fill("This phone is great, it works perfectly and I love it.");
        PlaywrightAssertions.assertThat(output()).hasText("Not sure");
        PlaywrightAssertions.assertThat(page.locator(".reason")).containsText("has not been calibrated");
        PlaywrightAssertions.assertThat(page.locator(".sample-texts")).hasCount(0);
        page.evaluate("() => { location.hash = 'lab'; }");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Calibrate").setExact(true)).click();
        PlaywrightAssertions.assertThat(page.locator(".decide")).containsText("Calibrated: its answers count from");
        picture("lab-calibrated");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Keep .*c1"))).click();
        PlaywrightAssertions.assertThat(page.locator(".decide .big")).containsText("answers from now on");
        page.evaluate("() => { location.hash = 'start'; }");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("reviews").setExact(true)).click();
        PlaywrightAssertions.assertThat(page.locator(".answer-box .note")).containsText("reviews-");
        PlaywrightAssertions.assertThat(output()).hasText("1");
        PlaywrightAssertions.assertThat(page.locator("main")).not().containsText("Examples for reviews");
        assertEquals("reviews", classifyReviews().get("task").getAsString());
        picture("start-lab-model");
        page.evaluate("() => { location.hash = 'lab'; }");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Undo")).click();
        PlaywrightAssertions.assertThat(page.locator(".decide .big")).containsText("Undone");
        assertEquals("unavailable",
                tab.rejection("() => tabitat.classify({ task: 'reviews', input: 'It works very well.' })", null)
                        .get("code").getAsString());
        picture("lab-undone");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use it again")).click();
        PlaywrightAssertions.assertThat(page.locator(".decide .big")).containsText("answers from now on");
        assertEquals("reviews", classifyReviews().get("task").getAsString());
    }

    private static JsonObject classifyReviews() {
        return tab.call("classify", Map.of("task", "reviews", "input", "It works very well.")).getAsJsonObject();
    }

    @Test
    @Order(5)
    void withoutAModelItOffersOneInPlaceOfSamples() {
        Page page = tab.page();
        page.evaluate("() => { location.hash = 'start'; }");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Its language")).click();
        tab.call("remove", "lande:q8");
        PlaywrightAssertions.assertThat(page.locator(".sample-texts")).hasCount(0);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Install .*KB$"))).first()
                .click();
        PlaywrightAssertions.assertThat(page.locator(".sample-texts")).hasCount(1);
        page.locator(".sample-texts button").first().click();
        PlaywrightAssertions.assertThat(page.locator(".answer")).containsText("This is");
    }
}
