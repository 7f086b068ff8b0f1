package dev.tabitat.core.tokenizer.decoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.pattern.TextPattern;
import dev.tabitat.core.tokenizer.pretokenizer.PreTokenizer.PrependScheme;
import dev.tabitat.core.tokenizer.pretokenizer.PreTokenizerReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the decoder of a tokenizer file. One that is not known is refused when something is decoded.
 *
 * <pre>
 * decoder = null | "Sequence", decoders | "ByteFallback" | "Fuse" | "ByteLevel", add_prefix_space, trim_offsets, use_regex
 *         | "WordPiece", prefix, cleanup | "Metaspace", replacement, prepend_scheme, split | "Replace", pattern, content
 *         | "Strip", content, start, stop | "BPEDecoder", suffix
 * </pre>
 */
public final class DecoderReader {

    private static final int MAX_STRIPPED = 1_000_000;

    private DecoderReader() {}

    /** @throws DamagedData when a field is missing or of the wrong type */
    public static Decoder read(JsonPart holder, String name) {
        if (!holder.has(name)) {
            return new Decoder.Spaces();
        }
        try {
            return read(holder.part(name));
        } catch (Unsupported reason) {
            return new Decoder.Refused(reason);
        }
    }

    private static Decoder read(JsonPart part) {
        String type = part.string("type");
        switch (type) {
            case "Sequence" :
                part.only("type", "decoders");
                List<Decoder> decoders = new ArrayList<>();
                for (JsonPart each : part.parts("decoders")) {
                    decoders.add(read(each));
                }
                return new Decoder.Sequence(decoders);
            case "ByteFallback" :
                part.only("type");
                return new ByteFallback();
            case "Fuse" :
                part.only("type");
                return new Decoder.Fuse();
            case "ByteLevel" :
                part.only("type", "add_prefix_space", "trim_offsets", "use_regex");
                return new ByteLevel();
            case "WordPiece" :
                part.only("type", "prefix", "cleanup");
                return new WordPieceDecoder(part.string("prefix"), part.bool("cleanup"));
            case "Metaspace" :
                part.only("type", "replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep");
                return new Decoder.Metaspace(part.character("replacement"),
                        PreTokenizerReader.scheme(part) != PrependScheme.NEVER);
            case "Replace" :
                part.only("type", "pattern", "content");
                return new Decoder.Replace(TextPattern.read(part, "pattern"), part.string("content"));
            case "Strip" :
                part.only("type", "content", "start", "stop");
                return new Decoder.Strip(part.character("content"), part.integer("start", 0, MAX_STRIPPED),
                        part.integer("stop", 0, MAX_STRIPPED));
            case "BPEDecoder" :
                part.only("type", "suffix");
                return new Decoder.Suffix(part.string("suffix"));
            default :
                throw part.unsupported("type", "BPEDecoder, ByteFallback, ByteLevel, Fuse, Metaspace, Replace, "
                        + "Sequence, Strip or WordPiece", JsonPart.shorten(type));
        }
    }
}
