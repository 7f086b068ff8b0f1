package dev.tabitat.web.view.documents;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Format;
import java.util.ArrayList;
import java.util.List;

/** Formats the state of documents and passages as text. */
final class DocumentMessages {

    private static final String[] ORDINALS = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh",
            "eighth", "ninth", "tenth"};

    private DocumentMessages() {}

    /** {@code page 12}, {@code rows 7 to 9, Sheet 2}. */
    static String place(JsonObject place) {
        long number = place.integer("number");
        long to = place.integerOr("to", number);
        String unit = place.string("unit");
        String part = place.stringOr("part", "");
        return (to > number ? unit + "s " + number + " to " + to : unit + " " + number)
                + (part.isEmpty() ? "" : ", " + part);
    }

    /** {@code first}, {@code 12th}. @param rank from 1 */
    static String ordinal(long rank) {
        if (rank >= 1 && rank <= ORDINALS.length) {
            return ORDINALS[(int) rank - 1];
        }
        long tens = rank % 100;
        boolean isTeen = tens >= 11 && tens <= 13;
        return rank + (isTeen ? "th" : switch ((int) (rank % 10)) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        });
    }

    /** Why a passage stands where it does: {@code First by meaning (similarity 0.63), third by words (leave ×2)}. */
    static String ranks(JsonObject passage, String mode) {
        JsonObject ranks = passage.object("ranks");
        List<String> parts = new ArrayList<>();
        if (!mode.equals("words")) {
            parts.add(ranks.findObject("meaning")
                    .map(one -> ordinal(one.integer("rank")) + " by meaning (similarity "
                            + Format.decimals(one.number("similarity"), 2) + ")")
                    .orElse("not among the nearest by meaning"));
        }
        if (!mode.equals("meaning")) {
            parts.add(ranks.findObject("words").map(one -> ordinal(one.integer("rank")) + " by words" + terms(one))
                    .orElse("not found by words"));
        }
        if (ranks.has("exact")) {
            parts.add(ordinal(ranks.object("exact").integer("rank")) + " of those that hold nearly all of its words");
        }
        String sentence = String.join(", ", parts);
        return sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1);
    }

    private static String terms(JsonObject words) {
        List<String> terms = new ArrayList<>();
        for (JsonObject term : words.array("terms").objects()) {
            terms.add(term.string("term") + " \u00d7" + term.integer("count"));
        }
        return terms.isEmpty() ? "" : " (" + String.join(", ", terms) + ")";
    }

    /** What is being done: {@code DocumentReader what it means}. */
    static String phase(String phase) {
        return switch (phase) {
            case "keeping" -> "Keeping";
            case "reading" -> "Reading";
            case "words" -> "Noting the words of";
            case "meaning" -> "Reading the meaning of";
            case "sealing" -> "Encrypting";
            case "packing" -> "Packing";
            default -> "Working on";
        };
    }

    /** {@code 61 of 98 passages, 14 a second, 3 s left}. */
    static String progress(JsonObject now) {
        boolean inBytes = now.string("unit").equals("bytes");
        double rate = now.numberOr("rate", 0);
        double total = now.numberOr("total", 0);
        String done = inBytes ? Format.bytes(now.number("done")) : Format.decimals(now.number("done"), 0);
        String amount = total <= 0 ? done + (inBytes ? "" : " " + now.string("unit"))
                : done + " of "
                        + (inBytes ? Format.bytes(total) : Format.decimals(total, 0) + " " + now.string("unit"));
        String speed = rate <= 0 ? ""
                : ", " + (inBytes ? Format.bytes(rate)
                        : Format.decimals(rate, rate < 9.95 && rate != Math.floor(rate) ? 1 : 0)) + " a second";
        return amount + speed
                + (now.numberOr("eta_s", 0) > 0 ? ", " + Format.seconds(now.number("eta_s")) + " left" : "");
    }

    /** A format as people call it. */
    static String format(String id) {
        return switch (id) {
            case "pdf", "html", "csv", "docx", "epub" -> id.toUpperCase(java.util.Locale.ROOT);
            case "markdown" -> "Markdown";
            case "text" -> "text";
            default -> "";
        };
    }
}
