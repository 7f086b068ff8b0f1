package dev.tabitat.core.text;

/**
 * What a text consists of, as far as telling its language is concerned: words of a language in some script, or
 * something else.
 *
 * @param kind words, or what else
 * @param script of most letters that stand in words; {@link Script#OTHER} where there are none
 * @param length code points of its words without marks, with one space between words: what there is to go by
 */
public record WrittenText(Kind kind, Script script, int length) {

    /** What a text is made of. */
    public enum Kind {
        WORDS,
        NO_LETTERS,
        BYTES,
        CODE,
        SPACED,
        DECORATED
    }

    /** What may stand before a word, and what behind it; numbers and currencies are judged apart. */
    private static final String OPENING = "\"'([\u00ab\u2039\u201c\u201d\u201e\u2018\u2019\u201a\u00bf\u00a1\u2014\u2013\u300c\u300e\u3010\u300a\uff08*_#>\u2022";
    private static final String CLOSING = "\"')].,;:!?%\u00bb\u203a\u201d\u201c\u2019\u2018\u2026\u2014\u2013\u3002\u3001\uff0c\uff01\uff1f\uff1a\uff1b\u300d\u300f\u3011\u300b\uff09\u060c\u061f\u061b\u0964\u0965\u06d4\u055d\u0589\u1362\u104a\u104b\u17d4*_";
    private static final String INNER = "'-\u2019\u2010\u2011\u00b7\u05f3\u05f4\u00ad.\u2014\u2013/";
    /** Signs that stand in programs and data, and seldom in sentences. */
    private static final String CODE_SIGNS = "{}[]<>=|\\^~`@#$&*+_;";

    private static final double BYTES_SHARE = 0.1;
    private static final int MIN_UNREADABLE = 3;
    private static final double MIN_WORDS = 0.5;
    private static final double MIN_WORDS_WITH_SIGNS = 0.8;
    private static final int SIGNS = 2;
    /** Signs of code a word, from which on a text is code: one in three. */
    private static final int WORDS_A_SIGN = 3;
    /** Names of fields with a colon, from which on a text of few other words is data. */
    private static final int MIN_NAMES = 3;
    private static final int LONG_WORD = 4;
    private static final double VOWELLESS_SHARE = 0.6;
    private static final int MAX_MARKS = 2;
    /**
     * Letters from which on a word of fewer than {@link #DISTINCT} different ones is a sequence, such as one of bases
     * or of laughter.
     */
    private static final int SEQUENCE = 16;
    private static final int DISTINCT = 5;
    private static final String VOWELS = "aeiouyAEIOUY";
    private static final int SPACED_WORDS = 4;
    private static final double SPACED_SHARE = 0.6;

    /** Looks through a text; linear in its length. */
    public static WrittenText of(String text) {
        return new Scan(text).result();
    }

    /** One pass over a text, token by token. */
    private static final class Scan {

        private final String text;
        private final int[] byScript = new int[Script.values().length];
        private int points;
        private int unreadable;
        private int letters;
        private int decorated;
        private int wordLetters;
        private int words;
        private int oneLetterWords;
        /** Letters and signs in tokens that are neither words nor numbers. */
        private int otherSigns;
        private int codeSigns;
        private int statementEnds;
        private int names;
        private int marks;
        private int longWords;
        private int vowelless;
        private int length;

        Scan(String text) {
            this.text = text;
            int from = 0;
            while (from < text.length()) {
                int end = from;
                while (end < text.length() && !isSpace(text.codePointAt(end))) {
                    end += Character.charCount(text.codePointAt(end));
                }
                if (end > from) {
                    token(from, end);
                }
                from = end < text.length() ? end + Character.charCount(text.codePointAt(end)) : end;
            }
        }

        WrittenText result() {
            Script script = Script.OTHER;
            int most = 0;
            for (int i = 0; i < byScript.length; i++) {
                if (byScript[i] > most) {
                    most = byScript[i];
                    script = Script.values()[i];
                }
            }
            // Japanese is written with more Chinese characters than kana at times; Chinese has no kana.
            if (script == Script.HAN && byScript[Script.KANA.ordinal()] * 10 >= byScript[Script.HAN.ordinal()]) {
                script = Script.KANA;
            }
            return new WrittenText(kind(), script, length);
        }

