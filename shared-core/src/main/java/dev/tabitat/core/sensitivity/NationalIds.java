package dev.tabitat.core.sensitivity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Numbers that a state gives one person or business ({@link IdTypes}), and those of documents behind a word that
 * announces one.
 */
final class NationalIds {

    private static final List<IdType> DIGIT_FIRST = IdTypes.all().stream().filter(IdType::isDigitFirst).toList();
    private static final List<IdType> LETTER_FIRST = IdTypes.all().stream().filter(type -> !type.isDigitFirst())
            .toList();
    /** Words that announce the number of a person without saying which. */
    private static final List<String> GENERAL = Stream.of("national id", "national identity", "national identification",
            "national number", "national insurance", "identity", "identity number",
            "identification number", "id number", "id no", "id nr", "id card", "personal id", "personal number",
            "personal code", "personal identification", "tax id", "tax no", "tax number", "tax identification", "tin",
            "taxpayer", "social security", "social insurance", "citizen", "citizen id", "government id", "govt id",
            "ssn", "nin", "nid", "identit\u00e9", "identidad", "identificaci\u00f3n",
            "identit\u00e0", "identidade", "identiteit", "ausweis", "personalausweis", "sozialversicherungsnummer",
            "steuernummer").map(ScannedText::cue).toList();
    private static final List<String> DOCUMENTS = Stream.of("passport", "passport no", "passports", "passeport",
            "pasaporte", "passaporto", "passaporte", "reisepass", "reisepassnummer", "passnummer",
            "paspoort", "paspoortnummer", "paszport", "paszportu", "pass no", "pass nr", "passi", "pasport",
            "pa\u0161portu", "\u043f\u0430\u0441\u043f\u043e\u0440\u0442", "ausweisnummer",
            "personalausweis", "personalausweisnummer", "identity card", "id card", "carte d identit\u00e9",
            "carta d identit\u00e0", "driving licence", "driving license", "driver licence",
            "driver license", "driver s licence", "driver s license", "drivers license", "drivers licence",
            "f\u00fchrerschein", "f\u00fchrerscheinnummer", "permis de conduire", "rijbewijs",
            "licencia de conducir", "patente di guida", "prawo jazdy", "k\u00f6rkort", "residence permit", "green card",
            "visa number", "alien number").map(ScannedText::cue).toList();
    private static final int MAX = 20;
    private static final int REACH_BEFORE = 40;
    private static final int REACH_BEHIND = 25;
    private static final int DOCUMENT_REACH = 30;
    private static final int MIN_DOCUMENT = 6;
    private static final int MAX_DOCUMENT = 16;
    /** A digit follows the first letters of every type soon, separators included. */
    private static final int DIGIT_REACH = 10;

    private final ScannedText scan;
    private final List<Sensitive> found;
    /** Where the last number of a type ended that was announced: what announced it holds for a list of them. */
    private final Map<String, Integer> announced = new HashMap<>();

    private NationalIds(ScannedText scan, List<Sensitive> found) {
        this.scan = scan;
        this.found = found;
    }

