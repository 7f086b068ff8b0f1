/** ONNX models: protocol buffers read strictly, without a library. Knows {@code tensor}, {@code text} and {@code error}. */
package dev.tabitat.core.format.onnx;
