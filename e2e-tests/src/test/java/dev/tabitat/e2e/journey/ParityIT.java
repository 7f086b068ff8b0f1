package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The identifiers, as they run in the tab, against what their originals said of the same paragraphs. */
final class ParityIT {

    private static final double SCORE_BOUND = 1e-3;

    @Test
    void theIdentifiersSayInTheTabWhatTheirOriginalsSay() throws IOException {
        JsonArray sample = JsonParser.parseString(
                Files.readString(HostProcess.root().resolve("static-host/target/parity/udhr-sample.json")))
                .getAsJsonArray();
        assertTrue(sample.size() >= 1000, "paragraphs: " + sample.size());
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.call("install", "opennlp-langdetect:fp32");
            compare(tab, sample, "lande:q8", "lande");
            compare(tab, sample, "opennlp-langdetect:fp32", "opennlp");
            tab.call("install", "fasttext-lid-176:pq");
            compare(tab, sample, "fasttext-lid-176:pq", "fasttext");
        }
    }

    private static void compare(Tab tab, JsonArray sample, String model, String original) {
        List<String> texts = sample.asList().stream().map(row -> row.getAsJsonObject().get("text").getAsString())
                .toList();
        JsonObject answer = tab.call("classify", Map.of("model", model, "input", texts, "top_k", 1)).getAsJsonObject();
        JsonArray results = answer.getAsJsonArray("results");
        assertEquals(sample.size(), results.size());
        int right = 0;
        double worst = 0;
        for (int i = 0; i < sample.size(); i++) {
            JsonObject row = sample.get(i).getAsJsonObject();
            JsonElement best = results.get(i).getAsJsonArray().get(0);
            JsonObject said = row.getAsJsonObject(original);
            assertEquals(said.get("label"), best.getAsJsonObject().get("label"), model + " on: " + row.get("text"));
            double gap = Math.abs(said.get("score").getAsDouble() - best.getAsJsonObject().get("score").getAsDouble());
            worst = Math.max(worst, gap);
            right += row.get("lang").equals(said.get("language")) ? 1 : 0;
        }
        System.out.printf(
                "%s in Chromium (%s): accuracy %.4f on UDHR paragraphs, n = %d; same top label as the original on all, "
                        + "largest difference of its score %.2g; %.2f ms a paragraph%n",
                model, answer.get("backend").getAsString(),
                right / (double) sample.size(), sample.size(), worst,
                answer.get("total_duration").getAsDouble() / 1e6 / sample.size());
        assertTrue(worst <= SCORE_BOUND, model + ": " + worst);
    }
}
