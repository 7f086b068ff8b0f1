package dev.tabitat.core.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.chat.template.Template;
import dev.tabitat.core.error.Unsupported;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own templates render as jinja2 does; broken ones are refused with their line. */
final class ChatTemplateFixturesTest {

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(ChatTemplateFixturesTest.class.getResource(name).toURI());
    }

    @Test
    void everyRenderingIsThatOfJinja() throws Exception {
        assertEquals(119, ChatTemplateCases.compare(resource("templates"), resource("conversations.json"),
                resource("expected.json")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "{{ x;inside {{ }}", "{% if x %};endif is missing", "{% endfor %};endfor is not supported",
            "{{ x | nothing }};the filter nothing", "{{ x is odder }};the test odder", "{% include 'a' %};include",
            "{% import 'a' as b %};import", "{% extends 'a' %};extends", "{{ 1 + }};a value was expected",
            "{{ (1 }};closes nothing", "{% break %};outside a loop", "{# open;comment", "{{ 'open }};no closing",
            "{{ a ! b }};not expected", "{{ 99999999999999999999 }};64 bits", "{% set true = 1 %};cannot be assigned",
            "{% for x in y recursive %}{% endfor %};recursive", "{{ f(a=1, 2) }};follows one by name"})
    void aBrokenTemplateIsRefusedWithItsLine(String source, String named) {
        Unsupported refused = assertThrows(Unsupported.class, () -> Template.parse("line one\n" + source));
        assertTrue(refused.getMessage().startsWith("Chat template, line 2: "), refused.getMessage());
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }
}