    static void find(ScannedText scan, List<Sensitive> found) {
        NationalIds ids = new NationalIds(scan, found);
        int nextDigit = -1;
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            if (ScannedText.isDigit(c) && !ScannedText.isDigit(scan.at(i - 1))) {
                ids.numbers(i, DIGIT_FIRST);
            } else if (ScannedText.isLatin(c)) {
                nextDigit = nextDigit > i ? nextDigit : digitFrom(scan, i);
                if (nextDigit - i <= DIGIT_REACH || !ScannedText.isWord(scan.at(i - 1))) {
                    ids.numbers(i, LETTER_FIRST);
                }
            }
            ids.document(i);
        }
        machineReadable(scan, found);
    }

    private static int digitFrom(ScannedText scan, int from) {
        int i = from;
        while (i < scan.length() && !ScannedText.isDigit(scan.at(i))) {
            i++;
        }
        return i;
    }

    private void numbers(int start, List<IdType> types) {
        CharacterRun run = CharacterRun.at(scan, start, MAX);
        for (IdType type : types) {
            if (!type.matches(run)) {
                continue;
            }
            int end = run.end(type.length());
            if (isOfUsualForm(run, type, start, end)) {
                found.add(new Sensitive(start, end, SensitiveKind.NATIONAL_ID, type.what()));
            } else if (isAnnounced(run, type, start, end)) {
                announced.put(type.what(), end);
                found.add(new Sensitive(start, end, SensitiveKind.NATIONAL_ID, type.what()));
            }
        }
    }

    /** Whether it is grouped as usual, and is no part of a longer word or number. */
    private boolean isOfUsualForm(CharacterRun run, IdType type, int start, int end) {
        if (ScannedText.isDigit(scan.at(end)) || type.endsWithLetter() && isLetterGoingOn(end)
                || !type.isDigitFirst() && isLetterGoingOn(start)) {
            return false;
        }
        // A fraction: 0.44051401359.
        if ((scan.at(start - 1) == '.' || scan.at(start - 1) == ',') && ScannedText.isDigit(scan.at(start - 2))
                && run.isGrouped(type.length(), String.valueOf(type.length()))) {
            return false;
        }
        boolean isInside = scan.at(start - 1) == '-' && ScannedText.isDigit(scan.at(start - 2))
                || scan.at(end) == '-' && ScannedText.isDigit(scan.at(end + 1));
        for (String form : type.forms()) {
            if (form.equals("*") || run.isGrouped(type.length(), form) && !(isInside && form.indexOf('-') > 0)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a letter before this place belongs to the same word as the one at it. */
    private boolean isLetterGoingOn(int place) {
        char before = scan.at(place - 1);
        char here = scan.at(place);
        return Character.isLetter(before) && Character.isLetter(here)
                && Character.isUpperCase(before) == Character.isUpperCase(here);
    }

    private boolean isAnnounced(CharacterRun run, IdType type, int start, int end) {
        int length = type.length();
        // Digits that follow directly make it another number, unless separators show where it ends.
        boolean isCut = ScannedText.isDigit(scan.at(end)) && (run.isGrouped(length, String.valueOf(length))
                || type.forms().stream().noneMatch(form -> run.isGrouped(length, form)));
        if (isCut || !type.isDigitFirst() && isLetterGoingOn(start)) {
            return false;
        }
        if (start - announced.getOrDefault(type.what(), -REACH_BEFORE - 1) <= REACH_BEFORE) {
            return true;
        }
        String before = scan.words(Math.max(0, start - REACH_BEFORE), start);
        return ScannedText.hasCue(before, type.cues())
                || type.isChecked() && run.isUniform(length) && ScannedText.hasCue(before, GENERAL)
                || ScannedText.hasCue(scan.words(end, Math.min(scan.length(), end + REACH_BEHIND)), type.cues());
    }

    /** The number of a document: letters and digits behind a word such as "passport". */
    private void document(int start) {
        if (!ScannedText.isDigit(scan.at(start)) && !ScannedText.isUpper(scan.at(start))
                || ScannedText.isWord(scan.at(start - 1)) && scan.at(start - 1) != '_') {
            return;
        }
        CharacterRun run = CharacterRun.at(scan, start, MAX_DOCUMENT);
        int count = documentLength(run);
        if (count >= MIN_DOCUMENT
                && ScannedText.hasCue(scan.words(Math.max(0, start - DOCUMENT_REACH), start), DOCUMENTS)) {
            found.add(new Sensitive(start, run.end(count), SensitiveKind.NATIONAL_ID, "document"));
        }
    }

    /**
     * The length of the groups that have a digit each, the first may be of up to three capitals; 0 for fewer than four
     * digits in all or a date.
     */
    private int documentLength(CharacterRun run) {
        int count = 0;
        int digits = 0;
        for (int i = 0; i < run.length();) {
            int end = i + 1;
            int inGroup = ScannedText.isDigit(run.characters().charAt(i)) ? 1 : 0;
            boolean isUpper = !Character.isLowerCase(scan.at(run.places()[i]));
            while (end < run.length() && run.gaps()[end] == 0) {
                inGroup += ScannedText.isDigit(run.characters().charAt(end)) ? 1 : 0;
                isUpper &= !Character.isLowerCase(scan.at(run.places()[end]));
                end++;
            }
            if (inGroup > 0) {
                count = end;
                digits += inGroup;
            } else if (i > 0 || end > 3 || !isUpper) {
                break;
            }
            i = end;
        }
        boolean isDate = run.isGrouped(count, "4 2 2") || run.isGrouped(count, "2 2 4");
        return digits >= 4 && !isDate ? count : 0;
    }

    /** Lines of a document's machine-readable zone (ICAO 9303): 30, 36 or 44 capitals, digits and fillers. */
    private static void machineReadable(ScannedText scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            int start = i;
            boolean isFilled = false;
            while (scan.at(i) == '<' || ScannedText.isDigit(scan.at(i)) || scan.at(i) >= 'A' && scan.at(i) <= 'Z') {
                isFilled |= scan.at(i) == '<' && scan.at(i - 1) == '<';
                i++;
            }
            int length = i - start;
            if (isFilled && (length == 30 || length == 36 || length == 44)) {
                found.add(new Sensitive(start, i, SensitiveKind.NATIONAL_ID, "document"));
            }
        }
    }
}
