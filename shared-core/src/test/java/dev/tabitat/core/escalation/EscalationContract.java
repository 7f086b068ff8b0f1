package dev.tabitat.core.escalation;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.routing.DataClass;
import dev.tabitat.core.routing.ExecutionScope;
import dev.tabitat.core.sensitivity.Redaction;
import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Optional;

/** What leaves, to whom, and how answers are read. */
public final class EscalationContract implements Contract {

    @Override
    public String name() {
        return "escalation: endpoints, exact bytes, streams, security policies";
    }

    @Override
    public void run(Check check) {
        addresses(check);
        plans(check);
        streams(check);
        labels(check);
        policies(check);
    }

    private static Endpoint endpoint(String url, Dialect dialect) {
        return new Endpoint("e1", "Laptop", dialect, url, "llama3.2:1b", 0, "");
    }

    private static void addresses(Check check) {
        check.equal("a slash and /v1 less", "http://127.0.0.1:1234",
                endpoint(" http://127.0.0.1:1234/v1/ ", Dialect.OPENAI).url());
        check.equal("this device", ExecutionScope.DEVICE, endpoint("http://localhost:11434", Dialect.OLLAMA).reach());
        check.equal("this device by number", ExecutionScope.DEVICE,
                endpoint("http://[::1]:11434", Dialect.OLLAMA).reach());
        check.equal("not this device", ExecutionScope.NETWORK,
                endpoint("http://127.0.0.1.example:11434", Dialect.OLLAMA).reach());
        check.equal("not this device either", ExecutionScope.NETWORK,
                endpoint("http://localhost.example", Dialect.OLLAMA).reach());
        check.equal("origin", "https://api.example:8443",
                endpoint("https://api.example:8443/inference", Dialect.OPENAI).origin());
        for (String bad : List.of("", "ftp://x", "http://", "http://user@host", "http://host?x", "javascript:alert(1)",
                "http://a b", "http:///x")) {
            check.fails("no address: " + bad, InvalidInput.class, () -> endpoint(bad, Dialect.OLLAMA));
        }
        Endpoint priced = new Endpoint("e2", "Cloud", Dialect.OPENAI, "https://api.example", "big", 2.5, "EUR");
        check.equal("written and read", priced, Endpoint.fromJson(priced.toJson()));
    }

    private static void plans(Check check) {
        Redaction redaction = Redaction.of("Reply to ana@example.org about \"the\u00a0offer\".");
        Endpoint cloud = new Endpoint("e2", "Cloud", Dialect.OPENAI, "https://api.example", "big", 2.5, "EUR");
        Plan plan = new Plan("p1", "reply", DataClass.GENERAL, cloud, "Answer a letter", redaction,
                Question.open("reply", redaction.text()).body(cloud));
        JsonObject shown = plan.toJson();
        check.isTrue("the address does not leave", !shown.toString().contains("ana@example.org"));
        check.isTrue("its placeholder does", shown.string("body").contains("[EMAIL_1]"));
        check.equal("what is shown is what is sent", shown.string("body"), Utf8.decode(plan.body()));
        check.equal("bytes", (long) plan.body().length, shown.integer("bytes"));
        check.equal("a cost is an estimate", "estimated", shown.object("cost").string("how"));
        JsonObject body = JsonReader.readObject(plan.body(), JsonLimits.DEFAULT);
        check.equal("model", "big", body.string("model"));
        check.equal("two messages", 2, body.array("messages").size());
        Plan other = new Plan("p2", "reply", DataClass.GENERAL, endpoint("http://localhost:1", Dialect.OLLAMA),
                "Answer", redaction, new byte[0]);
        check.isTrue("a consent is for one endpoint", !other.consentKey().equals(plan.consentKey()));
        check.equal("unknown cost", "unknown", other.toJson().object("cost").string("how"));
    }

