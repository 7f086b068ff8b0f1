package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.typedarrays.Int32Array;
import org.teavm.jso.typedarrays.Int8Array;

/**
 * {@code navigator.gpu}, as far as compute needs it. Error scopes are opened and closed within one call, so that
 * threads do not mix theirs up; what they find is waited for later.
 */
public final class WebGpu {

    /** {@code GPUBufferUsage}: what kernels read and write, and the host fills and copies. */
    public static final int STORAGE = 0x80 | 0x08 | 0x04;
    /** Parameters. */
    public static final int UNIFORM = 0x40 | 0x08;
    /** What the host reads back. */
    public static final int READ_BACK = 0x01 | 0x08;

    private WebGpu() {}

    /** A promise of an adapter; of null when there is none. */
    @JSBody(script = "return navigator.gpu.requestAdapter({powerPreference: 'high-performance'});")
    public static native JSObject requestAdapter();

    /** Whether this browser's WGSL has a language feature. */
    @JSBody(params = "name", script = "var f = navigator.gpu.wgslLanguageFeatures; return !!f && f.has(name);")
    public static native boolean hasLanguageFeature(String name);

    /** Whether an adapter has a feature. */
    @JSBody(params = {"adapter", "name"}, script = "return adapter.features.has(name);")
    public static native boolean hasFeature(JSObject adapter, String name);

    /** Whether an adapter computes in software. */
    @JSBody(params = "adapter", script = "return !!((adapter.info && adapter.info.isFallbackAdapter) || adapter.isFallbackAdapter);")
    public static native boolean isSoftware(JSObject adapter);

    /** A promise of a device with the adapter's own limits for these names. */
    @JSBody(params = {"adapter",
            "limits"}, script = "var wanted = {}; limits.split(' ').forEach(function(name) { wanted[name] = adapter.limits[name]; });"
                    + "return adapter.requestDevice({requiredLimits: wanted}).then(function(device) {"
                    + " var held = {device: device, lost: '', faults: []};"
                    + " device.lost.then(function(info) { held.lost = (info.reason || 'unknown') + ': ' + info.message; });"
                    + " return held; });")
    public static native JSObject requestDevice(JSObject adapter, String limits);

    /** One of a device's limits. */
    @JSBody(params = {"held", "name"}, script = "return held.device.limits[name];")
    public static native double limit(Device held, String name);

    /** A promise that resolves once it is known whether the device is lost, at the latest after a while. */
    @JSBody(params = {"held",
            "millis"}, script = "return Promise.race([held.device.lost, new Promise(function(done) { setTimeout(done, millis); })]);")
    public static native JSObject verdict(Device held, int millis);

    /** Gives a device up, with all its buffers. */
    @JSBody(params = "held", script = "held.device.destroy();")
    public static native void destroy(Device held);

    /** A buffer; {@link #settled} tells whether it came to be. */
    @JSBody(params = {"held", "size",
            "usage"}, script = "var d = held.device; d.pushErrorScope('out-of-memory'); d.pushErrorScope('validation');"
                    + "var buffer = d.createBuffer({size: size, usage: usage});"
                    + "held.faults.push(d.popErrorScope(), d.popErrorScope()); return buffer;")
    public static native JSObject buffer(Device held, double size, int usage);

    /** Frees a buffer. */
    @JSBody(params = "buffer", script = "buffer.destroy();")
    public static native void free(JSObject buffer);

    /** Fills a part of a buffer; offset and length are multiples of 4. */
    @JSBody(params = {"held", "buffer", "offset",
            "bytes"}, script = "held.device.queue.writeBuffer(buffer, offset, bytes);")
    public static native void write(Device held, JSObject buffer, double offset, Int8Array bytes);

