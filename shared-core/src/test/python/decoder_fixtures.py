"""Makes the fixtures of DecoderFixturesTest: tiny seeded decoders and what PyTorch computes with them.

Run:  python3 -m venv venv && venv/bin/pip install torch transformers safetensors
      venv/bin/python decoder_fixtures.py
Made with torch 2.15.0, transformers 5.24.0.

A fixture is a folder as on Hugging Face (config.json, model.safetensors) with expected.safetensors beside it:
  ids     I32 [tokens]
  logits  F32 [tokens, vocabulary]     computed in double precision
Norm epsilons are large beside the embeddings, so that a wrong one shows; sequences are longer than the windows.
"""
import json
import os
import shutil

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../resources/dev/tabitat/core/model/decoder")
SMALL = dict(vocab_size=80, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
             intermediate_size=40, max_position_embeddings=128, pad_token_id=0, bos_token_id=1, eos_token_id=2)
TOKENS = 40


def randomise(model, seed, dtype):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in sorted(model.named_parameters()):
            values = torch.randn(p.shape, generator=generator)
            if "norm" in name:
                values = values * 0.3 + (0 if model.config.model_type == "gemma3_text" else 1)
            elif "embed_tokens" in name:
                values = values * 0.01
            else:
                values = values * (0.3 if p.dim() == 2 else 0.5)
            p.copy_(values.to(dtype).float())


def make(name, kind, seed, dtype=torch.float32, **extra):
    config = AutoConfig.for_model(kind, **{**SMALL, **extra})
    config._attn_implementation = "eager"
    model = AutoModelForCausalLM.from_config(config).eval()
    randomise(model, seed, dtype)
    model.tie_weights()
    generator = torch.Generator().manual_seed(seed + 1)
    ids = torch.randint(3, SMALL["vocab_size"], (1, TOKENS), generator=generator)
    state = {k: v for k, v in model.state_dict().items() if not (config.tie_word_embeddings and k == "lm_head.weight")}
    stored = {k: v.to(dtype).contiguous() for k, v in state.items()}
    with torch.no_grad():
        logits = model.double()(input_ids=ids).logits[0]
    folder = os.path.join(OUT, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(os.path.join(folder, "config.json"), "w") as f:
        json.dump(config.to_dict(), f, indent=1, sort_keys=True)
        f.write("\n")
    save_file(stored, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
    save_file({"ids": ids[0].to(torch.int32), "logits": logits.float().contiguous()},
              os.path.join(folder, "expected.safetensors"))
    print(name, sum(v.numel() * v.element_size() for v in stored.values()), "bytes, logits' deviation",
          round(logits.std().item(), 3))


LLAMA3 = dict(rope_type="llama3", rope_theta=500.0, factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
              original_max_position_embeddings=64)
make("llama3", "llama", 11, rope_parameters=LLAMA3, tie_word_embeddings=False, rms_norm_eps=1e-5)
make("llama-tied", "llama", 21, dtype=torch.bfloat16, tie_word_embeddings=True, rms_norm_eps=1e-5)
make("qwen2", "qwen2", 31, dtype=torch.float16, tie_word_embeddings=True, rms_norm_eps=1e-6)
make("qwen3", "qwen3", 41, dtype=torch.bfloat16, head_dim=12, tie_word_embeddings=True, rms_norm_eps=1e-6)
make("gemma3", "gemma3_text", 51, dtype=torch.bfloat16, head_dim=12, query_pre_attn_scalar=20, num_hidden_layers=7,
     sliding_window=6, rms_norm_eps=1e-6)
make("gemma3-linear", "gemma3_text", 61, dtype=torch.bfloat16, head_dim=8, num_hidden_layers=3, sliding_window=6, rms_norm_eps=1e-4,
     layer_types=["sliding_attention", "full_attention", "full_attention"],
     rope_parameters={"full_attention": dict(rope_type="linear", factor=8.0, rope_theta=1e6),
                      "sliding_attention": dict(rope_type="default", rope_theta=1e4)})
