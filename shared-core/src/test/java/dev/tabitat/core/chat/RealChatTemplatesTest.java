package dev.tabitat.core.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.generation.RealModels;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chat templates that llama.cpp keeps of real models render as jinja2 does: fetched with {@code -Preal-models}. */
final class RealChatTemplatesTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void everyRenderingIsThatOfJinja() throws Exception {
        Path templates = RealModels.chatTemplates();
        Path conversations = Path.of(RealChatTemplatesTest.class.getResource("conversations.json").toURI());
        Path expected = folder.resolve("expected.json");
        ProcessBuilder jinja = new ProcessBuilder("python3", "src/test/python/chat_template_fixtures.py",
                templates.toString(), conversations.toString(), expected.toString());
        jinja.environment().put("PYTHONPATH", RealModels.jinja().toString());
        Process process = jinja.redirectErrorStream(true).redirectOutput(new File(folder.toFile(), "log")).start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the script ends");
        assertEquals(0, process.exitValue());
        assertTrue(ChatTemplateCases.compare(templates, conversations, expected) >= 68 * 17,
                "all of them were compared");
    }
}
