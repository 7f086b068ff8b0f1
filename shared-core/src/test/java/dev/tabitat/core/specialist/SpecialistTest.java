package dev.tabitat.core.specialist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.AdapterFiles;
import dev.tabitat.core.adapter.AdapterSamples;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.contract.PackageSamples;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A specialist's files say everything about it, and files that do not belong together are refused. */
final class SpecialistTest {

    private static final Digest BASE = Digest.of(new byte[]{1});
    private static final LinearHead HEAD = new LinearHead(List.of("no", "yes", "\u00e9\ud83d\ude00"), 2,
            new float[]{1, -2, 3.5f, 0, -0f, 1e-30f}, new float[]{0.25f, 0, -1}, 1.75);

    private static Map<String, byte[]> files(Optional<Adapter> adapter) {
        return new LinkedHashMap<>(new Specialist(BASE, "tiny:fp32", HEAD, adapter).files());
    }

    private static Specialist read(Map<String, byte[]> files) {
        return Specialist.read(ModelPackage.ofVerified(PackageSamples.manifest(), files));
    }

    private static <T extends TabitatException> T refused(Class<T> kind, String name, Object value) {
        Map<String, byte[]> files = files(Optional.empty());
        JsonObject json = JsonReader.readObject(files.get(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT);
        files.put(ModelPackage.ARCHITECTURE, Utf8.encode(json.with(name, value).toString()));
        return assertThrows(kind, () -> read(files), name + " " + value);
    }

    @Test
    void whatWasWrittenIsRead() {
        Specialist found = read(files(Optional.empty()));
        assertEquals(BASE, found.base());
        assertEquals("tiny:fp32", found.baseName());
        assertEquals(HEAD.labels(), found.head().labels());
        assertArrayEquals(HEAD.weights(), found.head().weights());
        assertArrayEquals(HEAD.bias(), found.head().bias());
        assertEquals(1.75, found.head().temperature());
        assertTrue(found.adapter().isEmpty());
        assertEquals(AdapterStack.EMPTY, found.stack(BASE));
        files(Optional.empty()).forEach((path, bytes) -> assertArrayEquals(bytes, found.files().get(path), path));
    }

    @Test
    void anAdapterComesBack() {
        for (Adapter adapter : AdapterSamples.each(BertContract.config(Op.Pooling.MEAN), 3)) {
            Map<String, byte[]> files = files(Optional.of(adapter));
            Specialist found = read(files);
            assertEquals(adapter.tensors().keySet(), found.adapter().orElseThrow().tensors().keySet());
            adapter.tensors().forEach((name, tensor) -> assertArrayEquals(tensor.toBytes(),
                    found.adapter().orElseThrow().tensors().get(name).toBytes(), name));
            files.forEach((path, bytes) -> assertArrayEquals(bytes, found.files().get(path), path));
            assertFalse(found.stack(BASE).equals(AdapterStack.EMPTY));
            files.remove(AdapterFiles.WEIGHTS);
            assertThrows(DamagedData.class, () -> read(files), "a configuration without weights");
        }
    }

    @Test
    void probabilitiesAreTheSoftmaxByHand() {
        double[] found = read(files(Optional.empty())).head().probabilities(new float[]{9, 2, 1}, 1);
        double[] logits = {(1 * 2 - 2 * 1 + 0.25) / 1.75, 3.5 * 2 / 1.75, (1e-30 - 1) / 1.75};
        double sum = Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]);
        for (int label = 0; label < 3; label++) {
            assertEquals(Math.exp(logits[label]) / sum, found[label], 1e-12);
        }
    }

    @Test
    void measuresThatDoNotBelongTogetherAreRefused() {
        for (Object width : List.of(0, 1, 3, -2, 16_385, 1L << 40, "2", 1.5)) {
            refused(DamagedData.class, "hidden_size", width);
        }
        assertEquals("0", refused(DamagedData.class, "hidden_size", 0).finding().found());
        for (Object labels : List.of(List.of("no", "yes"), List.of("a", "b", "c", "d"), List.of("a"), List.of(), "no",
                List.of(1, 2, 3))) {
            refused(DamagedData.class, "labels", labels);
        }
        for (Object temperature : List.of(0, -1, 1e6, "warm")) {
            refused(DamagedData.class, "temperature", temperature);
        }
        refused(Unsupported.class, "architecture", "bert");
        refused(TabitatException.class, "base", "sha256:12");
    }

    @Test
    void tensorsOfAnotherShapeAreRefusedByName() {
        Map<String, Tensor> good = HEAD.tensors();
        Map<String, Tensor> bad = new LinkedHashMap<>();
        bad.put("turned", Tensor.ofFloats(Shape.of(2, 3), HEAD.weights()));
        bad.put("flat", Tensor.ofFloats(Shape.of(6), HEAD.weights()));
        bad.put("not finite", Tensor.ofFloats(Shape.of(3, 2), new float[]{1, 2, Float.NaN, 4, 5, 6}));
        bad.forEach((what, tensor) -> {
            Map<String, byte[]> files = files(Optional.empty());
            files.put(ModelPackage.WEIGHTS,
                    new Safetensors(Map.of(LinearHead.WEIGHT, tensor, LinearHead.BIAS, good.get(LinearHead.BIAS)),
                            Map.of()).write());
            DamagedData refused = assertThrows(DamagedData.class, () -> read(files), what);
            assertTrue(refused.finding().where().contains(LinearHead.WEIGHT), what + ": " + refused.finding().where());
        });
        for (String missing : List.of(LinearHead.WEIGHT, LinearHead.BIAS)) {
            Map<String, Tensor> rest = new LinkedHashMap<>(good);
            rest.remove(missing);
            Map<String, byte[]> files = files(Optional.empty());
            files.put(ModelPackage.WEIGHTS, new Safetensors(rest, Map.of()).write());
            assertTrue(assertThrows(DamagedData.class, () -> read(files)).finding().where().contains(missing));
        }
        for (String path : List.of(ModelPackage.WEIGHTS, ModelPackage.ARCHITECTURE)) {
            Map<String, byte[]> files = files(Optional.empty());
            files.remove(path);
            assertThrows(DamagedData.class, () -> read(files), path);
        }
    }
}
