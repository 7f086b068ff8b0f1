package dev.tabitat.core.tokenizer.gguf;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufValue;
import java.util.List;
import java.util.Set;

/**
 * What each token of a GGUF file is, and which of them end a text.
 *
 * <pre>
 * tokenizer.ggml.token_type   1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte; normal where missing
 * end tokens                  tokenizer.ggml.eos_token_id, .eot_token_id, .eom_token_id, and by their texts: files
 *                             often name one of several
 * </pre>
 *
 * A token that ends a text is a control token whatever its type: {@code llama-vocab.cpp} of llama.cpp.
 */
final class TokenTypes {

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int BYTE = 6;

    private static final Set<String> ENDS = Set.of("<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>",
            "<|flush|>", "<|calls|>", "<end_of_turn>", "<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>",
            "[EOT]", "[EOS]", "<|end_of_text|>", "<end_of_utterance>", "<eos>", "<turn|>", "<|tool_response>",
            "<\uff5cend\u2581of\u2581sentence\uff5c>",
            // Where a completion of code stops: padding, the next repository, the next file.
            "<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<reponame>",
            "<|file_sep|>");

    private final int[] types;
    private final boolean[] ends;

    TokenTypes(Gguf header, List<String> tokens) {
        types = new int[tokens.size()];
        ends = new boolean[tokens.size()];
        GgufValue list = header.find("tokenizer.ggml.token_type").orElse(null);
        if (list != null && !(list instanceof GgufValue.Numbers numbers && numbers.length() == types.length)) {
            throw new DamagedData("The tokenizer's lists are of different lengths.",
                    Finding.at("GGUF, tokenizer.ggml.token_type").expected(types.length + " numbers")
                            .found(list instanceof GgufValue.Numbers numbers ? numbers.length() + " numbers"
                                    : list.kind()));
        }
        // Gemma 4 has </s> as a word of its own.
        boolean isToolModel = tokens.contains("<|tool_response>");
        for (int id = 0; id < types.length; id++) {
            types[id] = list == null ? NORMAL : (int) ((GgufValue.Numbers) list).whole(id);
            if (ENDS.contains(tokens.get(id)) && !(isToolModel && tokens.get(id).equals("</s>"))) {
                end(id);
            }
        }
        for (String key : List.of("eos", "eot", "eom")) {
            int id = id(header, "tokenizer.ggml." + key + "_token_id", types.length, -1);
            if (id >= 0) {
                end(id);
            }
        }
    }

    private void end(int id) {
        ends[id] = true;
        types[id] = CONTROL;
    }

    /** A token that a key names. @throws DamagedData when there is no such token */
    static int id(Gguf header, String key, int tokens, int otherwise) {
        long id = header.count(key).orElse((long) otherwise);
        if (id >= tokens) {
            throw new DamagedData("The tokenizer names a token that it does not have.",
                    Finding.at("GGUF, " + key).expected("0 to " + (tokens - 1)).found(id));
        }
        return (int) id;
    }

    int size() {
        return types.length;
    }

    boolean isEnd(int id) {
        return ends[id];
    }

    /** Control tokens, and the unknown one: no part of a text. */
    boolean isControl(int id) {
        return types[id] == CONTROL || types[id] == UNKNOWN;
    }

    boolean isUserDefined(int id) {
        return types[id] == USER_DEFINED;
    }

    boolean isByte(int id) {
        return types[id] == BYTE;
    }
}
