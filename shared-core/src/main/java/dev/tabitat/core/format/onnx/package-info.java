/**
 * ONNX models: protocol buffers read strictly, without a library. Depends on {@code tensor}, {@code text} and
 * {@code error}.
 */
package dev.tabitat.core.format.onnx;
