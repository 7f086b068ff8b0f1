#!/usr/bin/env python3
"""Writes CharacterTables.java: what Hugging Face's tokenizers does to every code point, asked of the library itself.

    python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3 regex
    venv/bin/python make_character_tables.py

Its tables are of several versions of Unicode, none of them that of Java or of a browser. Grapheme clusters are those of the module regex, but for
what the library, whose version of Unicode is 16, does not join to a character before it: seen through the map of the fixture xlm-roberta.
"""
import base64
import json
import pathlib
import regex
from tokenizers import Regex, __version__, normalizers, pre_tokenizers

PACKAGE = pathlib.Path(__file__).resolve().parents[2] / "main/java/dev/tabitat/core/tokenizer/text"
FIXTURE = pathlib.Path(__file__).resolve().parents[1] / "resources/dev/tabitat/core/tokenizer/xlm-roberta/tokenizer.json"
POINTS = [p for p in range(0x110000) if not 0xD800 <= p <= 0xDFFF]
GRAPHEMES = ["CR", "LF", "Control", "Extend", "ZWJ", "Regional_Indicator", "Prepend", "SpacingMark", "L", "V", "T", "LV"]


class Table:
    """Numbers in the grammar of the written file."""

    def __init__(self):
        self.digits = []

    def number(self, value):
        while True:
            self.digits.append(chr(35 + (value & 31) + (32 if value > 31 else 0)))
            value >>= 5
            if value == 0:
                return self

    def signed(self, value):
        return self.number(2 * value if value >= 0 else -2 * value - 1)


def ranges(points):
    table, end, points = Table(), 0, sorted(points)
    at = 0
    while at < len(points):
        start = at
        while at + 1 < len(points) and points[at + 1] == points[at] + 1:
            at += 1
        table.number(points[start] - end).number(points[at] - points[start] + 1)
        end = points[at] + 1
        at += 1
    return table


def matched(pattern):
    """The code points that one character of a regular expression stands for."""
    rest = normalizers.Replace(Regex("[^" + pattern + "]"), "")
    return {ord(c) for start in range(0, len(POINTS), 4096)
            for c in rest.normalize_str("".join(map(chr, POINTS[start:start + 4096])))}


def words():
    """What stays one word behind a letter."""
    split, found = pre_tokenizers.Whitespace(), set()
    for start in range(0, len(POINTS), 4096):
        text = " ".join("a" + chr(p) for p in POINTS[start:start + 4096])
        found |= {ord(piece[1]) for piece, _ in split.pre_tokenize_str(text) if len(piece) == 2 and piece[0] == "a"}
    return found


def numeric():
    split = pre_tokenizers.Digits(individual_digits=True)
    return {p for p in POINTS if len(split.pre_tokenize_str("a" + chr(p))) == 2}


def removed(normalizer):
    return {p for p in POINTS if normalizer.normalize_str(chr(p)) == ""}


def compatibility():
    """(gap, count, signed from the point before: all of it)*, where it differs from the canonical decomposition."""
    table, end = Table(), 0
    canonical, compatible = normalizers.NFD(), normalizers.NFKD()
    for point in POINTS:
        found = compatible.normalize_str(chr(point))
        if found != canonical.normalize_str(chr(point)):
            table.number(point - end).number(len(found))
            before = point
            for part in map(ord, found):
                table.signed(part - before)
                before = part
            end = point + 1
    return table


def excluded():
    """Canonical decompositions of several code points that are not composed again."""
    composed, canonical = normalizers.NFC(), normalizers.NFD()
    return {p for p in POINTS if len(canonical.normalize_str(chr(p))) > 1 and composed.normalize_str(chr(p)) != chr(p)}


def lower():
    """(gap count step signed)*, but for U+0130, which becomes two code points."""
    lowercase, change = normalizers.Lowercase(), {}
    for point in POINTS:
        found = lowercase.normalize_str(chr(point))
        if found != chr(point) and point != 0x130:
            change[point] = ord(found) - point
    table, end, points = Table(), 0, sorted(change)
    while points:
        start, delta = points[0], change[points[0]]
        step = 1 if change.get(start + 1) == delta else 2
        count = 1
        while change.get(start + count * step) == delta and (step == 1 or start + count * step - 1 not in change):
            count += 1
        table.number(start - end).number(count).number(step).signed(delta)
        end = start + (count - 1) * step + 1
        points = [p for p in points if p >= end]
    return table


