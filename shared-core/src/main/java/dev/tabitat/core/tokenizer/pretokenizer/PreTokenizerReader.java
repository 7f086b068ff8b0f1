package dev.tabitat.core.tokenizer.pretokenizer;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.pattern.TextPattern;
import dev.tabitat.core.tokenizer.pretokenizer.PreTokenizer.PrependScheme;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the pre-tokenizer of a tokenizer file.
 *
 * <pre>
 * pre_tokenizer = null | "Sequence", pretokenizers | "BertPreTokenizer" | "Whitespace" | "WhitespaceSplit"
 *               | "ByteLevel", add_prefix_space, trim_offsets, use_regex or nothing for true
 *               | "Metaspace", replacement, prepend_scheme, split or nothing for true | "Digits", individual_digits
 *               | "Punctuation", behavior | "Split", pattern, behavior, invert
 * </pre>
 *
 * {@code trim_offsets} is the post-processor's; older files have Metaspace's {@code add_prefix_space}, false for a
 * scheme of never, and {@code str_rep}.
 */
public final class PreTokenizerReader {

    private PreTokenizerReader() {}

    /**
     * @throws DamagedData when a field is missing or of the wrong type
     * @throws Unsupported when the pre-tokenizer is not in the grammar
     */
    public static PreTokenizer read(JsonPart holder, String name) {
        return holder.has(name) ? read(holder.part(name)) : new PreTokenizer.None();
    }

    private static PreTokenizer read(JsonPart part) {
        String type = part.string("type");
        switch (type) {
            case "Sequence" :
                return sequence(part);
            case "BertPreTokenizer" :
                part.only("type");
                return new PreTokenizer.Bert();
            case "Whitespace" :
                part.only("type");
                return new PreTokenizer.Whitespace();
            case "WhitespaceSplit" :
                part.only("type");
                return new PreTokenizer.WhitespaceSplit();
            case "ByteLevel" :
                part.only("type", "add_prefix_space", "trim_offsets", "use_regex");
                return new PreTokenizer.ByteLevel(part.bool("add_prefix_space"), part.boolOr("use_regex", true));
            case "Metaspace" :
                return metaspace(part);
            case "Digits" :
                part.only("type", "individual_digits");
                return new PreTokenizer.Digits(part.bool("individual_digits"));
            case "Punctuation" :
                part.only("type", "behavior");
                return new PreTokenizer.Punctuation(
                        part.has("behavior") ? SplitBehavior.read(part) : SplitBehavior.ISOLATED);
            case "Split" :
                part.only("type", "pattern", "behavior", "invert");
                return new PreTokenizer.Split(TextPattern.read(part, "pattern"), SplitBehavior.read(part),
                        part.bool("invert"));
            default :
                throw part.unsupported("type", "BertPreTokenizer, ByteLevel, Digits, Metaspace, Punctuation, Sequence, "
                        + "Split, Whitespace or WhitespaceSplit", JsonPart.shorten(type));
        }
    }

    private static PreTokenizer sequence(JsonPart part) {
        part.only("type", "pretokenizers");
        List<PreTokenizer> all = new ArrayList<>();
        for (JsonPart each : part.parts("pretokenizers")) {
            all.add(read(each));
        }
        return new PreTokenizer.Sequence(all);
    }

    private static PreTokenizer metaspace(JsonPart part) {
        part.only("type", "replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep");
        return new PreTokenizer.Metaspace(part.character("replacement"), scheme(part), part.boolOr("split", true));
    }

    /** Which pieces get a mark of a space before them, as a Metaspace pre-tokenizer or decoder has it. */
    public static PrependScheme scheme(JsonPart part) {
        String scheme = part.stringOr("prepend_scheme", "always");
        PrependScheme found = switch (scheme) {
            case "always" -> PrependScheme.ALWAYS;
            case "first" -> PrependScheme.FIRST;
            case "never" -> PrependScheme.NEVER;
            default -> throw part.unsupported("prepend_scheme", "always, first or never", JsonPart.shorten(scheme));
        };
        if (part.boolOr("add_prefix_space", true) || found == PrependScheme.NEVER) {
            return found;
        }
        // Files of before there were schemes say nothing else, which then means always.
        if (part.has("prepend_scheme")) {
            throw part.damaged("add_prefix_space", "true for the scheme " + scheme, "false");
        }
        return PrependScheme.NEVER;
    }
}
