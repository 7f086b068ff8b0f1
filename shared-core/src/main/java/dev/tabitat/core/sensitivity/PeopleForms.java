package dev.tabitat.core.sensitivity;

import java.util.List;
import java.util.Set;

/** Detector of names before a mail address, and before an East Asian form of address such as 田中様, 王先生, 김민수 씨. */
final class PeopleForms {

    private static final List<String> JAPANESE = List.of("\u3055\u3093", "\u69d8", "\u6c0f", "\u6bbf", "\u541b",
            "\u3061\u3083\u3093", "\u304f\u3093", "\u5148\u751f", "\u90e8\u9577", "\u793e\u9577", "\u8ab2\u9577");
    private static final List<String> CHINESE = List.of("\u5148\u751f", "\u5973\u58eb", "\u5c0f\u59d0", "\u592a\u592a",
            "\u8001\u5e08", "\u8001\u5e2b", "\u533b\u751f", "\u91ab\u751f", "\u6559\u6388", "\u7ecf\u7406",
            "\u7d93\u7406", "\u603b", "\u540c\u5fd7", "\u5148\u7b99");
    /** What ends like a form of address and is another word. */
    private static final Set<String> NO_JAPANESE = Set.of("\u7686", "\u304a\u5ba2", "\u5a18", "\u5965", "\u795e",
            "\u738b", "\u4ed5", "\u6a21", "\u540c", "\u591a", "\u7570", "\u5ba2", "\u6bcd", "\u7236", "\u5144",
            "\u59c9", "\u5b50", "\u5404\u4f4d", "\u4e21", "\u5404", "\u8af8", "\u7d75", "\u53f8", "\u5bae",
            "\u795e\u69d8", "\u4e3b", "\u5f7c", "\u8ab0", "\u7530\u820e\u8005", "\u5bae\u6bbf");
    private static final String SURNAMES = "\u738b\u674e\u5f20\u5f35\u5218\u5289\u9648\u9673\u6768\u694a\u8d75\u8d99\u9ec4\u9ec3\u5468\u5434\u5433\u5f90\u5b59\u5b6b\u80e1\u6731\u9ad8\u6797\u4f55\u90ed\u9a6c\u99ac\u7f57\u7f85\u6881\u5b8b\u90d1\u912d\u8c22\u8b1d\u97e9\u97d3\u5510\u51af\u99ae\u4e8e\u8463\u8427\u856d\u7a0b\u66f9\u8881\u9093\u8bb8\u8a31\u5085\u6c88\u66fe\u5f6d\u5415\u5442\u82cf\u8607\u5362\u76e7\u848b\u8521\u8d3e\u8cc8\u4e01\u9b4f\u859b\u53f6\u8449\u960e\u95bb\u4f59\u6f58\u675c\u6234\u590f\u949f\u937e\u6c6a\u7530\u4efb\u59dc\u8303\u65b9\u77f3\u59da\u8c2d\u8b5a\u5ed6\u90b9\u9112\u718a\u91d1\u9646\u9678\u90dd\u5b54\u767d\u5d14\u5eb7\u6bdb\u90b1\u79e6\u6c5f\u53f2\u987e\u9867\u4faf\u90b5\u5b5f\u9f99\u9f8d\u4e07\u842c\u6bb5\u96f7\u94b1\u9322\u6c64\u6e6f\u5c39\u9ece\u6613\u5e38\u6b66\u4e54\u55ac\u8d3a\u8cc0\u8d56\u8cf4\u9f9a\u9f94\u6587";
    private static final String KOREAN_SURNAMES = "\uae40\uc774\ubc15\ucd5c\uc815\uac15\uc870\uc724\uc7a5\uc784\ud55c\uc624\uc11c\uc2e0\uad8c\ud669\uc548\uc1a1\ub958\uc804\ud64d\uace0\ubb38\uc591\uc190\ubc30\ubc31\ud5c8\uc720\ub0a8\uc2ec\ub178\ud558\uacfd\uc131\ucc28\uc8fc\uc6b0\uad6c\ubbfc\ub098\uc9c4\uc9c0\uc5c4\ucc44\uc6d0\ucc9c\ubc29\uacf5\ud604";
    private static final Set<String> NO_KOREAN = Set.of("\uace0\uac1d", "\uc8fc\uc778", "\uc804\ub984", "\uc190",
            "\uc120\uc0dd", "\uc6d0\uc7a5", "\uacfc\uc7a5", "\uc0ac\uc7a5", "\uad50\uc218", "\uc9c0\uc6d0\uc790",
            "\ud558\ub290", "\uc784\uae08", "\uc2e0\ubd80", "\uc804\ubb38\uac00");

