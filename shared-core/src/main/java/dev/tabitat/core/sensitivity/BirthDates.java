package dev.tabitat.core.sensitivity;

import java.util.List;
import java.util.Set;

/** Detector of dates of birth: a date next to a word or a field's name that says so, in some thirty languages. */
final class BirthDates {

    private static final CueWords CUES = CueWords.of(
            "born,birth,birthday,birthdate,birth date,birthdates,date of birth,dob,d o b,bday,b day,dateofbirth,birth day,geboren,geb,geburtsdatum,geburtstag,geburt,geborene,n\u00e9,n\u00e9e,n\u00e9 e,"
                    + "naissance,datenaissance,nacido,nacida,nacimiento,naci\u00f3,nac\u00ed,f nac,fecha nac,cumplea\u00f1os,nato,nata,nascita,nascimento,nascido,nascida,nasceu,nasci,anivers\u00e1rio,geboortedatum,geboorte,verjaardag,"
                    + "f\u00f6dd,f\u00f6delsedatum,f\u00f6delsedag,f\u00f8dt,f\u00f8dselsdato,f\u00f8dselsdag,f\u00f6delsetid,syntym\u00e4aika,syntynyt,synt,syntym\u00e4p\u00e4iv\u00e4,syntyi,urodzony,urodzona,urodzenia,ur,urodziny,urodzi\u0142,urodzi\u0142a,"
                    + "narozen,narozena,narozen\u00ed,narozen\u00fd,nar,naroden\u00fd,naroden\u00e1,narodenia,ro\u0111en,ro\u0111ena,ro\u0111enja,rojen,rojena,rojstva,sz\u00fcletett,sz\u00fclet\u00e9si,sz\u00fclet\u00e9s,sz\u00fcl,n\u0103scut,n\u0103scut\u0103,na\u0219terii,na\u015fterii,doğum,do\u011fum,do\u011fumlu,dogum,"
                    + "\u0440\u043e\u0436\u0434\u0435\u043d\u0438\u044f,\u0440\u043e\u0434\u0438\u043b\u0441\u044f,\u0440\u043e\u0434\u0438\u043b\u0430\u0441\u044c,\u0440\u043e\u0436\u0434,\u043d\u0430\u0440\u043e\u0434\u0436\u0435\u043d\u043d\u044f,\u043d\u0430\u0440\u043e\u0434\u0438\u0432\u0441\u044f,\u043d\u0430\u0440\u043e\u0434\u0438\u043b\u0430\u0441\u044f,\u0440\u0430\u0436\u0434\u0430\u043d\u0435,\u0440\u043e\u0434\u0435\u043d,\u0440\u043e\u0434\u0435\u043d\u0430,\u0440\u043e\u0452\u0435\u045a\u0430,"
                    + "\u03b3\u03ad\u03bd\u03bd\u03b7\u03c3\u03b7\u03c2,\u03b3\u03b5\u03bd\u03bd\u03ae\u03b8\u03b7\u03ba\u03b5,\u03b3\u03b5\u03bd\u03bd\u03ae\u03b8\u03b7\u03ba\u03b1,s\u00fcnnikuup\u00e4ev,s\u00fcndinud,gimimo,gim\u0119s,gimusi,dzim\u0161anas,dzimis,dzimusi,f\u00e6\u00f0ingardagur,f\u00e6dd,f\u00e6ddur,ng\u00e0y sinh,sinh ng\u00e0y,tanggal lahir,tgl lahir,lahir,tarikh lahir,"
                    + "\u0627\u0644\u0645\u064a\u0644\u0627\u062f,\u0645\u064a\u0644\u0627\u062f,\u0648\u0644\u062f,\u05ea\u05d0\u05e8\u05d9\u05da \u05dc\u05d9\u05d3\u05d4,\u05dc\u05d9\u05d3\u05d4,\u05e0\u05d5\u05dc\u05d3,\u05e0\u05d5\u05dc\u05d3\u05d4,\u091c\u0928\u094d\u092e,\u091c\u0928\u094d\u092e\u0924\u093f\u0925\u093f,\u751f\u5e74\u6708\u65e5,\u8a95\u751f\u65e5,\u751f\u65e5,\u51fa\u751f,\u51fa\u751f\u65e5\u671f,\u751f\u307e\u308c,\uc0dd\ub144\uc6d4\uc77c,\uc0dd\uc77c,\ucd9c\uc0dd,\u0e40\u0e01\u0e34\u0e14,\u0e27\u0e31\u0e19\u0e40\u0e01\u0e34\u0e14",
            "in,on,the,am,im,at,le,en,el,il,nel,em,no,op,den,dne,dnia,w,roku,r,a\u00f1o,year,anno,of,is,was,est,ist,date,jahr,year,era,jest,data,datum,dat,\u0433,\u0432,\u0434\u0430\u0442\u0430,es,e,um,on:,value,string,"
                    + "\u00e8,\u00e9,\u00e4r,er,tarihi,y\u0131l\u0131,de,fecha,\u65e5,\u65e5\u671f,\u306f,\u662f,ng\u00e0y,day,d,m,y,yyyy,mm,dd,tt,jj,jjjj,dag,dzie\u0144,si,ao,around,circa,ca,about,c,type,xml,your,ihr,my");
    /** Words behind a date that make it one of birth. */
    private static final List<String> BEHIND = CueWords.list(
            "\u751f\u307e\u308c,\u51fa\u751f,\uc0dd,\ucd9c\uc0dd,\ud0dc\uc5b4,\u751f,do\u011fumlu,geboren,dob,born,date of birth,birthday,birthdate,sz\u00fcletett,sz\u00fclet\u00e9s\u0171,r\u014djen,ro\u0111en,g\u00f6boren,is my birthday,"
                    + "is her birthday,is his birthday,geburtsdatum,syntynyt,synt,\u0433.\u0440.,\u0433. \u0440.,\u0433\u043e\u0434\u0430 \u0440\u043e\u0436\u0434\u0435\u043d\u0438\u044f,\u0440\u043e\u0436\u0434\u0435\u043d\u0438\u044f");
    private static final int REACH = 36;
    private static final int MAX_OTHER_WORDS = 3;
    private static final Set<String> MONTHS = Set.copyOf(CueWords.list(
            "jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec,mai,maj,mei,m\u00e4r,mrz,mae,maa,okt,dez,des,f\u00e9v,fev,avr,jui,ao\u00fb,aou,d\u00e9c,ene,abr,ago,dic,gen,mag,"
                    + "giu,lug,set,ott,out,dez,sty,lut,kwi,cze,lip,sie,wrz,pa\u017a,paz,lis,gru,led,\u00fano,uno,b\u0159e,bre,dub,kv\u011b,\u010der,\u010dvn,srp,z\u00e1\u0159,\u0159\u00edj,pro,m\u00e1r,\u00e1pr,m\u00e1j,j\u00fan,j\u00fal,sze,okt\u00f3,ian,iun,iul,noi,mart,ocak,oca,\u015fub,sub,nis,haz,tem,a\u011f"
                    + "u,eyl,eki,kas,ara,tam,hel,huh,tou,kes,hei,elo,syy,lok,jou,\u044f\u043d\u0432,\u0444\u0435\u0432,\u043c\u0430\u0440,\u0430\u043f\u0440,\u043c\u0430\u044f,\u043c\u0430\u0439,\u0438\u044e\u043d,\u0438\u044e\u043b,\u0430\u0432\u0433,\u0441\u0435\u043d,\u043e\u043a\u0442,\u043d\u043e\u044f,\u0434\u0435\u043a,\u0441\u0456\u0447,\u043b\u044e\u0442,\u0431\u0435\u0440,\u043a\u0432\u0456,\u0442\u0440\u0430,\u0447\u0435\u0440,\u043b\u0438\u043f,\u0441\u0435\u0440,\u0432\u0435\u0440,\u0436\u043e\u0432,\u043b\u0438\u0441,\u0433\u0440\u0443,"
                    + "\u03b9\u03b1\u03bd,\u03c6\u03b5\u03b2,\u03bc\u03b1\u03c1,\u03b1\u03c0\u03c1,\u03bc\u03b1\u0390,\u03bc\u03b1\u0457,\u03bc\u03b1\u03ca,\u03b9\u03bf\u03c5,\u03b1\u03c5\u03b3,\u03c3\u03b5\u03c0,\u03bf\u03ba\u03c4,\u03bd\u03bf\u03b5,\u03b4\u03b5\u03ba,sij,velj,o\u017eu,tra,svi,lip,kol,ruj,stu,janu,augu"));
    private static final Set<String> ROMAN = Set.of("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi",
            "xii");
    private static final List<String> ORDINALS = List.of("st", "nd", "rd", "th", "er", "o", "\u00ba", "e", ".");
    private static final List<String> SMALL = List.of("of ", "de ", "del ", "do ", "da ", "di ", "d'", "den ");

