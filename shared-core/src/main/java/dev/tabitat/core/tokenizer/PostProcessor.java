package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.tokenizer.file.JsonPart;
import java.util.ArrayList;
import java.util.List;

/**
 * The special tokens around a text or a pair, and whether offsets leave out white space.
 *
 * <pre>
 * post_processor = null | "TemplateProcessing", single, pair, special_tokens | "BertProcessing", sep, cls
 *                | "RobertaProcessing", sep, cls, trim_offsets, add_prefix_space
 *                | "ByteLevel", add_prefix_space, trim_offsets, use_regex | "Sequence", processors
 * </pre>
 *
 * A sequence has one that adds tokens at most, and what trims offsets before it.
 *
 * @param trims for each time that offsets are trimmed, whether a single space before a text is left
 * @param single the parts around one text
 * @param pair the parts around two; empty where there is no template for them
 */
record PostProcessor(List<Boolean> trims, List<Part> single, List<Part> pair) {

    private static final int MAX_TYPE = 1_000;
    private static final int MAX_PARTS = 1_000;

    /** A place in a template. @param sequence 0 or 1 for a text, -1 for a special token */
    record Part(int sequence, int id, int type) {

        static Part text(int sequence, int type) {
            return new Part(sequence, -1, type);
        }

        static Part token(int id, int type) {
            return new Part(-1, id, type);
        }
    }

    /** Finds the id of a token, or -1. */
    interface Ids {

        int find(String token);
    }

    static PostProcessor read(JsonPart file, Ids ids) {
        Reader reader = new Reader(ids);
        if (file.has("post_processor")) {
            reader.read(file.part("post_processor"));
        }
        if (!reader.hasTemplate) {
            reader.single = List.of(Part.text(0, 0));
            reader.pair = List.of(Part.text(0, 0), Part.text(1, 1));
        }
        return new PostProcessor(List.copyOf(reader.trims), reader.single, reader.pair);
    }

    /** The template for so many texts. @throws Unsupported when there is none for pairs */
    List<Part> template(int texts) {
        if (texts == 2 && pair.isEmpty()) {
            throw new Unsupported("The tokenizer has no template for pairs of texts.",
                    Finding.at("post_processor.pair").expected("both texts").found("none"));
        }
        return texts == 2 ? pair : single;
    }

    private static final class Reader {

        private final Ids ids;
        private final List<Boolean> trims = new ArrayList<>();
        private List<Part> single = List.of();
        private List<Part> pair = List.of();
        private boolean hasTemplate;

        Reader(Ids ids) {
            this.ids = ids;
        }

        void read(JsonPart part) {
            String type = part.string("type");
            switch (type) {
                case "Sequence" -> {
                    part.only("type", "processors");
                    for (JsonPart each : part.parts("processors")) {
                        read(each);
                    }
                }
                case "ByteLevel" -> {
                    part.only("type", "add_prefix_space", "trim_offsets", "use_regex");
                    trim(part);
                }
                case "TemplateProcessing" -> {
                    part.only("type", "single", "pair", "special_tokens");
                    once(part);
                    single = template(part, "single", false);
                    pair = template(part, "pair", true);
                }
                case "BertProcessing" -> {
                    part.only("type", "sep", "cls");
                    once(part);
                    Part cls = Part.token(pairOf(part, "cls"), 0);
                    int sep = pairOf(part, "sep");
                    single = List.of(cls, Part.text(0, 0), Part.token(sep, 0));
                    pair = List.of(cls, Part.text(0, 0), Part.token(sep, 0), Part.text(1, 1), Part.token(sep, 1));
                }
                case "RobertaProcessing" -> {
                    part.only("type", "sep", "cls", "trim_offsets", "add_prefix_space");
                    trim(part);
                    once(part);
                    Part cls = Part.token(pairOf(part, "cls"), 0);
                    Part sep = Part.token(pairOf(part, "sep"), 0);
                    single = List.of(cls, Part.text(0, 0), sep);
                    pair = List.of(cls, Part.text(0, 0), sep, sep, Part.text(1, 0), sep);
                }
                default -> throw part.unsupported("type",
                        "BertProcessing, ByteLevel, RobertaProcessing, Sequence or TemplateProcessing",
                        JsonPart.shorten(type));
            }
        }

