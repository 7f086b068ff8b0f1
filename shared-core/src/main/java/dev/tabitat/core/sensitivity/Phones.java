package dev.tabitat.core.sensitivity;

import dev.tabitat.core.text.Split;
import java.util.List;
import java.util.Set;

/**
 * Detector of telephone numbers: international ones by country code and length (ITU-T E.164), North American ones by
 * the rules of their plan, national ones with a trunk code, vanity numbers, and what stands directly behind a word that
 * announces one. Groups of digits without a trunk code count only alone on their line or behind such a word.
 */
final class Phones {

    private static final CueWords ANNOUNCED = CueWords.of(
            "tel,telephone,telephones,phone,phones,mobile,cell,cellphone,fax,telefax,telefon,telefonnummer,handy,handynummer,mobil,mobilnummer,t\u00e9l,t\u00e9l\u00e9phone,portable,"
                    + "tel\u00e9fono,telefono,m\u00f3vil,cellulare,telefoon,whatsapp,signal,anruf,rufnummer,durchwahl,phonenumber,telefone,celular,telem\u00f3vel,gsm,kom\u00f3rka,puhelin,puh,tlf,tlfn,mobiltelefon,mobiel,"
                    + "telefonn\u00ed,\u0442\u0435\u043b,\u0442\u0435\u043b\u0435\u0444\u043e\u043d,\u043c\u043e\u0431,\u043c\u043e\u0431\u0438\u043b\u044c\u043d\u044b\u0439,\u03c4\u03b7\u03bb,\u03c4\u03b7\u03bb\u03ad\u03c6\u03c9\u03bd\u03bf,\u03ba\u03b9\u03bd\u03b7\u03c4\u03cc,telefonas,telefons,telefonsz\u00e1m,cep,telefonu,sms,hotline,landline,\u0647\u0627\u062a\u0641,\u062c\u0648\u0627\u0644,\u0645\u0648\u0628\u0627\u064a\u0644,"
                    + "\u05d8\u05dc\u05e4\u05d5\u05df,\u05e0\u05d9\u05d9\u05d3,\u0e42\u0e17\u0e23,\u092b\u093c\u094b\u0928,\u092b\u094b\u0928,\u0111i\u1ec7n tho\u1ea1i,s\u0111t,\u96fb\u8a71,\u643a\u5e2f,\u7535\u8bdd,\u624b\u673a,\u624b\u6a5f,\uc804\ud654,\ud734\ub300\ud3f0,\ud578\ub4dc\ud3f0,\uc5f0\ub77d\ucc98,phone number,reach me,reach us,my number,your number,his number,her number,our number,meine nummer,mon num\u00e9ro,mi n\u00famero,il mio numero,meu n\u00famero,mijn nummer,"
                    + "reach him,reach her,call,ring,text me,call me,call us,contact me,appelez,llama,llame,chiama,bel,anrufen,dial",
            "number,numbers,no,nr,num,n,is,me,us,him,her,at,on,under,unter,au,al,il,numero,num\u00e9ro,n\u00famero,nummer,number:,lautet,ist,est,es,er,\u00e8,me:,or,oder,ou,o,mobile,home,work,office,private,privat,"
                    + "dienstlich,a,the,my,the following,followed,now,today,\u043d\u043e\u043c\u0435\u0440,numer,\u00e4r,on:,also,please,bitte,op,and,und,m,f,t,\u756a\u53f7,\u53f7\u7801,\u865f\u78bc,\ubc88\ud638,\u306f,\u662f");
    private static final CueWords NOT = CueWords.of(
            "isbn,issn,ean,gtin,asin,sku,order,orders,ref,reference,invoice,part,serial,version,article,artikel,lotto,lottery,score,scores,scored,hex,value,values,units,growth,grew,grow,rose,"
                    + "fell,balance,total,sum,amount,ratio,population,price,cost,revenue,profit,draw,numbers drawn,winning numbers,batch,bestellnummer,rechnung,rechnungsnummer,auftrag,id,ticket,case,results,result,points,"
                    + "odds,coordinates,lat,lon,dump,bytes,sequence,series,matrix,range,commit,checksum,kontostand,umsatz,einwohner,zuwachs,wachstum,gewinn,saldo,tracking,postcode,zip,plz,doi,port,temperature,readings,"
                    + "gain,gained,loss,lost,added,up,by,increase,increased,decrease,section,law,gesetz,paragraph,chapter,pages,page,puntos,score:,quantity,qty,volume,iban,account,konto,card,customer,kundennummer,"
                    + "patent,registration,vat,steuernummer,timestamp,unix,epoch,seed,random,key,code,pid,errno,error,line,build,release,model,catalog,catalogue,loto,tirage,r\u00e9sultats,estrazione,sorteo,losowanie",
            "no,nr,of,was,is,the,were,the score,a,number,numbers,in,to,are,ist,war,von,um,les,des,de,with,about,n,nummer");
    private static final Set<String> DETERMINERS = Set.of("the", "a", "this", "that", "function", "system", "each",
            "every", "api", "one", "per", "no", "cold", "roll", "last");
    /** Country codes of one and two digits; the others have three (ITU-T E.164, list of 2016). */
    private static final Set<String> TWO = Set.copyOf(CueWords.list(
            "20,27,30,31,32,33,34,36,39,40,41,43,44,45,46,47,48,49,51,52,53,54,55,56,57,58,60,61,62,63,64,65,66,81,82,84,86,90,91,92,93,94,95,98"));
    private static final Set<String> SHORT = Set.of("376", "298", "299", "687", "378", "290", "500", "508", "677",
            "678", "682", "683", "685", "688", "690", "691", "247");
    private static final Set<String> EXTENSIONS = Set.of("x", "ext", "ext.", "extension", "durchwahl", "dw", "poste",
            "#", "int", "anexo", "ramal", "extn", "app");
    private static final int MAX_DIGITS = 18;

