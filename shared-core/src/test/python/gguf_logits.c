/* Writes the raw logits of every token that llama.cpp computes: gguf_logits LIBRARIES MODEL TOKEN...  Keys and values
 * are F32, flash attention is off, one thread. Built by gguf_logits_fixtures.py. */
#include <stdio.h>
#include <stdlib.h>

#include "ggml-backend.h"
#include "llama.h"

static void log_errors(enum ggml_log_level level, const char *text, void *unused) {
    (void) unused;
    if (level >= GGML_LOG_LEVEL_ERROR) {
        fputs(text, stderr);
    }
}

int main(int count, char **arguments) {
    llama_log_set(log_errors, NULL);
    ggml_backend_load_all_from_path(arguments[1]);
    llama_backend_init();
    struct llama_model *model = llama_model_load_from_file(arguments[2], llama_model_default_params());
    if (!model) {
        return 1;
    }
    int tokens = count - 3;
    struct llama_context_params params = llama_context_default_params();
    params.n_ctx = tokens + 256;
    params.n_batch = params.n_ubatch = tokens;
    params.n_threads = params.n_threads_batch = 1;
    params.swa_full = true;
    params.type_k = params.type_v = GGML_TYPE_F32;
    params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    struct llama_context *context = llama_init_from_model(model, params);
    struct llama_batch batch = llama_batch_init(tokens, 0, 1);
    for (int i = 0; i < tokens; i++) {
        batch.token[i] = atoi(arguments[3 + i]);
        batch.pos[i] = i;
        batch.n_seq_id[i] = 1;
        batch.seq_id[i][0] = 0;
        batch.logits[i] = 1;
    }
    batch.n_tokens = tokens;
    if (!context || llama_decode(context, batch)) {
        return 2;
    }
    int vocabulary = llama_vocab_n_tokens(llama_model_get_vocab(model));
    for (int i = 0; i < tokens; i++) {
        fwrite(llama_get_logits_ith(context, i), sizeof(float), vocabulary, stdout);
    }
    return 0;
}