        private Kind kind() {
            if (unreadable >= MIN_UNREADABLE && unreadable >= BYTES_SHARE * points) {
                return Kind.BYTES;
            }
            if (decorated > 0 && decorated >= letters || letters > 0 && marks > MAX_MARKS * letters) {
                return Kind.DECORATED;
            }
            if (letters == 0) {
                return Kind.NO_LETTERS;
            }
            double share = (double) wordLetters / (wordLetters + otherSigns);
            boolean hasSigns = codeSigns >= SIGNS;
            if (wordLetters == 0 || share < (hasSigns ? MIN_WORDS_WITH_SIGNS : MIN_WORDS)
                    || hasSigns && (codeSigns + statementEnds) * WORDS_A_SIGN >= words
                    || names >= MIN_NAMES && names * WORDS_A_SIGN >= words
                    || longWords > 1 && vowelless > VOWELLESS_SHARE * longWords) {
                return Kind.CODE;
            }
            return words >= SPACED_WORDS && oneLetterWords > SPACED_SHARE * words ? Kind.SPACED : Kind.WORDS;
        }

        private void token(int from, int end) {
            int signs = 0;
            int own = 0;
            int digits = 0;
            int unspaced = 0;
            for (int i = from; i < end;) {
                int point = text.codePointAt(i);
                i += Character.charCount(point);
                points++;
                if (Script.isDecorated(point)) {
                    decorated++;
                } else if (isLetter(point)) {
                    own++;
                    Script script = Script.of(point);
                    unspaced += script.isUnspaced() || script == Script.HANGUL ? 1 : 0;
                } else if (isMark(point)) {
                    marks++;
                } else if (Character.isDigit(point)) {
                    digits++;
                } else if (isUnreadable(point)) {
                    unreadable++;
                } else if (point < 128) {
                    signs++;
                }
            }
            letters += own;
            if (own == 0) {
                // Numbers, dates, dashes and pictures stand in every text; operators do not.
                boolean operates = isOperator(from, end);
                codeSigns += operates ? 1 : 0;
                otherSigns += operates ? end - from : 0;
            } else if (isAddress(from, end)) {
                // A link in a sentence tells nothing of its language, and nothing against it.
                otherSigns += words == 0 ? own + signs + digits : 0;
            } else if (isWord(from, end) || 2 * unspaced >= own && countCodeSigns(from, end) < SIGNS) {
                word(from, end);
            } else {
                otherSigns += own + signs + digits;
                codeSigns += countCodeSigns(from, end);
            }
        }

        private void word(int from, int end) {
            int counted = 0;
            boolean isPlain = true;
            boolean isLatin = true;
            boolean hasVowel = false;
            for (int i = from; i < end;) {
                int point = text.codePointAt(i);
                i += Character.charCount(point);
                if (isLetter(point)) {
                    counted++;
                    Script script = Script.of(point);
                    isPlain &= !script.isDense();
                    isLatin &= script == Script.LATIN;
                    hasVowel |= point > 127 || VOWELS.indexOf(point) >= 0;
                    byScript[script.ordinal()]++;
                } else if (isMark(point)) {
                    isPlain = false;
                    hasVowel = true;
                }
            }
            words++;
            wordLetters += counted;
            oneLetterWords += counted == 1 && isPlain ? 1 : 0;
            longWords += counted >= LONG_WORD && isLatin ? 1 : 0;
            vowelless += counted >= LONG_WORD && isLatin && !hasVowel ? 1 : 0;
            length += counted + (length > 0 ? 1 : 0);
            names += text.charAt(end - 1) == ':' ? 1 : 0;
            statementEnds += text.charAt(end - 1) == ';' ? 1 : 0;
        }

