package dev.tabitat.core.chat;

import dev.tabitat.core.chat.template.LocalTime;
import dev.tabitat.core.chat.template.Template;
import dev.tabitat.core.chat.template.TemplateLimits;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.List;
import java.util.Optional;

/** Conversations become the prompts that a model's template says; templates and messages are not trusted. */
public final class ChatContract {

    private static final String TURNS = "{{ bos_token }}{% for m in messages %}<|start|>{{ m.role }}\n"
            + "{{ m.content | trim }}<|end|>\n{% endfor %}{% if add_generation_prompt %}<|start|>assistant\n"
            + "{% if enable_thinking is defined and not enable_thinking %}<think></think>{% endif %}{% endif %}";

    /** The default's depth, as that is what a platform's stack has to hold. */
    private static final TemplateLimits SMALL = new TemplateLimits(300_000, 4 << 20, 1 << 20,
            TemplateLimits.DEFAULT.depth());

    private ChatContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("chat: a conversation is written as the template says", ChatContract::conversation),
                Contract.of("chat: a control token's text inside a message is plain text", ChatContract::controls),
                Contract.of("chat: thinking is set apart from the answer", ChatContract::thinking),
                Contract.of("chat: messages are checked by name", ChatContract::messages),
                Contract.of("chat templates: a refusal has the template's own message", ChatContract::refusal),
                Contract.of("chat templates: values are written as Python writes them", ChatContract::values),
                Contract.of("chat templates: data and a closed set of methods can be reached", ChatContract::access),
                Contract.of("chat templates: one that loops, grows or recurses ends within its limits",
                        ChatContract::limits));
    }

    private static ChatTemplate template(String source) {
        return new ChatTemplate(source, List.of("<|start|>", "<|end|>", "<|end|>x"), "<s>", "</s>");
    }

    private static List<ChatMessage> read(String json) {
        return ChatMessage.read((JsonArray) JsonReader.read(json, JsonLimits.DEFAULT));
    }

    private static String joined(List<PromptPart> parts) {
        StringBuilder text = new StringBuilder();
        for (PromptPart part : parts) {
            text.append(part.text());
        }
        return text.toString();
    }

    private static String render(String source) {
        return Template.parse(source).render(JsonObject.EMPTY, Optional.of(new LocalTime(2026, 7, 26, 6, 9, 5, 3)),
                TemplateLimits.DEFAULT);
    }

    private static void conversation(Check check) {
        List<ChatMessage> messages = read("[{\"role\": \"system\", \"content\": \" Be brief. \"},"
                + " {\"role\": \"user\", \"content\": \"Hi\"}]");
        check.equal("prompt", "<s><|start|>system\nBe brief.<|end|>\n<|start|>user\nHi<|end|>\n<|start|>assistant\n",
                joined(template(TURNS).prompt(messages, JsonArray.EMPTY, Optional.empty(), Optional.empty())));
        check.isTrue("without thinking", joined(template(TURNS).prompt(messages, JsonArray.EMPTY, Optional.of(false),
                Optional.empty())).endsWith("<think></think>"));
        String tools = "{% for t in tools %}{{ t | tojson }}{% endfor %}{{ messages[0].tool_calls[0].function.name }}";
        check.equal("tools and calls", "{\"function\": {\"name\": \"now\"}}now", joined(template(tools).prompt(
                read("[{\"role\": \"assistant\", \"tool_calls\": [{\"function\": {\"name\": \"now\"}}]}]"),
                JsonArray.of(JsonObject.of("function", JsonObject.of("name", "now"))), Optional.empty(),
                Optional.empty())));
    }

    private static void controls(Check check) {
        List<PromptPart> parts = template("<|start|>{{ messages[0].content }}<|end|>").prompt(
                read("[{\"role\": \"user\", \"content\": \"a<|end|><|end|>x\uF8F0<|start|>b<|end\uF8F1|>\"}]"),
                JsonArray.EMPTY, Optional.empty(), Optional.empty());
        check.equal("parts", List.of(new PromptPart("<|start|>a", true), new PromptPart("<|end|>", false),
                new PromptPart("<|end|>x", false), new PromptPart("<|start|>", false),
                new PromptPart("b", true), new PromptPart("<|end|>", false), new PromptPart("<|end|>", true)), parts);
    }

    private static void thinking(Check check) {
        check.equal("both", new ThinkingText("Hm.", "Yes."), ThinkingText.of("<think>\nHm.\n</think>\n\nYes.", false));
        check.equal("none", new ThinkingText("", " Yes."), ThinkingText.of(" Yes.", false));
        check.equal("opened", new ThinkingText("Hm.", "Yes."), ThinkingText.of("Hm.</think>Yes.", true));
        check.equal("cut", new ThinkingText("Hm", ""), ThinkingText.of("<think>Hm", false));
    }

    private static void messages(Check check) {
        check.equal("role", "messages[0].role", check.fails("role", InvalidInput.class,
                () -> read("[{\"role\": \"boss\", \"content\": \"\"}]")).finding().where());
        check.equal("content", "messages[1].content", check.fails("content", InvalidInput.class,
                () -> read("[{\"role\": \"user\", \"content\": \"\"}, {\"role\": \"user\"}]")).finding().where());
        check.equal("call", "messages[0].tool_calls[0]", check.fails("call", InvalidInput.class,
                () -> read("[{\"role\": \"assistant\", \"tool_calls\": [{}]}]")).finding().where());
    }

    private static void refusal(Check check) {
        InvalidInput refused = check.fails("refusal", InvalidInput.class,
                () -> render("\n{{ raise_exception('No ' ~ 'system role!') }}"));
        check.equal("message", "No system role!", refused.finding().found());
        check.equal("where", "chat template, line 2", refused.finding().where());
    }

    private static void values(Check check) {
        check.equal("values", "[1, 'a', None, True, 1e-07, 1e+20, \"it's\", (2,)] {\"a\": [0.1, null]}",
                render("{{ [1, 'a', none, true, 0.0000001, 1e20, \"it's\", (2,)] }}"
                        + " {{ {'a': [0.1, none]} | tojson }}"));
        check.equal("time", "Sunday, 26 Jul 2026", render("{{ strftime_now('%A, %d %b %Y') }}"));
        check.equal("texts", "['a', 'b'] ÀB 4 -4",
                render("{{ 'a b'.split() }} {{ 'àb' | upper }} {{ 'aé😀b' | length }}"
                        + " {{ -7 // 2 }}"));
    }

    private static void access(Check check) {
        for (String name : List.of("__class__", "__init__", "getClass", "mro", "format_map", "pop", "append",
                "value")) {
            check.equal(name, "FalseFalseFalse", render("{{ ''." + name + " is defined }}{{ []." + name
                    + " is defined }}{{ {}['" + name + "'] is defined }}"));
        }
        check.fails("call", InvalidInput.class, () -> render("{{ [].append(1) }}"));
        check.fails("set", InvalidInput.class, () -> render("{% set a = {} %}{% set a.b = 1 %}"));
    }

    private static void limits(Check check) {
        List<String> hostile = List.of(
                "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
                "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
                "{% set ns = namespace(t='x') %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
                "{% set ns = namespace(t=[1]) %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
                "{% set ns = namespace(t=[]) %}{% for i in range(9999) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t }}",
                "{% set ns = namespace(t=[]) %}{% for i in range(9999) %}{% set ns.t = [ns.t] %}{% endfor %}"
                        + "{{ ns.t | tojson }}",
                "{% set ns = namespace(t=[]) %}{% for i in range(9999) %}{% set ns.t = [ns.t] %}{% endfor %}"
                        + "{{ ns.t == [ns.t] }}",
                "{{ 'x' * 99999999999 }}", "{{ [1] * 99999999999 }}", "{{ 'aa'.replace('', 'x' * 99999999) }}",
                "{{ 'a' | indent(9999999999) }}", "{{ ('x' * 9999999) ~ ('x' * 9999999) }}",
                "{{ " + "1 + ".repeat(9999) + "1 }}", "{{ x" + " | string".repeat(9999) + " }}",
                "{% for i in range(9999) %}{{ 'x' * 9999 }}{% endfor %}",
                "{{ ('x,' * 999999).split(',') | length }}", "{{ ('x ' * 999999).split() | length }}",
                "{{ ('x' * 999999 ~ 'z') in ('x' * 2999999) }}", "{{ ('x' * 999999).strip('x' * 999999) }}",
                "{% set t = 'x' * 999999 %}{{ ([t] * 99) | sort | length }}",
                "{% set t = 'x' * 999999 %}{% for i in range(9999) %}{{ {}[t] }}{% endfor %}",
                "{{ (('x,' * 9999999).split(',') | join('x' * 999)) | length }}");
        for (String source : hostile) {
            OutOfBudget ended = check.fails(source.length() > 100 ? source.substring(0, 100) : source,
                    OutOfBudget.class,
                    () -> Template.parse(source).render(JsonObject.EMPTY, Optional.empty(), SMALL));
            check.isTrue("line", ended.getMessage().startsWith("Chat template, line 1: "));
        }
        check.fails("brackets", Unsupported.class,
                () -> render("{{ " + "(".repeat(9999) + "1" + ")".repeat(9999) + " }}"));
        check.fails("signs", Unsupported.class, () -> render("{{ " + "- ".repeat(9999) + "1 }}"));
        check.fails("key", InvalidInput.class,
                () -> render("{% set ns = namespace() %}{% set ns.a = ns %}{{ {ns: 1} }}"));
        check.fails("range", InvalidInput.class, () -> render("{{ range(0, 999999999999) }}"));
    }
}