    /** A promise of a pipeline whose shader starts at {@code main}; it rejects when the shader is refused. */
    @JSBody(params = {"held", "label",
            "code"}, script = "var d = held.device; d.pushErrorScope('validation'); var module = d.createShaderModule({label: label, code: code});"
                    + "d.popErrorScope().then(null, function() {});"
                    + "return d.createComputePipelineAsync({label: label, layout: 'auto', compute: {module: module, entryPoint: 'main'}});")
    public static native JSObject pipeline(Device held, String label, String code);

    /**
     * Binds 32 bytes of parameters at binding 0 and whole buffers from 1 on; {@link #settled} tells whether they fit.
     */
    @JSBody(params = {"held", "pipeline", "params", "offset",
            "buffers"}, script = "var d = held.device; var entries = [{binding: 0, resource: {buffer: params, offset: offset, size: 32}}];"
                    + "for (var i = 0; i < buffers.length; i++) { entries.push({binding: i + 1, resource: {buffer: buffers[i]}}); }"
                    + "d.pushErrorScope('validation');"
                    + "var group = d.createBindGroup({layout: pipeline.getBindGroupLayout(0), entries: entries});"
                    + "held.faults.push(d.popErrorScope()); return {pipeline: pipeline, group: group};")
    public static native JSObject bind(Device held, JSObject pipeline, JSObject params, int offset,
            JSArray<JSObject> buffers);

    /** A promise of the first fault since the last call, named {@code memory} or {@code validation}, or of null. */
    @JSBody(params = "held", script = "var faults = held.faults; held.faults = [];"
            + "return Promise.all(faults.map(function(f) { return f.then(null, function() { return null; }); })).then(function(found) {"
            + "for (var i = 0; i < found.length; i++) { if (found[i]) {"
            + " return {name: found[i] instanceof GPUOutOfMemoryError ? 'memory' : 'validation', message: found[i].message}; } }"
            + "return null; });")
    public static native JSObject settled(Device held);

    /**
     * Runs steps one after the other in one submission, copies results into {@code staging} and reads them.
     *
     * @param steps what {@link #bind} gave
     * @param groups three counts of workgroups a step; a step with none is left out
     * @param sources buffers with results
     * @param sizes their lengths in bytes; they lie one after the other
     * @return a promise of the results' bytes
     */
    @JSBody(params = {"held", "steps", "groups", "sources", "sizes",
            "staging"}, script = "var d = held.device; d.pushErrorScope('out-of-memory'); d.pushErrorScope('validation');"
                    + "var encoder = d.createCommandEncoder(); var pass = encoder.beginComputePass();"
                    + "for (var i = 0; i < steps.length; i++) { var x = groups[3 * i], y = groups[3 * i + 1], z = groups[3 * i + 2];"
                    + " if (x * y * z > 0) { pass.setPipeline(steps[i].pipeline); pass.setBindGroup(0, steps[i].group);"
                    + " pass.dispatchWorkgroups(x, y, z); } }"
                    + "pass.end(); var at = 0;"
                    + "for (var j = 0; j < sources.length; j++) { if (sizes[j] > 0) {"
                    + " encoder.copyBufferToBuffer(sources[j], 0, staging, at, sizes[j]); at += sizes[j]; } }"
                    + "d.queue.submit([encoder.finish()]); var faults = [d.popErrorScope(), d.popErrorScope()];"
                    + "return Promise.all([at > 0 ? staging.mapAsync(1, 0, at) : d.queue.onSubmittedWorkDone()].concat(faults))"
                    + ".then(function(found) { var bytes = new Int8Array(0);"
                    + " if (at > 0) { bytes = new Int8Array(staging.getMappedRange(0, at).slice(0)); staging.unmap(); }"
                    + " var fault = found[1] || found[2]; if (fault) { throw fault; } return bytes; });")
    public static native JSObject run(Device held, JSArray<JSObject> steps, Int32Array groups,
            JSArray<JSObject> sources,
            Int32Array sizes, JSObject staging);

    /** A device and what became of it. */
    public interface Device extends JSObject {

        /** Why the device was lost; empty while it is not. */
        @JSProperty
        String getLost();
    }
}
