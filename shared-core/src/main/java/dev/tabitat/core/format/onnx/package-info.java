/**
 * ONNX models: protocol buffers read strictly, without a library.
 *
 * <p>
 * Entry type: {@link OnnxModel}. Depends on {@code binary}, {@code error}, {@code format}, {@code tensor},
 * {@code text}.
 */
package dev.tabitat.core.format.onnx;
