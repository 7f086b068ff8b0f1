package dev.tabitat.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufSplit;
import dev.tabitat.core.format.gguf.GgufTensor;
import dev.tabitat.core.format.gguf.GgufValue;
import dev.tabitat.core.format.onnx.OnnxOutline;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Files that the original libraries wrote, and what those read from them; see
 * {@code src/test/python/import_fixtures.py}.
 */
final class HeaderGoldenTest {

    private static final String FOLDER = "/dev/tabitat/core/importing/";

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = HeaderGoldenTest.class.getResourceAsStream(FOLDER + name)) {
            return in.readAllBytes();
        }
    }

    private static JsonObject json(String name) throws IOException {
        return JsonReader.readObject(bytes(name), JsonLimits.DEFAULT);
    }

    @Test
    void everyTypeOfGgufReadsAsItsOwnLibraryReadsIt() throws IOException {
        requireSame(json("all-types.json"), bytes("all-types.gguf"));
    }

    @Test
    void theFilesOfASplitModelAreItsParts() throws IOException {
        JsonObject expected = json("split.json");
        List<Gguf> parts = new ArrayList<>();
        for (String name : expected.names()) {
            assertTrue(GgufSplit.ofPath(name).isPresent(), name);
            byte[] file = bytes(name);
            requireSame(expected.object(name), file);
            parts.add(Gguf.read(Slices.of(file)));
        }
        assertEquals(3, parts.size());
        GgufSplit.requireWhole(parts);
    }

    @Test
    void aBigEndianFileIsRefusedAsSuch() throws IOException {
        byte[] file = bytes("big-endian.gguf");
        Unsupported refused = assertThrows(Unsupported.class, () -> Gguf.read(Slices.of(file)));
        assertEquals("The file is big-endian.", refused.getMessage());
    }

    private static void requireSame(JsonObject expected, byte[] file) {
        Gguf read = Gguf.read(Slices.of(file));
        JsonObject values = expected.object("values");
        assertEquals(values.names(), read.metadata().keySet());
        for (String key : values.names()) {
            requireSame(key, values.get(key), read.find(key).get());
        }
        assertEquals(expected.integer("alignment"), read.alignment());
        List<JsonObject> tensors = expected.array("tensors").objects();
        assertEquals(tensors.size(), read.tensors().size());
        for (int i = 0; i < tensors.size(); i++) {
            JsonObject one = tensors.get(i);
            GgufTensor tensor = read.tensors().get(i);
            assertEquals(one.string("name"), tensor.name());
            assertEquals(one.string("type"), tensor.type().name());
            assertEquals(one.array("dims"), Json.of(tensor.dims()), tensor.name());
            assertEquals(one.integer("bytes"), tensor.bytes(), tensor.name());
            assertEquals(one.integer("at"), read.dataStart() + tensor.offset(), tensor.name());
            assertEquals("sha256:" + one.string("sha256"),
                    Digest.of(file, (int) (read.dataStart() + tensor.offset()), (int) tensor.bytes()).toString());
        }
    }

    private static void requireSame(String key, Json expected, GgufValue found) {
        if (found instanceof GgufValue.Text text) {
            assertEquals(new JsonString(text.value()), expected, key);
        } else if (found instanceof GgufValue.Flag flag) {
            assertEquals(JsonBool.of(flag.value()), expected, key);
        } else if (found instanceof GgufValue.Whole whole) {
            assertEquals(JsonNumber.of(whole.value()), expected, key);
        } else if (found instanceof GgufValue.Real real) {
            assertEquals(JsonNumber.of(real.value()), expected, key);
        } else if (found instanceof GgufValue.Texts texts) {
            assertEquals(JsonArray.ofStrings(texts.all()), expected, key);
        } else if (found instanceof GgufValue.Numbers numbers) {
            JsonArray items = (JsonArray) expected;
            assertEquals(items.size(), numbers.length(), key);
            for (int i = 0; i < items.size(); i++) {
                Json item = items.get(i) instanceof JsonBool flag ? JsonNumber.of(flag.value() ? 1 : 0) : items.get(i);
                assertEquals(item, JsonNumber.of(numbers.number(i)), key + " " + i);
            }
        } else {
            throw new AssertionError(key + " is " + found.kind());
        }
    }

    @Test
    void everyTypeOfSafetensorsHasItsPlace() throws IOException {
        byte[] file = bytes("all-types.safetensors");
        SafetensorsOutline header = SafetensorsOutline.read(Slices.of(file), SafetensorsLimits.DEFAULT);
        JsonObject expected = json("all-types.safetensors.json");
        assertEquals(expected.names().size(), header.entries().size());
        assertEquals("Gr\u00fc\u00dfe", header.metadata().get("note"));
        for (String name : expected.names()) {
            SafetensorsOutline.Entry entry = header.find(name).get();
            assertEquals(expected.object(name).array("shape"), Json.of(entry.dims()), name);
            assertEquals("sha256:" + expected.object(name).string("sha256"), Digest
                    .of(file, (int) (header.dataStart() + entry.begin()), (int) entry.bytes()).toString(), name);
        }
        Unsupported refused = assertThrows(Unsupported.class, () -> Safetensors.read(file));
        assertTrue(List.of("U16", "U32", "U64", "F8_E4M3").contains(refused.finding().found()),
                refused.finding().found());
    }

    @Test
    void theOutlineOfAnOnnxModelHasItsGraphAndItsWeightsShapes() throws IOException {
        byte[] file = bytes("linear.onnx");
        CountedSlices counted = new CountedSlices(Slices.of(file));
        OnnxOutline outline = OnnxOutline.read(counted);
        JsonObject expected = json("linear.json");
        List<String> operators = new ArrayList<>();
        outline.graph().nodes().forEach(node -> operators.add(node.opType()));
        assertEquals(expected.array("nodes").strings(), operators);
        JsonObject weights = expected.object("weights");
        assertEquals(weights.names().size(), outline.weights().size());
        for (OnnxOutline.Weight weight : outline.weights()) {
            assertEquals(weights.object(weight.name()).array("shape"), Json.of(weight.dims()), weight.name());
            assertEquals(weights.object(weight.name()).integer("elements"), weight.elements());
            assertEquals(Optional.empty(), weight.location());
        }
        assertEquals(64 * 256 + 256, outline.parameters());
        assertTrue(counted.bytesRead() < 50_000, counted.bytesRead() + " of " + file.length);
        Tensor two = outline.graph().nodes().get(2).tensor("value").get();
        assertEquals(2f, two.toFloats()[0]);
    }

    @Test
    void weightsOfAnOnnxModelInAnotherFileAreNamedWithIt() throws IOException {
        OnnxOutline outline = OnnxOutline.read(Slices.of(bytes("external.onnx")));
        assertEquals(Optional.of("external.onnx_data"), outline.weights().get(0).location());
        assertEquals(64L * 256, outline.weights().get(0).elements());
        assertEquals(0, outline.weights().get(0).bytes());
    }
}