        private void trim(JsonPart part) {
            boolean addsSpace = part.bool("add_prefix_space");
            if (!part.bool("trim_offsets")) {
                return;
            }
            if (hasTemplate) {
                throw part.unsupported("trim_offsets", "before the special tokens", "after them");
            }
            trims.add(addsSpace);
        }

        private void once(JsonPart part) {
            if (hasTemplate) {
                throw part.unsupported("type", "one that adds special tokens", "another one");
            }
            hasTemplate = true;
        }

        private int pairOf(JsonPart part, String name) {
            JsonArray pairOf = part.array(name);
            if (pairOf.size() != 2 || !(pairOf.get(0) instanceof JsonString token)) {
                throw part.damaged(name, "a token and its id", pairOf.size() + " items");
            }
            return special(part, name, token.value(), pairOf.get(1));
        }

        private List<Part> template(JsonPart part, String name, boolean isPair) {
            List<Part> parts = new ArrayList<>();
            int[] texts = new int[2];
            for (JsonPart piece : part.parts(name)) {
                piece.only("SpecialToken", "Sequence");
                boolean isText = piece.has("Sequence");
                if (piece.object().names().size() != 1) {
                    throw piece.damaged("", "one text or one special token",
                            piece.object().names().size() + " fields");
                }
                JsonPart inner = piece.part(isText ? "Sequence" : "SpecialToken");
                inner.only("id", "type_id");
                int type = inner.integer("type_id", 0, MAX_TYPE);
                String id = inner.string("id");
                if (!isText) {
                    addAll(part, id, type, parts);
                    continue;
                }
                int sequence = id.equals("A") ? 0 : id.equals("B") && isPair ? 1 : -1;
                if (sequence < 0) {
                    throw inner.unsupported("id", isPair ? "A or B" : "A", JsonPart.shorten(id));
                }
                if (texts[sequence]++ > 0) {
                    throw inner.unsupported("id", "each text once", id + " again");
                }
                parts.add(Part.text(sequence, type));
            }
            boolean isComplete = texts[0] == 1 && (!isPair || texts[1] == 1);
            if (!isComplete && !(isPair && parts.isEmpty())) {
                throw part.damaged(name, isPair ? "a place for each text" : "a place for the text", "none");
            }
            return List.copyOf(parts);
        }

        private void addAll(JsonPart part, String name, int type, List<Part> to) {
            JsonPart special = part.part("special_tokens").part(name);
            JsonArray tokens = special.array("tokens");
            JsonArray claimed = special.array("ids");
            if (claimed.size() != tokens.size() || claimed.size() == 0 || to.size() + claimed.size() > MAX_PARTS) {
                throw special.damaged("ids", "an id for each token, at most " + MAX_PARTS + " in all",
                        claimed.size() + " for " + tokens.size());
            }
            for (int i = 0; i < tokens.size(); i++) {
                if (!(tokens.get(i) instanceof JsonString token)) {
                    throw special.damaged("tokens[" + i + "]", "a string", tokens.get(i).kind());
                }
                to.add(Part.token(special(special, "ids[" + i + "]", token.value(), claimed.get(i)), type));
            }
        }

        private int special(JsonPart part, String name, String token, Json claimed) {
            int known = ids.find(token);
            if (known < 0) {
                throw part.damaged(name, "a token of the vocabulary", "\"" + JsonPart.shorten(token) + "\"");
            }
            int id = part.integer(claimed, name, 0, Integer.MAX_VALUE);
            if (id != known) {
                throw part.damaged(name, "\"" + JsonPart.shorten(token) + "\" with id " + known,
                        Integer.toString(id));
            }
            return known;
        }
    }
}
