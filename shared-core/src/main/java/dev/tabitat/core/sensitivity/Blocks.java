package dev.tabitat.core.sensitivity;

import java.util.List;

/**
 * Detector of addresses in Japanese, Chinese and Korean: from the prefecture or town down to the number of the block or
 * house.
 */
final class Blocks {

    private static final String PLACES = "\u90fd\u9053\u5e9c\u770c\u5e02\u533a\u753a\u6751\u90e1\u53bf\u9547\u7701\u8def\u8857\u5df7\u9109\u93ae\u7e23\u5340\u6bb5\u5f04";
    private static final String NUMBERED = "\u53f7\u865f\u5f04\u680b\u5ba4\u697c\u6a13\u5e62\u4e01\u756a";
    private static final String KOREAN_PLACES = "\uc2dc\uad70\uad6c\uc74d\uba74\ub3d9\ub3c4";
    private static final int MAX_RUN = 60;

    private Blocks() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        for (int i = 1; i < scan.length(); i++) {
            if (!ScannedText.isDigit(scan.at(i)) || ScannedText.isDigit(scan.at(i - 1)) || scan.at(i - 1) == '-') {
                continue;
            }
            char before = scan.at(i - 1);
            if (isEastAsian(before)) {
                block(scan, i, found);
            } else if (before == ' '
                    && (scan.at(i - 2) == '\ub85c' || scan.at(i - 2) == '\uae38' || scan.at(i - 2) == '\ub3d9')) {
                korean(scan, i, found);
            }
        }
    }

    private static void block(ScannedText scan, int digits, List<Sensitive> found) {
        int start = digits;
        int places = 0;
        while (start > 0 && digits - start < MAX_RUN
                && (isEastAsian(scan.at(start - 1)) || ScannedText.isDigit(scan.at(start - 1)))) {
            start--;
            places += PLACES.indexOf(scan.at(start)) >= 0 && start < digits - 1 || PLACES.indexOf(scan.at(start)) >= 0
                    && "\u8def\u8857\u5df7\u6bb5\u753a".indexOf(scan.at(start)) >= 0 ? 1 : 0;
        }
        int end = digits;
        int parts = 0;
        boolean isNumbered = false;
        while (ScannedText.isDigit(scan.at(end))) {
            while (ScannedText.isDigit(scan.at(end))) {
                end++;
            }
            parts++;
            int mark = end;
            while (mark - end < 2
                    && (NUMBERED.indexOf(scan.at(mark)) >= 0 || scan.at(mark) == '\u76ee' || scan.at(mark) == '\u5730')
                    && scan.at(mark) != 0) {
                mark++;
            }
            isNumbered |= mark > end;
            end = mark;
            if (scan.at(end) == '-' && ScannedText.isDigit(scan.at(end + 1))) {
                end++;
            }
        }
        if (places > 0 && (parts >= 2 || isNumbered)) {
            found.add(new Sensitive(start, end, SensitiveKind.ADDRESS, "address"));
        }
    }

    private static void korean(ScannedText scan, int digits, List<Sensitive> found) {
        int start = digits - 1;
        int places = 0;
        int words = 0;
        while (words < 5) {
            int word = start;
            while (word > 0 && (isHangul(scan.at(word - 1)) || ScannedText.isDigit(scan.at(word - 1)))) {
                word--;
            }
            boolean isPlace = word < start && KOREAN_PLACES.indexOf(scan.at(start - 1)) >= 0;
            if (word == start || words > 0 && !isPlace) {
                break;
            }
            places += isPlace ? 1 : 0;
            words++;
            start = word;
            if (scan.at(start - 1) != ' ') {
                break;
            }
            start--;
        }
        start += scan.at(start) == ' ' ? 1 : 0;
        int end = digits;
        while (ScannedText.isDigit(scan.at(end)) || scan.at(end) == '-' && ScannedText.isDigit(scan.at(end + 1))) {
            end++;
        }
        if (places > 0 && words >= 2) {
            found.add(new Sensitive(start, end, SensitiveKind.ADDRESS, "address"));
        }
    }

    static boolean isHangul(char c) {
        return c >= '\uac00' && c <= '\ud7a3';
    }

    /** Han characters and kana. */
    static boolean isEastAsian(char c) {
        return c >= '\u3040' && c <= '\u30ff' || c >= '\u3400' && c <= '\u9fff' || c == '\u3005';
    }
}