        /**
         * Letters, with marks, apostrophes and hyphens between them and punctuation around; capitals only at the start
         * or throughout.
         */
        private boolean isWord(int from, int end) {
            int first = from;
            while (first < end && OPENING.indexOf(text.charAt(first)) >= 0) {
                first++;
            }
            int last = end;
            while (last > first && CLOSING.indexOf(text.charAt(last - 1)) >= 0) {
                last--;
            }
            boolean isBehindLetter = false;
            long distinct = 0;
            int length = 0;
            boolean isSmall = false;
            int humps = 0;
            for (int i = first; i < last;) {
                int point = text.codePointAt(i);
                i += Character.charCount(point);
                if (isLetter(point)) {
                    boolean isCapital = Character.isUpperCase(point);
                    humps += isCapital && isSmall ? 1 : 0;
                    isSmall = !isCapital;
                    isBehindLetter = true;
                    distinct |= 1L << (point & 31);
                    length++;
                } else if (isMark(point) || isJoiner(point) || isPicture(point) || isUnreadable(point)) {
                    // It stands on or between letters and changes nothing.
                } else if (isBehindLetter && INNER.indexOf(point) >= 0 && i < last && isLetter(text.codePointAt(i))) {
                    isBehindLetter = false;
                    isSmall = false;
                } else {
                    return false;
                }
            }
            // "McDonald" has one; "getElementById" and encoded bytes have more.
            boolean isSequence = length >= SEQUENCE && Long.bitCount(distinct) < DISTINCT;
            return first < last && humps < 2 && !isSequence && !isFileName(first, last);
        }

        /** "out.txt", "System.out": a dot within small letters. */
        private boolean isFileName(int first, int last) {
            for (int i = first + 1; i < last - 1; i++) {
                char c = text.charAt(i);
                if (c == '.' && i - first > 1 && last - i > 2 && Character.isLowerCase(text.charAt(i - 1))
                        && Character.isLowerCase(text.charAt(i + 1))) {
                    return true;
                }
                if (c == '/' && i > first + 1 && text.indexOf("/", i + 1) > i && text.indexOf("/", i + 1) < last) {
                    return true;
                }
            }
            return false;
        }

        private boolean isAddress(int from, int end) {
            String token = text.substring(from, end);
            int at = token.indexOf('@');
            return token.contains("://") || token.startsWith("www.") || at > 0 && token.indexOf('.', at) > 0
                    || at == 0 && token.length() > 2;
        }

        /** Signs of code without a letter; one that stands alone in sentences too is none. */
        private boolean isOperator(int from, int end) {
            if (end - from == 1 && "*#&$>~".indexOf(text.charAt(from)) >= 0) {
                return false;
            }
            boolean isMoney = text.charAt(from) == '$' && end - from > 1 && Character.isDigit(text.charAt(from + 1));
            for (int i = from; i < end; i++) {
                char sign = text.charAt(i);
                if (isCodeSign(sign) && !isMoney && sign != '#' && !(sign == '*' && i == from)) {
                    return true;
                }
            }
            return false;
        }

        private int countCodeSigns(int from, int end) {
            int found = 0;
            for (int i = from; i < end; i++) {
                char c = text.charAt(i);
                boolean calls = c == '(' && i > from && Character.isLetterOrDigit(text.charAt(i - 1));
                found += isCodeSign(c) || calls || c == '"' && i > from && text.charAt(i - 1) == '=' ? 1 : 0;
            }
            return found;
        }

        private static boolean isCodeSign(char c) {
            return CODE_SIGNS.indexOf(c) >= 0;
        }
    }

    private static boolean isSpace(int point) {
        return point >= 9 && point <= 13 || point == ' ' || point == 0x85
                || point != 0x200b && Character.getType(point) == Character.SPACE_SEPARATOR
                || point == 0x2028 || point == 0x2029;
    }

    private static boolean isLetter(int point) {
        int type = Character.getType(point);
        return type >= Character.UPPERCASE_LETTER && type <= Character.OTHER_LETTER && !Script.isDecorated(point);
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /** Zero-width characters that stand within words. */
    private static boolean isJoiner(int point) {
        return point == 0x200b || point == 0x200c || point == 0x200d || point == 0x2060 || point == 0x200e
                || point == 0x200f;
    }

    /** Emoji and other signs beyond ASCII. */
    private static boolean isPicture(int point) {
        int type = Character.getType(point);
        return point > 127 && (type == Character.OTHER_SYMBOL || type == Character.MODIFIER_SYMBOL);
    }

    /** Controls, the sign for what could not be decoded, private and unassigned characters. */
    private static boolean isUnreadable(int point) {
        int type = Character.getType(point);
        return point == 0xfffd || type == Character.CONTROL || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED || type == Character.SURROGATE;
    }
}
