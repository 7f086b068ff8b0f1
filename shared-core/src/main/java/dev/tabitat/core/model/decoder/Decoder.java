package dev.tabitat.core.model.decoder;

/**
 * A decoder: what it computes and with which weights.
 *
 * @param tensors fit the spec
 */
public record Decoder(DecoderSpec spec, DecoderTensors tensors) {
}