    private Phones() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            char c = scan.at(i);
            char before = scan.at(i - 1);
            boolean begins = (c == '+' || c == '(' || ScannedText.isDigit(c)) && !isLatinWord(before) && before != '+'
                    && before != '.' && before != '#' && before != '$';
            boolean isBracket = c == '(' && !ScannedText.isDigit(scan.at(i + 1)) && scan.at(i + 1) != '+';
            if (!begins || isBracket || ScannedText.isDigit(c) && isInside(scan, i)) {
                continue;
            }
            int end = Math.max(number(scan, i), vanity(scan, i));
            if (end > i) {
                found.add(new Sensitive(i, end, SensitiveKind.PHONE, "phone"));
                i = end - 1;
            }
        }
    }

    private static boolean isLatinWord(char c) {
        return ScannedText.isWord(c) && c < '\u2e80';
    }

    /** Whether digits go on here that began before. */
    private static boolean isInside(ScannedText scan, int i) {
        char before = scan.at(i - 1);
        return before == '-' && ScannedText.isWord(scan.at(i - 2))
                || before == '/' && ScannedText.isWord(scan.at(i - 2))
                || before == ',' && ScannedText.isDigit(scan.at(i - 2))
                || before == ' ' && ScannedText.isDigit(scan.at(i - 2));
    }

    private static int number(ScannedText scan, int from) {
        StringBuilder shape = new StringBuilder();
        StringBuilder digits = new StringBuilder();
        int end = from;
        int shapeEnd = 0;
        boolean open = false;
        int i = from;
        while (i < scan.length() && digits.length() <= MAX_DIGITS) {
            char c = scan.at(i);
            if (ScannedText.isDigit(c)) {
                digits.append(c);
                shape.append('d');
                end = i + 1;
                shapeEnd = shape.length();
            } else if (c == '+' && (i == from || i == from + 1 && scan.at(from) == '(')) {
                shape.append('+');
            } else if (c == '(' && !open && (ScannedText.isDigit(scan.at(i + 1)) || i == from)) {
                open = true;
                shape.append('(');
            } else if (c == ')' && open) {
                open = false;
                shape.append(')');
            } else if ((c == ' ' || c == '-' || c == '/' || c == '.') && !shape.isEmpty() && goesOn(scan, i)) {
                shape.append(c);
            } else {
                break;
            }
            i++;
        }
        if (digits.length() < 6 || digits.length() > MAX_DIGITS || open && shape.indexOf(")") < 0) {
            return from;
        }
        String form = shape.substring(0, shapeEnd);
        if (form.startsWith("(") && form.indexOf(')') < 0) {
            // All of it is in brackets: the number begins behind them.
            return from;
        }
        int extension = extension(scan, end);
        char next = scan.at(end);
        boolean isCut = extension == end
                && (isLatinWord(next) || (next == '-' || next == '/') && ScannedText.isWord(scan.at(end + 1))
                        || (next == '.' || next == ',') && ScannedText.isDigit(scan.at(end + 1)));
        return !isCut && isPhone(scan, from, end, form, digits.toString()) ? extension : from;
    }

    private static boolean goesOn(ScannedText scan, int i) {
        int at = i + 1;
        // " - ", ") -", " / ": two separators where a blank is one of them.
        while (at - i < 3 && (scan.at(at) == ' ' || scan.at(i) == ' ' && (scan.at(at) == '-' || scan.at(at) == '/'))) {
            at++;
        }
        return ScannedText.isDigit(scan.at(at)) || scan.at(at) == '(' && ScannedText.isDigit(scan.at(at + 1));
    }

    /** The place behind an extension such as "x123" or "ext. 4"; {@code end} where there is none. */
    private static int extension(ScannedText scan, int end) {
        int i = end;
        while ((scan.at(i) == ' ' || scan.at(i) == ',' || scan.at(i) == ';') && i - end < 2) {
            i++;
        }
        int word = i;
        while (Character.isLetter(scan.at(word)) || scan.at(word) == '#' || scan.at(word) == '.') {
            word++;
        }
        if (!EXTENSIONS.contains(scan.lower().substring(i, word))) {
            return end;
        }
        int at = word;
        while ((scan.at(at) == ' ' || scan.at(at) == ':' || scan.at(at) == '=') && at - word < 2) {
            at++;
        }
        int stop = at;
        while (ScannedText.isDigit(scan.at(stop)) && stop - at < 7) {
            stop++;
        }
        return stop > at && !ScannedText.isWord(scan.at(stop)) ? stop : end;
    }

    private static boolean isPhone(ScannedText scan, int from, int end, String form, String digits) {
        int count = digits.length();
        if (form.startsWith("+") || form.startsWith("(+")) {
            boolean isAmount = isThousands(form.substring(1))
                    && (NOT.lead(scan, from, 28, 0) || isFollowedByNoun(scan, end));
            return isInternational(digits) && !isAmount;
        }
        if (isDate(form)) {
            return false;
        }
        boolean isAnnounced = count >= 6 && !form.equals("dd dd dd") && count <= 15 && ANNOUNCED.lead(scan, from, 32, 0)
                && !isNounCall(scan, from);
        if (isAnnounced) {
            return true;
        }
        if (NOT.lead(scan, from, 28, 0)) {
            return false;
        }
        if (digits.startsWith("00") && isInternational(digits.substring(2))
                || digits.startsWith("011") && count >= 12 && isInternational(digits.substring(3))) {
            return true;
        }
        String plain = form.replace("(", "").replace(")", "");
        if (isNorthAmerican(form, digits)) {
            return true;
        }
        if (form.indexOf('(') >= 0 && count <= 12) {
            return isArea(form, digits);
        }
        boolean isPairs = plain.equals("dd dd dd dd dd") || plain.equals("dd.dd.dd.dd.dd")
                || plain.equals("dd-dd-dd-dd-dd");
        if (isPairs) {
            return digits.startsWith("0") && digits.charAt(1) != '0'
                    && (isAtStart(scan, from) && isAtEnd(scan, end) || plain.charAt(2) != ' ');
        }
        boolean isTrunk = digits.startsWith("0") && digits.charAt(1) != '0' && count >= 9 && count <= 12
                && form.indexOf('.') < 0 && firstGroup(form) >= 2;
        boolean isChinese = count == 11 && form.length() == 11 && digits.charAt(0) == '1' && digits.charAt(1) > '2'
                && isAtStart(scan, from) && isAtEnd(scan, end);
        return isTrunk || isChinese || isGroups(form, count) && isAtStart(scan, from) && isAtEnd(scan, end);
    }

    private static boolean isInternational(String digits) {
        int count = digits.length();
        if (digits.startsWith("1")) {
            return count == 11 && digits.charAt(1) > '1' && digits.charAt(4) > '1';
        }
        if (digits.startsWith("7")) {
            return count == 11;
        }
        boolean isTwo = TWO.contains(digits.substring(0, 2));
        boolean isThree = !isTwo && (digits.charAt(0) == '2' || digits.charAt(0) == '3' && digits.charAt(1) > '4'
                || digits.charAt(0) == '4' && digits.charAt(1) == '2' || digits.startsWith("5")
                || digits.startsWith("6") || digits.startsWith("8") || digits.startsWith("9"));
        if (!isTwo && !isThree || count > 15) {
            return false;
        }
        String national = digits.substring(isTwo ? 2 : 3);
        boolean isRound = national.endsWith("000000");
        return !isRound && count >= (SHORT.contains(digits.substring(0, 3)) ? 8 : isTwo ? 9 : 10);
    }

    private static boolean isNorthAmerican(String form, String digits) {
        String plain = form.startsWith("d ") || form.startsWith("d-") || form.startsWith("d.") ? form.substring(2)
                : form;
        boolean isShaped = List
                .of("(ddd) ddd-dddd", "ddd-ddd-dddd", "(ddd)ddd-dddd", "ddd.ddd.dddd", "(ddd) ddd dddd",
                        "(ddd) ddd.dddd", "ddd ddd-dddd", "(ddd)-ddd-dddd", "ddd/ddd-dddd")
                .contains(plain)
                || plain.equals("ddd ddd dddd") && digits.length() == 11;
        int area = digits.length() == 11 ? 1 : 0;
        boolean isLong = digits.length() == 10 || digits.length() == 11 && digits.startsWith("1");
        return isShaped && isLong && digits.charAt(area) > '1'
                && (digits.charAt(area + 3) > '1' || plain.indexOf('(') >= 0);
    }

    /**
     * (020) 7946 0958, (11) 91234-5678, 8 (495) 123-45-67: an area code in brackets that is no year, nine digits or
     * more.
     */
    private static boolean isArea(String form, String digits) {
        int open = form.indexOf('(');
        int close = form.indexOf(')');
        int area = close - open - 1;
        boolean isYear = area == 4 && (digits.startsWith("19", open) || digits.startsWith("20", open));
        boolean isWhole = form.length() > close + 5 && form.indexOf('(', close) < 0;
        boolean isLed = open == 0
                || open == 2 && (digits.startsWith("8") || digits.startsWith("7") || digits.startsWith("0"));
        return isLed && isWhole && area >= 1 && area <= 5 && !isYear && digits.length() >= 9;
    }

    /** Two to five groups of two to five digits, the first perhaps of one; eight to eleven digits in all. */
    private static boolean isGroups(String form, int count) {
        char separator = form.indexOf(' ') > 0 ? ' ' : '-';
        String[] groups = Split.array(form.replace('-', separator), separator);
        if (count < 8 || count > 11 || groups.length < 2 || groups.length > 5 || form.indexOf('/') >= 0
                || form.indexOf('.') >= 0 || separator == '-' && groups.length < 3) {
            return false;
        }
        boolean isFirst = true;
        for (String group : groups) {
            if (group.length() > 5 || group.length() < 2 && !isFirst) {
                return false;
            }
            isFirst = false;
        }
        return true;
    }

    private static boolean isThousands(String form) {
        int at = form.indexOf(' ');
        if (at < 1 || at > 3) {
            return false;
        }
        for (String group : Split.array(form.substring(at + 1), ' ')) {
            if (!group.equals("ddd")) {
                return false;
            }
        }
        return true;
    }

    private static int firstGroup(String form) {
        int end = 0;
        while (end < form.length() && form.charAt(end) == 'd') {
            end++;
        }
        return end;
    }

    private static boolean isDate(String form) {
        String one = form.replace('-', '.').replace('/', '.').replace(' ', '.').replace("..", ".");
        return one.equals("dddd.dd.dd") || one.equals("dd.dd.dddd") || one.equals("d.dd.dddd")
                || one.equals("dd.d.dddd") || one.equals("d.d.dddd") || one.equals("dddd.dddd");
    }

    /** "The call 12345678 to function": the word before the number is a noun of something else. */
    private static boolean isNounCall(ScannedText scan, int from) {
        String words = scan.words(Math.max(0, from - 20), from).trim();
        int last = words.lastIndexOf(' ');
        String word = words.substring(last + 1);
        boolean isVerb = word.equals("call") || word.equals("ring") || word.equals("dial") || word.equals("text")
                || word.equals("signal") || word.equals("cell");
        return isVerb && last > 0 && DETERMINERS.contains(words.substring(words.lastIndexOf(' ', last - 1) + 1, last));
    }

    private static boolean isFollowedByNoun(ScannedText scan, int end) {
        return scan.at(end) == ' ' && Character.isLowerCase(scan.at(end + 1)) || scan.at(end) == '%'
                || scan.at(end + 1) == '\u20ac' || scan.at(end + 1) == '$';
    }

    /** Whether only signs stand before it on its line or in its clause. */
    private static boolean isAtStart(ScannedText scan, int from) {
        int i = from - 1;
        while (i >= 0 && " \"'([{*|-+>:;,".indexOf(scan.at(i)) >= 0) {
            i--;
        }
        return i < 0 || scan.at(i) == '\n' || scan.at(from - 2) == ':' || scan.at(from - 1) == ':'
                || scan.at(i + 1) == ';' || scan.at(i + 1) == ',' && !ScannedText.isDigit(scan.at(i))
                || scan.at(i + 1) == '|'
                || scan.at(from - 1) == '"';
    }

    private static boolean isAtEnd(ScannedText scan, int end) {
        int i = end;
        while (i < scan.length() && " \"')]}*|>.!?;,".indexOf(scan.at(i)) >= 0) {
            i++;
        }
        return i >= scan.length() || scan.at(i) == '\n'
                || i > end && scan.at(end) != ' ' && !ScannedText.isDigit(scan.at(i));
    }

    /** 1-800-FLOWERS, 800-GO-FEDEX, 0800 REIMAGE: a toll-free code and capitals. */
    private static int vanity(ScannedText scan, int from) {
        int i = from + (scan.at(from) == '+' ? 1 : 0);
        boolean hasTrunk = scan.at(i) == '1' && "-. ".indexOf(scan.at(i + 1)) >= 0 && scan.at(i + 1) != 0;
        i += hasTrunk ? 2 : 0;
        boolean isBracketed = scan.at(i) == '(';
        i += isBracketed ? 1 : 0;
        String code = scan.text().substring(Math.min(i, scan.length()), Math.min(i + 4, scan.length()));
        boolean isLong = code.equals("0800") || code.equals("0900") || code.equals("1300") || code.equals("1800");
        String three = code.length() < 3 ? "" : code.substring(0, 3);
        if (!isLong && !List.of("800", "833", "844", "855", "866", "877", "888", "900").contains(three)) {
            return from;
        }
        i += isLong ? 4 : 3;
        i += isBracketed && scan.at(i) == ')' ? 1 : 0;
        char separator = scan.at(i);
        if (separator != '-' && separator != '.' && !(separator == ' ' && (hasTrunk || isLong || isBracketed))) {
            return from;
        }
        int letters = 0;
        int units = 0;
        int end = i;
        int at = i + 1;
        while (units < 12) {
            char c = scan.at(at);
            if (c >= 'A' && c <= 'Z' || ScannedText.isDigit(c)) {
                letters += ScannedText.isDigit(c) ? 0 : 1;
                units++;
                end = ++at;
            } else if ((c == '-' || c == ' ') && at > i + 1
                    && (scan.at(at + 1) >= 'A' && scan.at(at + 1) <= 'Z' || ScannedText.isDigit(scan.at(at + 1)))
                    && units < 7) {
                at++;
            } else {
                break;
            }
        }
        return letters >= 2 && units >= 6 && !ScannedText.isWord(scan.at(end)) ? end : from;
    }
}
