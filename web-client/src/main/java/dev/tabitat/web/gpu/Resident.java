package dev.tabitat.web.gpu;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.WebGpu;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.typedarrays.Int32Array;
import org.teavm.jso.typedarrays.Int8Array;

/** A session's buffers on one device: gone with it. Buffers for values grow with the inputs and stay. */
final class Resident {

    /** What every device accepts as the distance between two blocks of parameters. */
    private static final int PARAMS_STRIDE = 256;
    private static final int PIECE = 4 << 20;

    private final Gpu gpu;
    private final Plan plan;
    private final SlotBuffer[] slotBuffers;
    private final SlotBuffer staging = new SlotBuffer();
    private final List<JSObject> pipelines = new ArrayList<>();
    private final JSObject params;
    private JSArray<JSObject> bound;

    /**
     * Makes pipelines and uploads the weights.
     *
     * @param base whose weights of the same names are shared instead; on the same device
     */
    Resident(Gpu gpu, Plan plan, Graph graph, Map<String, Tensor> weights, Optional<Resident> base) {
        this.gpu = gpu;
        this.plan = plan;
        slotBuffers = new SlotBuffer[plan.slots()];
        for (int i = 0; i < slotBuffers.length; i++) {
            slotBuffers[i] = new SlotBuffer();
        }
        for (Node node : graph.weights()) {
            base.filter(one -> one.plan.hasSlot(node.name())).ifPresent(one -> share(one, node.name()));
        }
        for (SlotBuffer slotBuffer : slotBuffers) {
            slotBuffer.users.add(this);
        }
        for (Node node : graph.weights()) {
            gpu.requireWithin("weight " + node.name(), uploadSize(weights.get(node.name())));
        }
        for (Plan.Step step : plan.steps()) {
            pipelines.add(gpu.pipeline(step.kernel()));
        }
        params = gpu.buffer(Math.max(1, pipelines.size()) * (long) PARAMS_STRIDE, WebGpu.UNIFORM);
        try {
            for (Node node : graph.weights()) {
                upload(node.name(), weights.get(node.name()));
            }
            gpu.settle("weights");
        } catch (RuntimeException e) {
            free();
            throw e;
        }
    }

    /** The base's buffers in place of own ones. */
    private void share(Resident base, String weight) {
        slotBuffers[plan.slot(weight)] = base.slotBuffers[base.plan.slot(weight)];
        if (plan.sums(weight) >= 0 && base.plan.sums(weight) >= 0) {
            slotBuffers[plan.sums(weight)] = base.slotBuffers[base.plan.sums(weight)];
        }
    }

    Gpu gpu() {
        return gpu;
    }

    long memoryBytes() {
        long bytes = staging.bytes + pipelines.size() * (long) PARAMS_STRIDE;
        for (SlotBuffer slotBuffer : slotBuffers) {
            bytes += slotBuffer.users.get(0) == this ? slotBuffer.bytes : 0;
        }
        return bytes;
    }

    /** Frees the buffers that no other plan uses; never fails. */
    void free() {
        for (SlotBuffer slotBuffer : slotBuffers) {
            slotBuffer.users.remove(this);
            if (slotBuffer.users.isEmpty()) {
                slotBuffer.empty();
            }
        }
        staging.empty();
        WebGpu.free(params);
    }

