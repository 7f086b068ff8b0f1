"""Makes the fixtures of EncoderFixturesTest: tiny seeded encoders and what PyTorch computes with them.

Run:  python3 -m venv venv && venv/bin/pip install torch transformers sentence-transformers model2vec safetensors
      venv/bin/python encoder_fixtures.py
Made with torch 2.15.0, transformers 5.24.0, sentence-transformers 6.2.0, model2vec 0.8.

A fixture is a folder as on Hugging Face (config.json, model.safetensors) with expected.safetensors beside it:
  ids, types I32 [tokens]       the sequences one after the other, without their padding
  ends       I32 [sequences + 1]
  hidden     F32 [tokens, hidden]           of an encoder alone
  logits     F32 [sequences, labels], or [tokens, labels] of heads over tokens
  pooled.M   F32 [sequences, width]         of sentence-transformers with pooling M
Embeddings are small (0.02), so that a wrong epsilon shows in the first norm; matrices are large (0.25), so that a wrong
activation shows. Weights of half precision are rounded before anything is computed.
"""
import json
import os
import shutil

import torch
from safetensors.torch import save_file
from transformers import AutoConfig
from transformers import (AutoModel, AutoModelForQuestionAnswering, AutoModelForSequenceClassification,
                          AutoModelForTokenClassification)

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../resources/dev/tabitat/core/model/encoder")
WORDS = 100
SMALL = dict(vocab_size=WORDS, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
             max_position_embeddings=66, pad_token_id=0, attn_implementation="eager")
LENGTHS = [7, 2, 40, 19]
HEADS = {"sequence": AutoModelForSequenceClassification, "tokens": AutoModelForTokenClassification,
         "answers": AutoModelForQuestionAnswering, None: AutoModel}


def randomise(model, seed, dtype):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in sorted(model.named_parameters()):
            values = torch.randn(p.shape, generator=generator)
            is_norm = "norm" in name.lower() or "emb_ln" in name
            if is_norm:
                values = values * 0.3 + (1 if name.endswith("weight") else 0)
            elif "relative_attention_bias" in name:
                values = values * 0.7
            elif "embeddings" in name and p.dim() == 2 and "project" not in name:
                values = values * 0.02
            else:
                values = values * (0.25 if p.dim() == 2 else 0.3)
            p.copy_(values.to(dtype).float())


