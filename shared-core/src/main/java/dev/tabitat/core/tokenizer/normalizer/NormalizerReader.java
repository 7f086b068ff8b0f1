package dev.tabitat.core.tokenizer.normalizer;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.pattern.TextPattern;
import dev.tabitat.core.tokenizer.text.CodePoints;
import dev.tabitat.core.tokenizer.text.UnicodeForm;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the normalizer of a tokenizer file.
 *
 * <pre>
 * normalizer = null | "Sequence", normalizers | "NFC" | "NFD" | "NFKC" | "NFKD" | "Lowercase" | "StripAccents" | "Nmt"
 *            | "ByteLevel" | "Strip", strip_left, strip_right | "Replace", pattern, content | "Prepend", prepend
 *            | "Precompiled", precompiled_charsmap
 *            | "BertNormalizer", clean_text, handle_chinese_chars, strip_accents or null for that of lowercase, lowercase
 * </pre>
 */
public final class NormalizerReader {

    private NormalizerReader() {}

    /**
     * @throws DamagedData when a field is missing or of the wrong type
     * @throws Unsupported when the normalizer is not in the grammar
     */
    public static Normalizer read(JsonPart holder, String name) {
        return holder.has(name) ? read(holder.part(name)) : new Normalizer.None();
    }

    private static Normalizer read(JsonPart part) {
        String type = part.string("type");
        switch (type) {
            case "Sequence" :
                return sequence(part);
            case "BertNormalizer" :
                return bert(part);
            case "Strip" :
                part.only("type", "strip_left", "strip_right");
                return new Normalizer.Strip(part.bool("strip_left"), part.bool("strip_right"));
            case "Replace" :
                part.only("type", "pattern", "content");
                return new Normalizer.Replace(TextPattern.read(part, "pattern"), points(part, "content"));
            case "Prepend" :
                part.only("type", "prepend");
                return new Normalizer.Prepend(points(part, "prepend"));
            case "Precompiled" :
                part.only("type", "precompiled_charsmap");
                return Precompiled.read(part);
            default :
                return plain(part, type);
        }
    }

    private static Normalizer plain(JsonPart part, String type) {
        Normalizer plain = switch (type) {
            case "NFC" -> new Normalizer.Form(UnicodeForm.NFC);
            case "NFD" -> new Normalizer.Form(UnicodeForm.NFD);
            case "NFKC" -> new Normalizer.Form(UnicodeForm.NFKC);
            case "NFKD" -> new Normalizer.Form(UnicodeForm.NFKD);
            case "Lowercase" -> new Normalizer.Lowercase();
            case "StripAccents" -> new Normalizer.StripAccents();
            case "Nmt" -> new Normalizer.Nmt();
            case "ByteLevel" -> new Normalizer.ByteLevel();
            default -> throw part.unsupported("type",
                    "BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, "
                            + "Sequence, Strip or StripAccents",
                    JsonPart.shorten(type));
        };
        part.only("type");
        return plain;
    }

    private static Normalizer sequence(JsonPart part) {
        part.only("type", "normalizers");
        List<Normalizer> normalizers = new ArrayList<>();
        for (JsonPart each : part.parts("normalizers")) {
            normalizers.add(read(each));
        }
        return new Normalizer.Sequence(normalizers);
    }

    private static Normalizer bert(JsonPart part) {
        part.only("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
        boolean lowerCase = part.bool("lowercase");
        return new BertNormalizer(part.bool("clean_text"), part.bool("handle_chinese_chars"),
                part.boolOr("strip_accents", lowerCase), lowerCase);
    }

    private static int[] points(JsonPart part, String name) {
        return CodePoints.of(part.string(name));
    }
}