    /** The computed outputs. */
    Map<String, Tensor> run(Map<String, Tensor> inputs, Map<String, Shape> shapes, List<String> outputs) {
        List<Plan.Step> steps = plan.steps();
        int[] groups = new int[3 * steps.size()];
        byte[] words = new byte[steps.size() * PARAMS_STRIDE];
        for (int i = 0; i < steps.size(); i++) {
            Plan.Launch launch = steps.get(i).size().of(shapes);
            gpu.requireGroups(steps.get(i).node(), launch.x(), launch.y(), launch.z());
            groups[3 * i] = launch.x();
            groups[3 * i + 1] = launch.y();
            groups[3 * i + 2] = launch.z();
            for (int k = 0; k < launch.params().length; k++) {
                putInt(words, i * PARAMS_STRIDE + 4 * k, launch.params()[k]);
            }
        }
        JSArray<JSObject> sources = new JSArray<>();
        int[] lengths = new int[outputs.size()];
        long total = 0;
        for (int i = 0; i < lengths.length; i++) {
            long length = 4L * shapes.get(outputs.get(i)).elements();
            gpu.requireWithin("output " + outputs.get(i), length);
            lengths[i] = (int) length;
            total += length;
        }
        reserve(shapes, total);
        for (String output : outputs) {
            sources.push(slotBuffers[plan.slot(output)].buffer);
        }
        if (words.length > 0) {
            WebGpu.write(gpu.held(), params, 0, Bytes.toJs(words));
        }
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
            write(slotBuffers[plan.slot(input.getKey())], input.getValue());
        }
        Int8Array read = Await.result(WebGpu.run(gpu.held(), bound, Int32Array.copyFromJavaArray(groups), sources,
                Int32Array.copyFromJavaArray(lengths), staging.buffer), Deadline.GPU);
        byte[] bytes = read.copyToJavaArray();
        Map<String, Tensor> values = new LinkedHashMap<>();
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            values.put(outputs.get(i), new Tensor(DType.F32, shapes.get(outputs.get(i)), bytes, at));
            at += lengths[i];
        }
        return values;
    }

    /** Makes buffers as large as this run needs them, and binds them anew when one is another. */
    private void reserve(Map<String, Shape> shapes, long total) {
        long[] needs = plan.needs(shapes);
        boolean changed = bound == null;
        for (long need : needs) {
            gpu.requireWithin("values of one step", need);
        }
        gpu.requireWithin("results", total);
        for (int i = 0; i < needs.length; i++) {
            changed |= slotBuffers[i].reserve(gpu, needs[i], WebGpu.STORAGE);
        }
        changed |= staging.reserve(gpu, total, WebGpu.READ_BACK);
        if (changed) {
            bound = null;
            JSArray<JSObject> fresh = new JSArray<>();
            for (int i = 0; i < pipelines.size(); i++) {
                JSArray<JSObject> slots = new JSArray<>();
                for (int slot : plan.steps().get(i).slots()) {
                    slots.push(slotBuffers[slot].buffer);
                }
                fresh.push(WebGpu.bind(gpu.held(), pipelines.get(i), params, i * PARAMS_STRIDE, slots));
            }
            settleOrForget(needs);
            bound = fresh;
        }
    }

    /** Buffers that did not come to be are not taken for buffers later. */
    private void settleOrForget(long... needs) {
        try {
            gpu.settle("values");
        } catch (RuntimeException e) {
            for (int i = 0; i < needs.length; i++) {
                if (needs[i] > 0) {
                    slotBuffers[i].empty();
                }
            }
            staging.empty();
            throw e;
        }
    }

    private static long uploadSize(Tensor tensor) {
        return tensor.dtype() == DType.I8 && tensor.shape().rank() == 2
                ? 4L * tensor.shape().dim(0) * Plan.words(tensor.shape().dim(1))
                : (tensor.byteLength() + 3L) / 4 * 4;
    }

    private void upload(String name, Tensor tensor) {
        SlotBuffer slotBuffer = slotBuffers[plan.slot(name)];
        if (slotBuffer.buffer == null) {
            slotBuffer.reserve(gpu, uploadSize(tensor), WebGpu.STORAGE);
            boolean rows = tensor.dtype() == DType.I8 && tensor.shape().rank() == 2 && tensor.shape().dim(1) % 4 != 0;
            write(slotBuffer, rows ? padded(tensor) : tensor);
        }
        if (plan.sums(name) >= 0 && slotBuffers[plan.sums(name)].buffer == null) {
            Tensor sums = rowSums(tensor);
            slotBuffers[plan.sums(name)].reserve(gpu, sums.byteLength(), WebGpu.STORAGE);
            write(slotBuffers[plan.sums(name)], sums);
        }
    }

    /** In pieces, so that no second copy of a large table comes to be. */
    private void write(SlotBuffer slotBuffer, Tensor tensor) {
        int length = tensor.byteLength();
        for (int at = 0; at < length; at += PIECE) {
            int end = Math.min(length, at + PIECE);
            // A last piece that is no whole word is filled up with zeros.
            byte[] piece = new byte[(end - at + 3) / 4 * 4];
            System.arraycopy(tensor.bytes(), tensor.offset() + at, piece, 0, end - at);
            WebGpu.write(gpu.held(), slotBuffer.buffer, at, Bytes.toJs(piece));
        }
    }

    /** Rows of whole words. */
    private static Tensor padded(Tensor tensor) {
        int rows = tensor.shape().dim(0);
        int width = tensor.shape().dim(1);
        int wide = 4 * Plan.words(width);
        byte[] bytes = new byte[rows * wide];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(tensor.bytes(), tensor.offset() + row * width, bytes, row * wide, width);
        }
        return Tensor.ofBytes(DType.I8, Shape.of(rows, wide), bytes);
    }

    private static Tensor rowSums(Tensor tensor) {
        int[] sums = new int[tensor.shape().dim(0)];
        int width = tensor.shape().dim(1);
        int at = tensor.offset();
        byte[] bytes = tensor.bytes();
        for (int row = 0; row < sums.length; row++) {
            int sum = 0;
            for (int i = 0; i < width; i++) {
                sum += bytes[at++];
            }
            sums[row] = sum;
        }
        return Tensor.ofInts(Shape.of(sums.length), sums);
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) (value >>> 16);
        bytes[at + 3] = (byte) (value >>> 24);
    }

    /** A buffer that grows, or one of weights that several use: the first of them counts it. */
    private static final class SlotBuffer {

        private final List<Resident> users = new ArrayList<>();
        private JSObject buffer;
        private long bytes;

        /** Whether it is another buffer now. */
        boolean reserve(Gpu gpu, long wanted, int usage) {
            if (buffer != null && bytes >= wanted) {
                return false;
            }
            empty();
            bytes = Math.max(16, wanted);
            buffer = gpu.buffer(bytes, usage);
            return true;
        }

        void empty() {
            if (buffer != null) {
                WebGpu.free(buffer);
                buffer = null;
                bytes = 0;
            }
        }
    }
}
