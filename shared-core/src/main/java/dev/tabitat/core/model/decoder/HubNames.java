package dev.tabitat.core.model.decoder;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.SafetensorsOutline;

/**
 * The names of tensors in Transformers' files, by those in GGUF files.
 *
 * <pre>
 * token_embd                       model.embed_tokens
 * output_norm, output              model.norm, lm_head
 * blk.N.X                          model.layers.N. and one of:
 *   attn_norm                      input_layernorm
 *   attn_q, attn_k, attn_v         self_attn.q_proj, .k_proj, .v_proj
 *   attn_q_norm, attn_k_norm       self_attn.q_norm, .k_norm
 *   attn_output                    self_attn.o_proj
 *   post_attention_norm            post_attention_layernorm
 *   ffn_norm                       post_attention_layernorm; pre_feedforward_layernorm in Gemma 3
 *   ffn_gate, ffn_up, ffn_down     mlp.gate_proj, .up_proj, .down_proj
 *   post_ffw_norm                  post_feedforward_layernorm
 * </pre>
 *
 * @param prefix {@code model.}, or empty in files of a model without its head
 * @param feedForwardNorm the name of that norm
 */
record HubNames(String prefix, String feedForwardNorm) {

    private static final String BLOCK = "blk.";

    static HubNames of(TensorFile tensors, DecoderArchitecture architecture) {
        return new HubNames(tensors.has("embed_tokens.weight") ? "" : "model.", architecture.hubFeedForwardNorm());
    }

    /** The name in Transformers' files. @param name in GGUF files */
    String name(String name) {
        if (!name.startsWith(BLOCK)) {
            return switch (name) {
                case "token_embd.weight" -> prefix + "embed_tokens.weight";
                case "output_norm.weight" -> prefix + "norm.weight";
                case "output.weight" -> "lm_head.weight";
                default -> throw new IllegalArgumentException(name);
            };
        }
        int layerEnd = name.indexOf('.', BLOCK.length());
        int partEnd = name.indexOf('.', layerEnd + 1);
        String part = switch (name.substring(layerEnd + 1, partEnd)) {
            case "attn_norm" -> "input_layernorm";
            case "attn_q" -> "self_attn.q_proj";
            case "attn_k" -> "self_attn.k_proj";
            case "attn_v" -> "self_attn.v_proj";
            case "attn_q_norm" -> "self_attn.q_norm";
            case "attn_k_norm" -> "self_attn.k_norm";
            case "attn_output" -> "self_attn.o_proj";
            case "post_attention_norm" -> "post_attention_layernorm";
            case "ffn_norm" -> feedForwardNorm;
            case "ffn_gate" -> "mlp.gate_proj";
            case "ffn_up" -> "mlp.up_proj";
            case "ffn_down" -> "mlp.down_proj";
            case "post_ffw_norm" -> "post_feedforward_layernorm";
            default -> throw new IllegalArgumentException(name);
        };
        return prefix + "layers." + name.substring(BLOCK.length(), layerEnd) + "." + part + name.substring(partEnd);
    }

    /** Tables of rotary frequencies, which old files have, are computed here. */
    void ignoreTables(TensorFile tensors) {
        for (String name : tensors.names()) {
            if (name.endsWith(".rotary_emb.inv_freq")) {
                tensors.ignore(name);
            }
        }
    }

    static Unsupported unsupportedType(SafetensorsOutline.Entry entry) {
        return new Unsupported("Weights of this type are not supported.", Finding.at("tensor " + entry.name())
                .expected("F32, F16 or BF16").found(entry.type()).remedy("Choose another file of the model."));
    }
}
