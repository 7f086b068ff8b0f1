package dev.tabitat.core.chat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.chat.template.Template;
import dev.tabitat.core.chat.template.TemplateLimits;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Changed and random templates render, or are refused by name, within small limits. */
final class ChatTemplateFuzzTest {

    private static final List<String> NAMES = List.of("blocks", "loops", "macros", "values", "texts", "chatml");
    private static final TemplateLimits SMALL = new TemplateLimits(50_000, 1 << 20, 100_000, 200);
    private static final List<String> PIECES = List.of("{{ ", " }}", "{% ", " %}", "for a in ", "messages", "if ",
            "endfor", "endif", "set ns = ", "namespace(", "ns.x", "macro m(a)", "endmacro", "m(", ")", "(", "[", "]",
            "{",
            "}", ":", ",", " + ", " * ", " ~ ", "'x'", "99999", "1.5", " | ", "tojson", "join", "map", "'upper'",
            "sort",
            "replace('', 'yy')", " is ", "defined", "not ", " in ", "range(", "-", "%", "\n", "{#", "#}", "a", ".", "=",
            "split", "raw", "endraw", "else", "elif ", "break", "loop.index", " and ", " or ", "none", "true", "\\",
            "\"",
            "indent(", "call ", "filter ", "dictsort", "unique", "strip()", "format(", "//", "**", "😀", "\u0000");

    private static String resource(String name) throws IOException {
        try (InputStream in = ChatTemplateFuzzTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whether the template rendered; its error otherwise names a line and a finding. */
    private static boolean renders(String source, JsonObject variables) {
        try {
            Template.parse(source).render(variables, Optional.empty(), SMALL);
            return true;
        } catch (TabitatException error) {
            assertFalse(error.finding().equals(Finding.NONE), source);
            assertTrue(error.finding().where().contains("line "), source);
            return false;
        }
    }

    @Test
    void aTemplateWithAnyPartChangedRendersOrIsRefusedByName() throws IOException {
        Random random = Seed.random("ChatTemplateFuzzTest.changed");
        JsonObject conversations = JsonReader.readObject(resource("conversations.json"), JsonLimits.DEFAULT);
        JsonObject variables = conversations.object("two tool calls");
        int rendered = 0;
        for (int i = 0; i < 4_000; i++) {
            StringBuilder source = new StringBuilder(
                    resource("templates/" + NAMES.get(random.nextInt(NAMES.size())) + ".jinja"));
            for (int k = random.nextInt(3); k >= 0; k--) {
                int from = random.nextInt(source.length());
                int to = Math.min(source.length(), from + random.nextInt(6));
                source.replace(from, to, random.nextBoolean() ? "" : PIECES.get(random.nextInt(PIECES.size())));
            }
            rendered += renders(source.toString(), variables) ? 1 : 0;
        }
        assertTrue(rendered > 100 && rendered < 3_900, rendered + " of 4000 rendered");
    }

    @Test
    void aTemplateOfRandomPartsRendersOrIsRefusedByName() throws IOException {
        Random random = Seed.random("ChatTemplateFuzzTest.random");
        JsonObject variables = JsonReader.readObject(resource("conversations.json"), JsonLimits.DEFAULT)
                .object("system and turns");
        for (int i = 0; i < 30_000; i++) {
            StringBuilder source = new StringBuilder(random.nextBoolean() ? "{{ " : "{% ");
            for (int k = random.nextInt(12); k >= 0; k--) {
                source.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            renders(source.append(random.nextBoolean() ? " }}" : " %}").toString(), variables);
        }
    }
}