    private static String read(Dialect dialect, String stream, int piece) {
        AnswerStream answer = new AnswerStream(dialect);
        byte[] bytes = Utf8.encode(stream);
        StringBuilder seen = new StringBuilder();
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] some = new byte[Math.min(piece, bytes.length - at)];
            System.arraycopy(bytes, at, some, 0, some.length);
            seen.append(answer.take(some));
        }
        String whole = answer.finish().text();
        return whole.startsWith(seen.toString()) ? whole : "what was told in pieces is not the whole";
    }

    private static void streams(Check check) {
        String ollama = "{\"message\":{\"content\":\"Gr\u00fc\"},\"done\":false}\n{\"message\":{\"content\":\"\u00dfe \ud83c\udf31\"},\"done\":false}\n{\"done\":true,\"eval_count\":7}\n";
        String openai = ": hello\r\n\r\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"Gr\u00fc\u00dfe\"}}]}\r\n\r\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\" \ud83c\udf31\"}}]}\n\ndata:[DONE]\n\n";
        for (int piece : new int[]{1, 2, 3, 7, 1000}) {
            check.equal("ollama in pieces of " + piece, "Gr\u00fc\u00dfe \ud83c\udf31",
                    read(Dialect.OLLAMA, ollama, piece));
            check.equal("openai in pieces of " + piece, "Gr\u00fc\u00dfe \ud83c\udf31",
                    read(Dialect.OPENAI, openai, piece));
        }
        check.fails("broken off", DamagedData.class, () -> read(Dialect.OLLAMA, ollama.substring(0, 40), 5));
        check.fails("no end", DamagedData.class, () -> read(Dialect.OPENAI, openai.replace("data:[DONE]", ""), 9));
        check.fails("no JSON", DamagedData.class, () -> read(Dialect.OLLAMA, "<html>\n", 9));
        check.fails("an error in the stream", Unavailable.class,
                () -> read(Dialect.OLLAMA, "{\"error\":\"model not found\"}\n", 9));
        check.fails("an error object", Unavailable.class,
                () -> read(Dialect.OPENAI, "{\"error\":{\"message\":\"quota\"}}", 9));
        check.fails("no UTF-8", DamagedData.class,
                () -> new AnswerStream(Dialect.OLLAMA).take(new byte[]{'"', (byte) 0xff, '"', '\n'}));
        check.fails("a line without end", DamagedData.class, () -> {
            AnswerStream stream = new AnswerStream(Dialect.OLLAMA);
            for (int i = 0; i < 20; i++) {
                stream.take(new byte[100_000]);
            }
        });
    }

    private static void labels(Check check) {
        List<String> labels = List.of("spam", "ham");
        check.equal("plain", Optional.of("spam"), Question.label("spam", labels));
        check.equal("dressed", Optional.of("ham"), Question.label("**Ham.**\n", labels));
        check.equal("in a sentence", Optional.of("spam"), Question.label("This is clearly spam, I think.", labels));
        check.equal("both", Optional.empty(), Question.label("spam or ham", labels));
        check.equal("within a word", Optional.empty(), Question.label("hamster", labels));
        check.equal("models of ollama", List.of("a", "b"), Dialect.OLLAMA
                .models(JsonObject.of("models", List.of(JsonObject.of("name", "a"), JsonObject.of("name", "b")))));
        check.equal("models of openai", List.of("m"),
                Dialect.OPENAI.models(JsonObject.of("data", List.of(JsonObject.of("id", "m")))));
    }

    private static void policies(Check check) {
        ConnectSources sources = ConnectSources
                .of("default-src 'none'; connect-src 'self' http://localhost:* https://api.example; img-src *");
        check.isTrue("any port here", sources.allows("http://localhost:11434", "http://tab"));
        check.isTrue("self", sources.allows("http://tab", "http://tab"));
        check.isTrue("named", sources.allows("https://api.example", "http://tab"));
        check.isTrue("another port", !sources.allows("https://api.example:8443", "http://tab"));
        check.isTrue("no prefix", !sources.allows("http://localhost.evil", "http://tab"));
        check.isTrue("default counts", !ConnectSources.of("default-src 'self'").allows("http://x", "http://tab"));
        check.isTrue("nothing said, nothing limited", ConnectSources.of("").allows("http://x", "http://tab"));
    }
}