    private PeopleForms() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        if (scan.text().chars().anyMatch(c -> Blocks.isEastAsian((char) c))) {
            JAPANESE.forEach(form -> japanese(scan, form, found));
            CHINESE.forEach(form -> chinese(scan, form, found));
        }
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            if (c == '<' || c == '[' || c == '(') {
                beforeMail(scan, i, found);
            } else if (c == '\uc528' || c == '\ub2d8') {
                korean(scan, i, found);
            }
        }
    }

    /** Anna Schmidt &lt;anna@example.org&gt;, "Schmidt, Anna" &lt;...&gt;, anna@example.org (Anna Schmidt). */
    private static void beforeMail(ScannedText scan, int open, List<Sensitive> found) {
        char closing = scan.at(open) == '<' ? '>' : scan.at(open) == '[' ? ']' : ')';
        int close = scan.text().indexOf(closing, open);
        if (close < 0 || close - open > 120) {
            return;
        }
        int mail = scan.text().indexOf('@', open);
        if (mail < 0 || mail > close) {
            int stop = People.name(scan, open + 1, 5, true);
            boolean isBehind = closing == ')' && stop == close && scan.at(open - 1) == ' ' && isMail(scan, open - 1);
            if (isBehind) {
                People.add(scan, open + 1, close, found);
            }
            return;
        }
        int end = open - (scan.at(open - 1) == ' ' ? 1 : 0);
        char quote = scan.at(end - 1);
        if (quote == '"' || quote == '\'') {
            int start = scan.text().lastIndexOf(quote, end - 2) + 1;
            if (start > 0 && end - 1 > start && end - start < 80
                    && scan.text().substring(start, end).indexOf('\n') < 0) {
                found.add(new Sensitive(start, end - 1, SensitiveKind.PERSON, "person"));
            }
            return;
        }
        int line = Math.max(Field.lineStart(scan, end), end - 60);
        int start = end;
        while (start > line && ":,;<>()[]\"|=".indexOf(scan.at(start - 1)) < 0) {
            start--;
        }
        while (start < end && !Character.isLetter(scan.at(start))) {
            start++;
        }
        // In a header or alone on its line all of it is a name; in a sentence the capitalised words are.
        boolean isWhole = scan.at(open) == '<'
                && (start == line || scan.at(start - 2) == ':' || scan.at(start - 2) == ','
                        || scan.at(start - 2) == ';')
                && end - start < 40
                && scan.text().substring(start, end).chars().filter(c -> c == ' ').count() < 4;
        int name = start;
        while (name < end && !(isWhole && isAllCapital(scan, name, end))
                && (People.name(scan, name, 6, true) < end || !scan.startsHere(name))) {
            name++;
        }
        if (name < end && (scan.at(open) == '<' || scan.text().substring(name, end).indexOf(' ') > 0)) {
            People.add(scan, name, end, found);
        } else if (isWhole && end > start && isHeader(scan, line)) {
            People.add(scan, start, end, found);
        }
    }

    private static boolean isAllCapital(ScannedText scan, int from, int end) {
        return People.name(scan, from, 6, true) == end;
    }

    private static boolean isHeader(ScannedText scan, int line) {
        int colon = scan.text().indexOf(':', line);
        return colon > line && List.of("from", "to", "cc", "bcc", "reply-to", "sender", "von", "an", "de", "\u00e0",
                "para", "da", "van", "aan").contains(scan.lower().substring(line, colon));
    }

    private static boolean isMail(ScannedText scan, int end) {
        int i = end;
        while (i > 0 && end - i < 80 && !Character.isWhitespace(scan.at(i - 1))) {
            i--;
            if (scan.at(i) == '@') {
                return true;
            }
        }
        return false;
    }

    private static void japanese(ScannedText scan, String form, List<Sensitive> found) {
        for (int at = scan.text().indexOf(form); at > 0; at = scan.text().indexOf(form, at + 1)) {
            char next = scan.at(at + form.length());
            boolean isOther = form.equals("\u69d8") && "\u3005\u5b50\u5f0f\u614b\u76f8".indexOf(next) >= 0 && next != 0;
            int start = at;
            boolean isKatakana = isKatakana(scan.at(at - 1));
            while (start > 0 && at - start < (isKatakana ? 10 : 4)
                    && (isKatakana ? isKatakana(scan.at(start - 1)) : isKanji(scan.at(start - 1)))) {
                start--;
            }
            String name = scan.text().substring(start, at);
            boolean isName = !name.isEmpty() && !NO_JAPANESE.contains(name)
                    && (name.length() > 1 || form.length() > 1 || next == 0 || !isKanji(next));
            boolean isTitle = name.length() == 1
                    && (form.equals("\u541b") || form.equals("\u6c0f") || form.equals("\u6bbf"));
            if (isName && !isOther && !isTitle
                    && (form.length() < 2 || form.charAt(0) < '\u4e00' || isName(form, name))) {
                found.add(new Sensitive(start, at, SensitiveKind.PERSON, "person"));
            }
        }
    }

    /** Before a word that is also Chinese, two characters at least and no pronoun before a surname. */
    private static boolean isName(String form, String name) {
        return name.length() >= 2 && !form.equals("\u5148\u751f") || name.length() == 2 && name.charAt(0) != '\u662f'
                && "\u5b66\u5927\u533b\u6211\u4ed6\u7684".indexOf(name.charAt(0)) < 0;
    }

    private static void chinese(ScannedText scan, String form, List<Sensitive> found) {
        for (int at = scan.text().indexOf(form); at > 0; at = scan.text().indexOf(form, at + 1)) {
            for (int back = 3; back >= 1; back--) {
                boolean isSurname = at - back >= 0 && SURNAMES.indexOf(scan.at(at - back)) >= 0;
                boolean isKanji = isSurname && (back < 2 || isKanji(scan.at(at - 1)))
                        && (back < 3 || isKanji(scan.at(at - 2)));
                if (isKanji) {
                    found.add(new Sensitive(at - back, at, SensitiveKind.PERSON, "person"));
                    break;
                }
            }
        }
    }

    private static void korean(ScannedText scan, int form, List<Sensitive> found) {
        int end = form - (scan.at(form - 1) == ' ' ? 1 : 0);
        int start = end;
        while (start > 0 && end - start < 6 && Blocks.isHangul(scan.at(start - 1))) {
            start--;
        }
        String name = scan.text().substring(start, end);
        boolean isName = name.length() >= 2 && name.length() <= 4 && KOREAN_SURNAMES.indexOf(name.charAt(0)) >= 0
                && !NO_KOREAN.contains(name);
        if (isName && !(Blocks.isHangul(scan.at(form + 1)) && scan.at(form) == '\uc528')) {
            found.add(new Sensitive(start, end, SensitiveKind.PERSON, "person"));
        }
    }

    private static boolean isKanji(char c) {
        return c >= '\u3400' && c <= '\u9fff' || c == '\u3005';
    }

    private static boolean isKatakana(char c) {
        return c >= '\u30a1' && c <= '\u30ff';
    }
}
