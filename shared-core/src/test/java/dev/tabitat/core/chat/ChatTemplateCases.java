package dev.tabitat.core.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.chat.template.LocalTime;
import dev.tabitat.core.chat.template.Template;
import dev.tabitat.core.chat.template.TemplateLimits;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Renderings that jinja2 made by chat_template_fixtures.py, against those of the interpreter. */
final class ChatTemplateCases {

    /** The time that the script gives. */
    private static final LocalTime NOW = new LocalTime(2026, 7, 26, 6, 9, 5, 3);

    private ChatTemplateCases() {}

    /** How many renderings were compared; each one that differs is in the failure's message. */
    static int compare(Path templates, Path conversations, Path expected) throws IOException {
        JsonObject given = JsonReader.readObject(Files.readAllBytes(conversations), JsonLimits.DEFAULT);
        JsonArray cases = (JsonArray) JsonReader.read(Files.readAllBytes(expected), JsonLimits.DEFAULT);
        List<String> differences = new ArrayList<>();
        for (JsonObject each : cases.objects()) {
            String name = each.string("template");
            String found = outcome(Files.readString(templates.resolve(name)),
                    given.object(each.string("conversation")));
            String wanted = each.findString("text").map(text -> "text: " + text)
                    .orElse(each.findString("refused").map(message -> "refused: " + message).orElse("error"));
            if (!found.equals(wanted)) {
                differences
                        .add(name + ", " + each.string("conversation") + ": expected " + wanted + "\nfound " + found);
            }
        }
        assertEquals(List.of(), differences);
        return cases.size();
    }

    private static String outcome(String source, JsonObject variables) {
        try {
            return "text: " + Template.parse(source).render(variables, Optional.of(NOW), TemplateLimits.DEFAULT);
        } catch (InvalidInput error) {
            boolean byTemplate = error.getMessage().startsWith("The model's chat template refuses");
            return byTemplate ? "refused: " + error.finding().found() : "error";
        }
    }
}