    private BirthDates() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            char before = scan.at(i - 1);
            boolean isDigit = ScannedText.isDigit(c);
            if (!isDigit && !Character.isLetter(c) || ScannedText.isWord(before) && before < '\u0e00'
                    || isDigit && ScannedText.isDigit(before)
                    || isDigit && ScannedText.isDigit(scan.at(i - 2)) && "-/.".indexOf(before) >= 0) {
                continue;
            }
            int end = date(scan, i);
            if (end > i && (CUES.lead(scan, i, REACH, MAX_OTHER_WORDS) || isMarked(scan, i) || isBehind(scan, end))) {
                found.add(new Sensitive(i, time(scan, end), SensitiveKind.BIRTH_DATE, "birth_date"));
                i = end - 1;
                continue;
            }
            int rough = end > i ? i : rough(scan, i);
            if (rough > i && (CUES.lead(scan, i, REACH, 0) || isB(scan, i))) {
                found.add(new Sensitive(i, rough, SensitiveKind.BIRTH_DATE, "birth_date"));
                i = rough - 1;
            }
        }
    }

    /** "*12.03.1984", "b. 12 March 1984". */
    private static boolean isMarked(ScannedText scan, int from) {
        int i = from - (scan.at(from - 1) == ' ' ? 1 : 0);
        char beforeStar = scan.at(i - 2) == ' ' ? scan.at(i - 3) : scan.at(i - 2);
        return scan.at(i - 1) == '*' && beforeStar != '*' && !ScannedText.isDigit(beforeStar) && beforeStar != ')'
                || isB(scan, from);
    }

    private static boolean isB(ScannedText scan, int from) {
        int i = from - (scan.at(from - 1) == ' ' ? 1 : 0);
        return scan.at(i - 1) == '.' && (scan.at(i - 2) == 'b' || scan.at(i - 2) == '\u0440')
                && !ScannedText.isWord(scan.at(i - 3)) && scan.at(i - 3) != '.';
    }

    private static boolean isBehind(ScannedText scan, int end) {
        int i = end;
        while (i - end < 3 && (scan.at(i) == ' ' || scan.at(i) == '(' || scan.at(i) == ',' || scan.at(i) == '.')) {
            i++;
        }
        for (String cue : BEHIND) {
            if (ScannedText.startsAt(scan.lower(), cue, i)
                    && (cue.charAt(0) > '\u2e80' || !Character.isLetter(scan.at(i + cue.length())))) {
                return true;
            }
        }
        return false;
    }

    /** The place behind a time of day that is written to the date. */
    private static int time(ScannedText scan, int end) {
        int i = end;
        if (scan.at(i) != 'T' || !ScannedText.isDigit(scan.at(i + 1))) {
            return end;
        }
        i++;
        while (ScannedText.isDigit(scan.at(i))
                || (scan.at(i) == ':' || scan.at(i) == '.' || scan.at(i) == '+')
                        && ScannedText.isDigit(scan.at(i + 1))) {
            i++;
        }
        return scan.at(i) == 'Z' ? i + 1 : i;
    }

    /** Where a date with day, month and year ends that begins here; {@code from} where there is none. */
    private static int date(ScannedText scan, int from) {
        int[] first = number(scan, from, 4);
        if (first[0] < 0) {
            return monthFirst(scan, from);
        }
        int cjk = cjk(scan, first);
        if (cjk > 0) {
            return cjk;
        }
        int second = separator(scan, first[1]);
        int[] middle = second > 0 ? number(scan, second, 2) : new int[]{-1, from};
        if (middle[0] >= 0) {
            char separator = scan.at(first[1]);
            int third = scan.at(middle[1]) == separator ? separator(scan, middle[1]) : -1;
            int[] last = third > 0 ? number(scan, third, 4) : new int[]{-1, from};
            if (last[0] >= 0) {
                int width = last[1] - third;
                boolean yearFirst = isYear(first[0]) && isMonth(middle[0]) && isDay(last[0]) && width <= 2;
                boolean yearLast = isDay(first[0]) && isDay(middle[0]) && (first[0] <= 12 || middle[0] <= 12)
                        && (isYear(last[0]) || width == 2) && first[1] - from <= 2;
                boolean ends = !ScannedText.isWord(scan.at(last[1])) || scan.at(last[1]) == 'T'
                        || scan.at(last[1]) > '\u2e80';
                return (yearFirst || yearLast) && ends ? last[1] : from;
            }
        }
        int named = isYear(first[0]) ? yearMonthDay(scan, first[1]) : 0;
        return named > 0 ? named : isDay(first[0]) ? dayFirst(scan, first, from) : from;
    }

    /** The place of the next number behind a separator; -1 where there is none. */
    private static int separator(ScannedText scan, int at) {
        char c = scan.at(at);
        if (c != '-' && c != '/' && c != '.' && c != ' ') {
            return -1;
        }
        int next = at + 1 + (c != ' ' && scan.at(at + 1) == ' ' ? 1 : 0);
        return ScannedText.isDigit(scan.at(next)) ? next : -1;
    }

    /** 1984年3月12日, 1984년 3월 12일. */
    private static int cjk(ScannedText scan, int[] year) {
        int i = year[1];
        if (!isYear(year[0]) && year[0] > 64 || scan.at(i) != '\u5e74' && scan.at(i) != '\ub144') {
            return 0;
        }
        int[] month = number(scan, i + 1 + (scan.at(i + 1) == ' ' ? 1 : 0), 2);
        if (!isMonth(month[0]) || scan.at(month[1]) != '\u6708' && scan.at(month[1]) != '\uc6d4') {
            return 0;
        }
        int[] day = number(scan, month[1] + 1 + (scan.at(month[1] + 1) == ' ' ? 1 : 0), 2);
        boolean isWhole = isDay(day[0])
                && (scan.at(day[1]) == '\u65e5' || scan.at(day[1]) == '\uc77c' || scan.at(day[1]) == '\u53f7');
        return isWhole ? day[1] + 1 : month[1] + 1;
    }

    /** 12 March 1980, 12-Mar-84, 12. März 1980, 12 de marzo de 1980, 12.III.1980. */
    private static int dayFirst(ScannedText scan, int[] day, int from) {
        int at = day[1];
        for (String ending : ORDINALS) {
            if (ScannedText.startsAt(scan.lower(), ending, at) && !Character.isLetter(scan.at(at + ending.length()))) {
                at += ending.length();
                break;
            }
        }
        at = small(scan, gap(scan, at));
        int month = month(scan, at, true);
        if (month == at) {
            return from;
        }
        at = small(scan, gap(scan, month + (scan.at(month) == '.' || scan.at(month) == ',' ? 1 : 0)));
        int[] year = number(scan, at, 4);
        int width = year[1] - at;
        return (isYear(year[0]) || width == 2 && at > month) && !ScannedText.isLatin(scan.at(year[1])) ? year[1] : from;
    }

    /** March 12, 1980; Mar-12-84. */
    private static int monthFirst(ScannedText scan, int from) {
        int month = month(scan, from, false);
        if (month == from) {
            return from;
        }
        int[] day = number(scan, gap(scan, month + (scan.at(month) == '.' ? 1 : 0)), 2);
        if (!isDay(day[0])) {
            return from;
        }
        int at = day[1];
        for (String ending : ORDINALS) {
            if (ScannedText.startsAt(scan.lower(), ending, at)) {
                at += ending.length();
                break;
            }
        }
        at = gap(scan, at + (scan.at(at) == ',' ? 1 : 0));
        int[] year = number(scan, at, 4);
        return isYear(year[0]) || year[0] >= 0 && year[1] - at == 2 && at > day[1] ? year[1] : from;
    }

    /** 1984. március 12. */
    private static int yearMonthDay(ScannedText scan, int from) {
        int at = gap(scan, from + (scan.at(from) == '.' ? 1 : 0));
        int month = month(scan, at, false);
        int[] day = month > at ? number(scan, gap(scan, month + (scan.at(month) == '.' ? 1 : 0)), 2)
                : new int[]{-1, at};
        return isDay(day[0]) ? day[1] : 0;
    }

    /** What is a date only directly behind a cue: 1984, March 1984, 03/1984, 19840312, 12031984, 120384. */
    private static int rough(ScannedText scan, int from) {
        int month = month(scan, from, false);
        if (month > from) {
            int at = small(scan, gap(scan, month + (scan.at(month) == '.' || scan.at(month) == ',' ? 1 : 0)));
            int[] year = number(scan, at, 4);
            return isYear(year[0]) && !ScannedText.isWord(scan.at(year[1])) ? year[1] : from;
        }
        int end = from;
        while (ScannedText.isDigit(scan.at(end))) {
            end++;
        }
        String digits = scan.text().substring(from, end);
        boolean isCut = ScannedText.isLatin(scan.at(end)) || scan.at(end) == '%'
                || (scan.at(end) == ',' || scan.at(end) == '.') && ScannedText.isDigit(scan.at(end + 1))
                || scan.at(end) == '-' && Character.isLetter(scan.at(end + 1));
        if (isCut) {
            return from;
        }
        int[] next = scan.at(end) == '/' || scan.at(end) == '-' || scan.at(end) == '.' ? number(scan, end + 1, 4)
                : new int[]{-1, end};
        if (digits.length() <= 2 && !digits.isEmpty() && isMonth(value(digits)) && isYear(next[0])
                || digits.length() == 4 && isYear(value(digits)) && isMonth(next[0])) {
            return next[1];
        }
        boolean isDate = switch (digits.length()) {
            case 4 -> isYear(value(digits));
            case 8 -> isYear(value(digits.substring(0, 4))) && isMonth(value(digits.substring(4, 6)))
                    && isDay(value(digits.substring(6)))
                    || isYear(value(digits.substring(4))) && isDay(value(digits.substring(0, 2)))
                            && isDay(value(digits.substring(2, 4)));
            case 6 -> isDay(value(digits.substring(0, 2))) && isMonth(value(digits.substring(2, 4)))
                    || isMonth(value(digits.substring(2, 4))) && isDay(value(digits.substring(4)));
            default -> false;
        };
        return isDate ? end + (digits.length() == 4 && (scan.at(end) == '\u5e74' || scan.at(end) == '\ub144') ? 1 : 0)
                : from;
    }

    private static int month(ScannedText scan, int from, boolean isRomanToo) {
        int end = from;
        while (Character.isLetter(scan.at(end))) {
            end++;
        }
        String word = scan.lower().substring(from, end);
        boolean isNamed = word.length() >= 3 && word.length() <= 12 && MONTHS.contains(word.substring(0, 3));
        return isNamed || isRomanToo && ROMAN.contains(word) ? end : from;
    }

    private static int gap(ScannedText scan, int at) {
        int i = at;
        while ((scan.at(i) == ' ' || scan.at(i) == '-' || scan.at(i) == '/' || scan.at(i) == '.') && i - at < 2) {
            i++;
        }
        return i;
    }

    private static int small(ScannedText scan, int at) {
        for (String word : SMALL) {
            if (ScannedText.startsAt(scan.lower(), word, at)) {
                return at + word.length();
            }
        }
        return at;
    }

    private static boolean isYear(int value) {
        return value >= 1850 && value <= 2100 || value >= 2400 && value <= 2600;
    }

    private static boolean isMonth(int value) {
        return value >= 1 && value <= 12;
    }

    private static boolean isDay(int value) {
        return value >= 1 && value <= 31;
    }

    private static int value(String digits) {
        return Integer.parseInt(digits);
    }

    private static int[] number(ScannedText scan, int from, int most) {
        int value = 0;
        int i = from;
        while (ScannedText.isDigit(scan.at(i)) && i - from < most) {
            value = 10 * value + scan.at(i) - '0';
            i++;
        }
        return i == from || ScannedText.isDigit(scan.at(i)) ? new int[]{-1, from} : new int[]{value, i};
    }
}
