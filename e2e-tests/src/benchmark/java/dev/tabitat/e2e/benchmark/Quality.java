package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import java.io.IOException;
import java.util.List;

/** How near the small models stay to the fp32 one, which ONNX Runtime runs in a page of this browser. */
final class Quality {

    private final Stand stand;

    Quality(Stand stand) {
        this.stand = stand;
    }

    /**
     * Both engines get the same token ids, Tabitat's; that they are those of the original tokenizer is tested
     * elsewhere.
     */
    void measure() throws IOException {
        List<String> sentences = stand.artifacts().sentences(stand.settings().sentences());
        try (TabitatPage tabitat = stand.tabitat()) {
            Json ids = tabitat.tokenize(sentences);
            List<double[]> reference = peer("fp32", ids);
            stand.results().quality.add(Cosines.of("ORT-web, its int8 file", peer("int8", ids), reference));
            for (String model : List.of(TabitatPage.Q8, TabitatPage.Q4, TabitatPage.FP32)) {
                stand.attempt("quality of " + model, () -> {
                    tabitat.install(model);
                    stand.results().quality
                            .add(Cosines.of("Tabitat, " + model, tabitat.embed(model, sentences), reference));
                });
            }
        }
    }

    private List<double[]> peer(String model, Json ids) {
        try (PeerPage page = stand.peer("wasm", 2)) {
            return page.open(model).embed(ids);
        }
    }
}
