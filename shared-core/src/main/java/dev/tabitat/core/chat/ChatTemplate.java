package dev.tabitat.core.chat;

import dev.tabitat.core.chat.template.LocalTime;
import dev.tabitat.core.chat.template.Template;
import dev.tabitat.core.chat.template.TemplateLimits;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A model's own way to write a conversation as a prompt: the program in its file, with its control tokens. */
public final class ChatTemplate {

    private final Template template;
    private final SpecialTexts specials;
    private final String beginText;
    private final String endText;

    /**
     * Parses a template.
     *
     * @param controls the texts of the model's control tokens
     * @param beginText the text of the token that begins a sequence, or empty
     * @param endText the text of the token that ends one, or empty
     * @throws dev.tabitat.core.error.Unsupported with the line of what is broken or not supported
     */
    public ChatTemplate(String source, Collection<String> controls, String beginText, String endText) {
        this.template = Template.parse(source);
        this.specials = new SpecialTexts(controls);
        this.beginText = beginText;
        this.endText = endText;
    }

    /**
     * The prompt that asks the model for the next message.
     *
     * @param tools functions on offer in OpenAI's shape; none when empty
     * @param think whether the model should think first; the template's own choice when absent
     * @param now the time that the template may write
     * @throws dev.tabitat.core.error.InvalidInput when the template refuses the conversation, with its own message
     * @throws dev.tabitat.core.error.OutOfBudget when the template exceeds a limit
     */
    public List<PromptPart> prompt(List<ChatMessage> messages, JsonArray tools, Optional<Boolean> think,
            Optional<LocalTime> now) {
        JsonObject.Builder variables = JsonObject.builder().put("messages", specials.mark(json(messages)))
                .put("add_generation_prompt", true).put("bos_token", beginText).put("eos_token", endText);
        if (tools.size() > 0) {
            variables.put("tools", specials.mark(tools));
        }
        if (think.isPresent()) {
            variables.put("enable_thinking", think.get()).put("thinking", think.get());
        }
        return specials.parts(template.render(variables.build(), now, TemplateLimits.DEFAULT));
    }

    private static JsonArray json(List<ChatMessage> messages) {
        List<Json> items = new ArrayList<>();
        for (ChatMessage message : messages) {
            items.add(message.toJson());
        }
        return new JsonArray(items);
    }
}