def batch(seed, lengths, types, pad):
    generator = torch.Generator().manual_seed(seed)
    longest = max(lengths)
    ids = torch.full((len(lengths), longest), pad)
    mask = torch.zeros_like(ids)
    kinds = torch.zeros_like(ids)
    for i, n in enumerate(lengths):
        ids[i, :n] = torch.randint(5, WORDS, (n,), generator=generator)
        mask[i, :n] = 1
        if types:
            kinds[i, n // 2:n] = 1
    return ids, mask, kinds


def flat(values, lengths):
    return torch.cat([values[i, :n] for i, n in enumerate(lengths)]).contiguous()


def save(name, config, tensors, expected):
    folder = os.path.join(OUT, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(os.path.join(folder, "config.json"), "w") as f:
        json.dump(config, f, indent=1, sort_keys=True)
        f.write("\n")
    save_file({k: v.contiguous() for k, v in tensors.items()}, os.path.join(folder, "model.safetensors"),
              metadata={"format": "pt"})
    save_file(expected, os.path.join(folder, "expected.safetensors"))
    return folder


def make(name, kind, seed, head=None, types=False, dtype=torch.float32, lengths=LENGTHS, rename=None, hub=None, **extra):
    config = AutoConfig.for_model(kind, **{**SMALL, **({"num_hidden_layers": 1} if head else {}), **extra})
    config._attn_implementation = "eager"
    model = HEADS[head].from_config(config).eval()
    randomise(model, seed, dtype)
    ids, mask, kinds = batch(seed + 1, lengths, types, config.pad_token_id)
    inputs = dict(input_ids=ids, attention_mask=mask)
    if types:
        inputs["token_type_ids"] = kinds
    with torch.no_grad():
        out = model(**inputs)
    ends = torch.tensor([0] + lengths).cumsum(0)
    expected = {"ids": flat(ids, lengths).int(), "types": flat(kinds, lengths).int(), "ends": ends.int()}
    if head is None:
        expected["hidden"] = flat(out.last_hidden_state, lengths)
    elif head == "sequence":
        expected["logits"] = out.logits.contiguous()
    elif head == "tokens":
        expected["logits"] = flat(out.logits, lengths)
    else:
        expected["logits"] = flat(torch.stack([out.start_logits, out.end_logits], dim=-1), lengths)
    tensors = {n: p.to(dtype) for n, p in model.state_dict().items() if p.is_floating_point()}
    if rename:
        tensors = rename(tensors)
    written = hub if hub else json.loads(config.to_json_string())
    written["architectures"] = [type(model).__name__]
    return save(name, written, tensors, expected), model, (ids, mask, kinds), expected


def nomic_hub(tensors):
    """The names that the files of nomic-ai use."""
    out = {}
    for name, value in tensors.items():
        name = name.replace("embeddings.LayerNorm", "emb_ln").replace("self_attn.o_proj", "attn.out_proj")
        name = name.replace("mlp.up_proj", "mlp.fc11").replace("mlp.gate_proj", "mlp.fc12")
        name = name.replace("mlp.down_proj", "mlp.fc2").replace("post_attention_layernorm", "norm1")
        name = name.replace("post_mlp_layernorm", "norm2")
        name = "encoder." + name if name.startswith("layers.") else name
        out[name] = value
    for layer in range(2):
        prefix = f"encoder.layers.{layer}."
        parts = [out.pop(f"{prefix}self_attn.{p}_proj.weight") for p in "qkv"]
        out[prefix + "attn.Wqkv.weight"] = torch.cat(parts)
    return out


NOMIC_HUB = dict(model_type="nomic_bert", n_embd=32, n_head=4, n_inner=48, n_layer=2, n_positions=66, vocab_size=WORDS,
                 type_vocab_size=2, layer_norm_epsilon=1e-12, activation_function="swiglu", rotary_emb_base=1000,
                 rotary_emb_fraction=1.0, rotary_emb_interleaved=False, rotary_emb_scale_base=None,
                 rotary_scaling_factor=None, qkv_proj_bias=False, mlp_fc1_bias=False, mlp_fc2_bias=False, prenorm=False,
                 use_rms_norm=False, parallel_block=False, causal=False)
DEBERTA = dict(relative_attention=True, position_buckets=8, max_relative_positions=-1, norm_rel_ebd="layer_norm",
               share_att_key=True, pos_att_type=["p2c", "c2p"], position_biased_input=False, type_vocab_size=0)
NER = {0: "O", 1: "B-PER", 2: "I-PER", 3: "B-LOC", 4: "I-LOC"}
NLI = {0: "contradiction", 1: "neutral", 2: "entailment"}
HALF = torch.float16
BRAIN = torch.bfloat16


def labels(names):
    return dict(id2label=names, label2id={v: k for k, v in names.items()})


def encoders():
    make("bert", "bert", 1, types=True)
    make("bert-half", "bert", 2, dtype=HALF)
    make("bert-sequence", "bert", 3, head="sequence", types=True, dtype=HALF, **labels(NLI))
    make("bert-tokens", "bert", 4, head="tokens", dtype=BRAIN, **labels(NER))
    make("bert-answers", "bert", 5, head="answers", types=True, dtype=BRAIN)
    make("bert-gelu-new", "bert", 6, hidden_act="gelu_new", dtype=HALF, num_hidden_layers=1)
    make("electra", "electra", 10, types=True, embedding_size=16, dtype=HALF)
    make("electra-sequence", "electra", 11, head="sequence", types=True, embedding_size=32, dtype=HALF, num_labels=2)
    make("electra-tokens", "electra", 12, head="tokens", embedding_size=16, dtype=BRAIN, **labels(NER))
    pad1 = dict(pad_token_id=1, type_vocab_size=1, layer_norm_eps=1e-5)
    make("roberta", "roberta", 20, dtype=HALF, **pad1)
    make("roberta-sequence", "roberta", 21, head="sequence", dtype=HALF, **pad1, **labels(NLI))
    make("roberta-answers", "roberta", 22, head="answers", dtype=BRAIN, **pad1)
    make("xlm-roberta", "xlm-roberta", 23, dtype=BRAIN, **pad1)
    make("xlm-roberta-ranker", "xlm-roberta", 24, head="sequence", dtype=HALF, num_labels=1, **pad1)
    distil = dict(dim=32, n_layers=2, n_heads=4, hidden_dim=48)
    make("distilbert", "distilbert", 30, dtype=HALF, **distil)
    make("distilbert-sequence", "distilbert", 31, head="sequence", dtype=HALF, problem_type="multi_label_classification",
         **{**distil, "n_layers": 1}, num_labels=4)
    make("distilbert-answers", "distilbert", 32, head="answers", dtype=BRAIN, **{**distil, "n_layers": 1})
    far = dict(pad_token_id=1, layer_norm_eps=1e-5, max_position_embeddings=202, lengths=[7, 180, 2, 40])
    make("mpnet", "mpnet", 40, dtype=HALF, **far)
    make("mpnet-sequence", "mpnet", 41, head="sequence", dtype=HALF, num_labels=2, **far)
    modern = dict(num_hidden_layers=4, local_attention=8, bos_token_id=1, eos_token_id=2, cls_token_id=1, sep_token_id=2)
    make("modernbert", "modernbert", 50, dtype=HALF, **modern)
    hub = json.loads(AutoConfig.for_model("modernbert", **{**SMALL, **modern}).to_json_string())
    for name in ("layer_types", "rope_parameters"):
        hub.pop(name)
    hub.update(global_attn_every_n_layers=3, global_rope_theta=160000.0, local_rope_theta=10000.0,
               classifier_pooling="mean", num_labels=1, id2label={"0": "LABEL_0"})
    make("modernbert-ranker", "modernbert", 51, head="sequence", dtype=HALF, classifier_pooling="mean", num_labels=1,
         hub=hub, **modern)
    make("modernbert-tokens", "modernbert", 52, head="tokens", dtype=BRAIN, **labels(NER),
         **{**modern, "num_hidden_layers": 2})
    nomic = dict(rope_parameters={"rope_type": "default", "rope_theta": 1000.0})
    make("nomic", "nomic_bert", 60, types=True, dtype=BRAIN, **nomic)
    make("nomic-hub", "nomic_bert", 61, types=True, rename=nomic_hub, hub=dict(NOMIC_HUB), **nomic)
    make("deberta", "deberta-v2", 70, lengths=[7, 2, 60, 19], dtype=HALF, **DEBERTA)
    make("deberta-sequence", "deberta-v2", 71, head="sequence", dtype=HALF, **DEBERTA, **labels(NLI))
    make("deberta-tokens", "deberta-v2", 72, head="tokens", dtype=BRAIN, **DEBERTA, **labels(NER))
    make("deberta-v2-inputs", "deberta-v2", 73, types=True, dtype=BRAIN,
         **{**DEBERTA, "position_biased_input": True, "type_vocab_size": 2, "position_buckets": -1, "num_hidden_layers": 1})


def sentences():
    from sentence_transformers.sentence_transformer.modules import Pooling
    from sentence_transformers.base.modules import Dense
    folder, model, (ids, mask, kinds), expected = make("sentence", "bert", 80, dtype=HALF)
    with torch.no_grad():
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
        for mode in ("mean", "cls", "lasttoken", "weightedmean", "max"):
            features = {"token_embeddings": hidden, "attention_mask": mask}
            expected["pooled." + mode] = Pooling(32, mode)(features)["sentence_embedding"].contiguous()
        dense = Dense(32, 20)
        randomise(dense, 81, torch.float32)
        x = dense({"sentence_embedding": expected["pooled.mean"]})["sentence_embedding"]
        expected["dense"] = torch.nn.functional.normalize(x).contiguous()
        expected["dense.8"] = torch.nn.functional.normalize(x[:, :8]).contiguous()
    save_file(expected, os.path.join(folder, "expected.safetensors"))
    names = ["models.Transformer", "models.Pooling", "models.Dense", "models.Normalize"]
    with open(os.path.join(folder, "modules.json"), "w") as f:
        json.dump([dict(idx=i, name=str(i), path=("" if i == 0 else f"{i}_{n.split('.')[1]}"),
                        type="sentence_transformers." + n) for i, n in enumerate(names)], f, indent=1)
    os.makedirs(os.path.join(folder, "1_Pooling"))
    with open(os.path.join(folder, "1_Pooling/config.json"), "w") as f:
        json.dump(dict(word_embedding_dimension=32, pooling_mode_cls_token=False, pooling_mode_mean_tokens=True,
                       pooling_mode_max_tokens=False, pooling_mode_mean_sqrt_len_tokens=False), f, indent=1)
    os.makedirs(os.path.join(folder, "2_Dense"))
    dense.save(os.path.join(folder, "2_Dense"))


def static():
    import numpy
    from model2vec import StaticModel
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    words = {"[PAD]": 0, "[UNK]": 1, **{f"w{i}": i for i in range(2, WORDS)}}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    random = numpy.random.default_rng(90)
    for name, rows, mapped in (("static", WORDS, False), ("static-mapped", 24, True)):
        vectors = random.normal(size=(rows, 32)).astype("float32")
        weights = random.uniform(0.1, 2, WORDS).astype("float32") if mapped else None
        mapping = random.integers(0, rows, WORDS) if mapped else None
        model = StaticModel(vectors, tokenizer, normalize=not mapped, weights=weights, token_mapping=mapping)
        lengths = [5, 1, 30]
        ids = [random.integers(2, WORDS, n) for n in lengths]
        pooled = model.encode([" ".join(f"w{i}" for i in one) for one in ids])
        folder = os.path.join(OUT, name)
        shutil.rmtree(folder, ignore_errors=True)
        model.save_pretrained(folder)
        for other in os.listdir(folder):
            if other not in ("config.json", "model.safetensors"):
                os.remove(os.path.join(folder, other))
        flat_ids = numpy.concatenate(ids).astype("int32")
        # Longer than the limit, with unknown words, which are cut before they are left out.
        raw = random.integers(0, WORDS, 600)
        raw[raw == 0] = 1
        raw[100:140] = 1
        # model2vec first cuts characters, by how long its tokens are; here the cut of tokens is looked at.
        model.median_token_length = 10
        cut = model.encode([" ".join("unknown" if i == 1 else f"w{i}" for i in raw)])
        save_file({"raw.ids": torch.tensor(raw.astype("int32")), "raw.pooled": torch.tensor(cut).float(),
                   "ids": torch.tensor(flat_ids), "types": torch.zeros(len(flat_ids), dtype=torch.int32),
                   "ends": torch.tensor([0] + lengths).cumsum(0).int(), "pooled": torch.tensor(pooled).float()},
                  os.path.join(folder, "expected.safetensors"))


def buckets():
    """Where the real measures of DeBERTa-v3 and MPNet put each distance."""
    from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position
    from transformers.models.mpnet.modeling_mpnet import MPNetEncoder
    far = torch.arange(-600, 601)
    save_file({"distances": far.int(), "deberta.256.512": make_log_bucket_position(far, 256, 512).int(),
               "deberta.8.66": make_log_bucket_position(far, 8, 66).int(),
               "mpnet": MPNetEncoder.relative_position_bucket(far).int()}, os.path.join(OUT, "buckets.safetensors"))


def heads():
    """What the pipelines of Transformers make of logits, and how its tokenizers cut pairs."""
    from types import SimpleNamespace
    import numpy
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import BertProcessing, RobertaProcessing
    from transformers.pipelines.token_classification import AggregationStrategy, TokenClassificationPipeline
    from transformers.pipelines.zero_shot_classification import ZeroShotClassificationPipeline
    random = numpy.random.default_rng(100)
    out = {"entities": [], "zeroShot": [], "pairs": []}
    pipeline = object.__new__(TokenClassificationPipeline)
    pipeline.model = SimpleNamespace(config=SimpleNamespace(id2label=NER))
    pipeline.tokenizer = SimpleNamespace(convert_tokens_to_string=" ".join)
    for case in range(12):
        n = int(random.integers(1, 14))
        logits = random.normal(size=(n, 5)).astype("float32") * 2
        powers = numpy.exp(logits - logits.max(-1, keepdims=True))
        scores = powers / powers.sum(-1, keepdims=True)
        starts = [3 * i for i in range(n)]
        ends = [3 * i + int(random.integers(1, 4)) for i in range(n)]
        pre = [dict(word="w", scores=scores[i], start=starts[i], end=ends[i], index=i, is_subword=False)
               for i in range(n)]
        one = dict(logits=logits.flatten().tolist(), starts=starts, ends=ends)
        for strategy in (AggregationStrategy.NONE, AggregationStrategy.SIMPLE):
            found = [e for e in pipeline.aggregate(pre, strategy)
                     if e.get("entity", None) != "O" and e.get("entity_group", None) != "O"]
            one[strategy.name] = [dict(label=e.get("entity_group", e.get("entity")), score=float(e["score"]),
                                       start=e["start"], end=e["end"]) for e in found]
        out["entities"].append(one)
    for names in (["contradiction", "neutral", "entailment"], ["ENTAILMENT", "NEUTRAL", "CONTRADICTION"],
                  ["entailment", "not_entailment"]):
        zero = object.__new__(ZeroShotClassificationPipeline)
        zero.model = SimpleNamespace(config=SimpleNamespace(label2id={n: i for i, n in enumerate(names)}))
        logits = random.normal(size=(4, len(names))).astype("float32") * 2
        outputs = [dict(candidate_label=str(i), sequence="s", logits=torch.tensor(logits[i:i + 1])) for i in range(4)]
        case = dict(names=names, logits=logits.flatten().tolist())
        for name, multi in (("oneOf", False), ("anyOf", True)):
            found = zero.postprocess(outputs, multi_label=multi)
            case[name] = [found["scores"][found["labels"].index(str(i))] for i in range(4)]
        out["zeroShot"].append(case)
    words = {"[UNK]": 0, "<cls>": 1, "<sep>": 2, **{f"w{i}": i for i in range(3, 60)}}
    for kind in ("bert", "roberta"):
        tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = Whitespace()
        tokenizer.post_processor = (BertProcessing(("<sep>", 2), ("<cls>", 1)) if kind == "bert" else
                                    RobertaProcessing(("<sep>", 2), ("<cls>", 1), trim_offsets=False))
        for a, b, most in ((3, 4, 20), (9, 2, 10), (2, 9, 10), (9, 9, 11), (9, 9, 12), (8, 10, 9), (10, 8, 9)):
            for strategy in ("longest_first", "only_first", "only_second"):
                first, second = list(range(10, 10 + a)), list(range(30, 30 + b))
                tokenizer.enable_truncation(most, strategy=strategy)
                try:
                    e = tokenizer.encode(" ".join(f"w{i}" for i in first), " ".join(f"w{i}" for i in second))
                except Exception:
                    continue
                out["pairs"].append(dict(kind=kind, first=first, second=second, most=most, strategy=strategy, ids=e.ids,
                                         types=e.type_ids if kind == "bert" else []))
    with open(os.path.join(OUT, "heads.json"), "w") as f:
        json.dump(out, f)


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    encoders()
    sentences()
    static()
    buckets()
    heads()