def not_joined():
    """What stays beside a character that is mapped, though the module regex has it in one cluster."""
    steps = json.loads(FIXTURE.read_text(encoding="utf-8"))["normalizer"]["normalizers"]
    mapped = normalizers.Precompiled(base64.b64decode(steps[0]["precompiled_charsmap"]))
    half = mapped.normalize_str("\u00bd")
    # With characters of four bytes a cluster is too long for the map to look at it.
    return {p for p in POINTS if p < 0x10000 and mapped.normalize_str("\u00bd" + chr(p) + "x") != half + "x"}


def graphemes():
    """(gap length property)*, numbered from 1 in the order of GRAPHEMES; then Extended_Pictographic."""
    table, end, kinds = Table(), 0, {}
    for kind, name in enumerate(GRAPHEMES, 1):
        pattern = regex.compile(r"\p{Grapheme_Cluster_Break=%s}" % name)
        kinds.update({p: kind for p in POINTS if pattern.match(chr(p))})
    beside = not_joined()
    kinds = {p: kind for p, kind in kinds.items() if p not in beside or GRAPHEMES[kind - 1] not in ("Extend", "SpacingMark", "ZWJ")}
    point = 0
    while point < 0x110000:
        kind = kinds.get(point, 0)
        # Syllables of Hangul follow from their numbers.
        if kind == 0 or 0xAC00 <= point <= 0xD7A3:
            point += 1
            continue
        start = point
        while kinds.get(point, 0) == kind and not 0xAC00 <= point <= 0xD7A3:
            point += 1
        table.number(start - end).number(point - start).number(kind)
        end = point
    return table


def of_property(name):
    pattern = regex.compile(r"\p{%s}" % name)
    return ranges({p for p in POINTS if pattern.match(chr(p))})


def constant(out, what, name, table):
    out.append(f"\n    /** {what} */\n    static final String {name} = \"\"")
    digits = "".join(table.digits)
    for start in range(0, len(digits), 120):
        out.append("\n            + \"" + digits[start:start + 120].replace("\\", "\\\\") + "\"")
    out.append(";\n")


def main():
    out = [f"""package dev.tabitat.core.tokenizer.text;

/**
 * What Hugging Face's tokenizers {__version__} does to code points, beyond {{@link BertTables}}; made by
 * make_character_tables.py, which measures it.
 *
 * <pre>
 * table  = number*
 * number = digit*: 5 bits each, the lowest first, as the character 35 + bits, and 32 more when another follows
 * signed = number: 2n for n &gt;= 0, -2n - 1 otherwise
 * gap    = number: from the end of the entry before
 * </pre>
 */
final class CharacterTables {{
"""]
    constant(out, "(gap length)*: letters, \\p{L} of its regular expressions.", "LETTERS", ranges(matched(r"\p{L}")))
    constant(out, "(gap length)*: numbers, \\p{N} of its regular expressions.", "NUMBERS", ranges(matched(r"\p{N}")))
    constant(out, "(gap length)*: characters of words, \\w of the pre-tokenizer Whitespace.", "WORDS", ranges(words()))
    constant(out, "(gap length)*: numeric characters of the pre-tokenizer Digits.", "NUMERIC", ranges(numeric()))
    constant(out, "(gap length)*: combining marks that StripAccents removes.", "COMBINING", ranges(removed(normalizers.StripAccents())))
    constant(out, "(gap count (signed from the code point before){count})*: full compatibility decompositions.", "COMPATIBILITY", compatibility())
    constant(out, "(gap count step signed)*: the lower case of count code points step apart is this far away; but U+0130.", "LOWER", lower())
    constant(out, "(gap length)*: composed code points that NFC does not compose.", "EXCLUDED", ranges(excluded()))
    constant(out, "(gap length kind)*: grapheme cluster breaks, kinds numbered as in Graphemes.", "GRAPHEMES", graphemes())
    constant(out, "(gap length)*: pictographs, which a zero-width joiner joins.", "PICTOGRAPHS", of_property("Extended_Pictographic"))
    constant(out, "(gap length)*: consonants, which a linker joins.", "CONSONANTS", of_property("InCB=Consonant"))
    constant(out, "(gap length)*: linkers of consonants.", "LINKERS", of_property("InCB=Linker"))
    constant(out, "(gap length)*: extenders between consonants and linkers.", "EXTENDERS", of_property("InCB=Extend"))
    out.append("\n    private CharacterTables() {}\n}\n")
    PACKAGE.mkdir(parents=True, exist_ok=True)
    (PACKAGE / "CharacterTables.java").write_text("".join(out), encoding="utf-8")
    print(len("".join(out)), "characters")


main()
