/**
 * Models of other ecosystems: from a listing of files, their small files' contents and the headers of the large ones to
 * a plan of what would be added, with every reason why it cannot be; the conversion of weights; and the package that
 * comes of it.
 *
 * <p>
 * Entry type: {@link ModelInspector}. Depends on {@code adapter}, {@code device}, {@code digest}, {@code error},
 * {@code evidence}, {@code format}, {@code format.gguf}, {@code format.onnx}, {@code hub}, {@code ids}, {@code json},
 * {@code licences}, {@code model.decoder}, {@code model.encoder}, {@code packages}, {@code tensor}, {@code text},
 * {@code tokenizer}, {@code tokenizer.gguf}.
 */
package dev.tabitat.core.importing;
