package dev.tabitat.core.documents;

import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@link DocumentText} promises, checked of one. */
public final class DocumentPromises {

    private DocumentPromises() {}

    /** @throws AssertionError naming the promise that is broken */
    public static void check(DocumentText document) {
        line("title", document.title());
        text(document.text());
        blocks(document);
        places(document);
        document.notices().forEach(notice -> {
            line("notice", notice);
            require(() -> "a notice is a sentence: " + notice, notice.endsWith("."));
        });
        Optional<Block> heading = document.blocks().stream().filter(block -> block.kind() == Block.Kind.HEADING)
                .findFirst();
        require(() -> "a document with a heading has a title", heading.isEmpty() || !document.title().isEmpty());
    }

    /** Its blocks in short, such as {@code H1 text} or {@code L2 text}. */
    public static List<String> shown(DocumentText document) {
        check(document);
        List<String> shown = new ArrayList<>();
        for (Block block : document.blocks()) {
            shown.add(block.kind().name().charAt(0) + (block.level() > 0 ? "" + block.level() : "") + " "
                    + document.text().substring(block.start(), block.end()));
        }
        return shown;
    }

    private static void text(String text) {
        require(() -> "no halves of characters", Utf8.firstUnpairedSurrogate(text, 0) < 0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\t' || c >= 0x7F && c <= 0x9F) {
                throw new AssertionError("a control character " + (int) c + " at " + i);
            }
        }
    }

    private static void line(String what, String text) {
        text(text);
        require(() -> "the " + what + " is one line: " + text, text.indexOf('\n') < 0 && text.equals(text.trim()));
    }

    private static void blocks(DocumentText document) {
        String text = document.text();
        int end = 0;
        for (Block block : document.blocks()) {
            require(() -> block + " is not empty and in order",
                    block.start() >= end && block.end() > block.start() && block.end() <= text.length());
            String gap = text.substring(end, block.start());
            require(() -> "one or two line feeds before " + block,
                    end == 0 ? gap.isEmpty() : gap.equals("\n") || gap.equals("\n\n"));
            require(() -> block + " holds a letter", !text.substring(block.start(), block.end()).trim().isEmpty());
            boolean level = switch (block.kind()) {
                case HEADING -> block.level() >= 1 && block.level() <= 6;
                case LIST_ITEM -> block.level() >= 1;
                default -> block.level() == 0;
            };
            require(() -> "the level of " + block, level);
            end = block.end();
        }
        require(() -> "nothing behind the last block", end == text.length());
    }

    private static void places(DocumentText document) {
        int end = 0;
        for (Place place : document.places()) {
            require(() -> place + " is not empty and in order",
                    place.start() >= end && place.end() > place.start() && place.end() <= document.text().length());
            require(() -> "the number of " + place, place.number() >= 1);
            require(() -> "whole characters in " + place,
                    !isInside(document.text(), place.start()) && !isInside(document.text(), place.end()));
            line("part", place.part());
            place.box().ifPresent(box -> require(() -> "the box of " + place,
                    isShare(box.left()) && isShare(box.top()) && isShare(box.width()) && isShare(box.height())));
            end = place.end();
        }
    }

    private static boolean isInside(String text, int at) {
        return at > 0 && at < text.length() && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }

    private static boolean isShare(float value) {
        return value >= 0 && value <= 1;
    }

    /** @param promise said only where it is broken: most texts are long and keep it */
    private static void require(Supplier<String> promise, boolean holds) {
        if (!holds) {
            throw new AssertionError(promise.get());
        }
    }
}
