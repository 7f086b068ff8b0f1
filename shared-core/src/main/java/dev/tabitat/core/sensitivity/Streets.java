package dev.tabitat.core.sensitivity;

import dev.tabitat.core.text.Split;
import java.util.List;
import java.util.Set;

/**
 * Detector of postal addresses: street and house number in the orders and words of some thirty languages, P.O. boxes,
 * East Asian blocks, and what stands in a field for an address. A postcode and town behind a street belong to it.
 */
final class Streets {

    /** English words for a street that may be in small letters; the others need capitals. */
    private static final Set<String> SURE = Set
            .copyOf(CueWords.list("street,st,road,rd,avenue,ave,av,lane,ln,boulevard,blvd,drive,crescent,terrace"));
    private static final Set<String> CAPITAL = Set.copyOf(CueWords.list(
            "dr,court,ct,way,square,sq,close,gardens,grove,hill,row,loop,place,pl,circle,cir,trail,trl,parkway,pkwy,highway,hwy,plaza,alley,walk,mews,quay,wharf,esplanade,"
                    + "broadway,embankment,parade,rise,green,cres,ter,pike,turnpike,expressway,freeway,crossing,park,view,ridge"));
    private static final Set<String> NUMBER_WORDS = Set.of("One", "Two", "Three", "Four", "Five", "Six", "Seven",
            "Eight", "Nine", "Ten", "Eleven", "Twelve");
    /** Compounds that end so are streets: Hauptstraße, Kerkstraat, Storgatan. */
    private static final List<String> ENDINGS = CueWords.list(
            "stra\u00dfe,strasse,str.,str,weg,gasse,allee,platz,damm,ufer,ring,steig,stieg,chaussee,markt,graben,straat,laan,plein,gracht,kade,singel,dreef,steeg,dijk,gatan,v\u00e4gen,gata,"
                    + "gr\u00e4nd,stigen,torget,gade,vej,all\u00e9,str\u00e6de,plads,gate,veien,vegen,katu,tie,kuja,polku,kaari");
    private static final List<String> SMALL_ENDINGS = CueWords
            .list("stra\u00dfe,strasse,str.,straat,gatan,v\u00e4gen,katu,gade,gasse,allee");
    private static final Set<String> NO_STREET = Set.copyOf(CueWords.list(
            "arbeitsplatz,parkplatz,sitzplatz,stellplatz,spielplatz,campingplatz,umweg,ausweg,hinweg,r\u00fcckweg,listenplatz,rang,tabellenplatz,startplatz,rechtsweg,"
                    + "studienplatz,ausbildungsplatz,vertrag,fundort,hering,spring,string,during,reihenplatz,wohnmarkt,supermarkt,aktienmarkt,arbeitsmarkt,fr\u00fchling,investigate,interstate,aggregate,navigate,delegate,"
                    + "update,estate,private,candidate,climate,template,corporate,senate,certificate,electric,bring,engineering,monitoring,zahnweg,unterwegs,magritte,necktie,zombie,cookie,movie,series,sortie,selfie,"
                    + "wildcard,investering,colgate,watergate,elgato,jugendring,regata"));
    /** Words for a street that stand before its name; a dot may follow. */
    private static final Set<String> BEFORE = Set.copyOf(CueWords.list(
            "rue,avenue,boulevard,place,chemin,impasse,all\u00e9e,all\u00e9es,quai,route,cours,square,passage,calle,c/,avenida,avda,av,paseo,plaza,pza,carrera,cra,camino,carretera,"
                    + "ronda,traves\u00eda,callej\u00f3n,jir\u00f3n,diagonal,transversal,carrer,via,viale,piazza,piazzale,corso,largo,vicolo,strada,lungomare,contrada,rua,travessa,pra\u00e7a,alameda,estrada,rodovia,beco,ul,ulica,ulice,aleja,"
                    + "aleje,al,plac,pl,os,osiedle,n\u00e1m,n\u00e1m\u011bst\u00ed,n\u00e1mestie,t\u0159\u00edda,trg,str,bulevardul,bd,bul,calea,aleea,\u0219oseaua,\u015foseaua,pia\u021ba,jalan,jl,lorong,stra\u00dfe,strasse,platz,allee,weg,gasse,"
                    + "\u0443\u043b\u0438\u0446\u0430,\u0443\u043b,\u043f\u0440\u043e\u0441\u043f\u0435\u043a\u0442,\u043f\u0440,\u043f\u0435\u0440\u0435\u0443\u043b\u043e\u043a,\u043f\u0435\u0440,\u043f\u043b\u043e\u0449\u0430\u0434\u044c,\u043f\u043b,\u0448\u043e\u0441\u0441\u0435,\u0431\u0443\u043b\u044c\u0432\u0430\u0440,\u0431\u0443\u043b,\u043d\u0430\u0431\u0435\u0440\u0435\u0436\u043d\u0430\u044f,\u043d\u0430\u0431,\u043f\u0440\u043e\u0435\u0437\u0434,\u0432\u0443\u043b\u0438\u0446\u044f,\u0432\u0443\u043b,\u043f\u043b\u043e\u0449\u0430,\u043f\u0440\u043e\u0432\u0443\u043b\u043e\u043a,"
                    + "\u03bf\u03b4\u03cc\u03c2,\u03bf\u03b4\u03bf\u03cd,\u03bb\u03b5\u03c9\u03c6\u03cc\u03c1\u03bf\u03c2,\u03bb\u03b5\u03c9\u03c6,\u05e8\u05d7\u05d5\u05d1,\u0634\u0627\u0631\u0639,\u0111\u01b0\u1eddng,ph\u1ed1"));
    /** Those of them after which a name in small letters is believed. */
    private static final Set<String> BEFORE_SMALL = Set.copyOf(CueWords.list(
            "calle,c/,avenida,avda,carrer,rua,ulica,ul,ulice,\u0443\u043b\u0438\u0446\u0430,\u0443\u043b,\u043f\u0440\u043e\u0441\u043f\u0435\u043a\u0442,\u0432\u0443\u043b\u0438\u0446\u044f,\u0432\u0443\u043b,viale,piazza,rue,jalan,jl,\u05e8\u05d7\u05d5\u05d1,\u0634\u0627\u0631\u0639,via"));
    /** Words for a street that stand behind its name, before the number. */
    private static final Set<String> BEHIND = Set.copyOf(CueWords.list(
            "street,road,avenue,lane,boulevard,drive,stra\u00dfe,strasse,str,gasse,weg,allee,platz,utca,u,\u00fat,\u00fatja,t\u00e9r,k\u00f6r\u00fat,s\u00e9t\u00e1ny,k\u00f6z,caddesi,cad,cd,sokak,soka\u011f\u0131,sok,sk,"
                    + "bulvar\u0131,blv,mahallesi,mah,gate,gade,vej,vei,gata,gatan,v\u00e4g,v\u00e4gen,plass,plads,laan,straat,plein,katu,tie,n\u00e1m\u011bst\u00ed,n\u00e1mestie,t\u0159\u00edda,n\u00e1b\u0159e\u017e\u00ed,g,gatv\u0117,prospektas,pr,iela,t\u00e4nav,tn,mnt,\u043f\u0440\u043e\u0441\u043f\u0435\u043a\u0442,\u0443\u043b\u0438\u0446\u0430,ulica,cesta,markt,ufer,damm"));
    private static final Set<String> PREPOSITIONS = Set.copyOf(CueWords.list(
            "am,im,an der,an den,an dem,auf der,auf dem,auf den,in der,in den,unter den,unter der,zum,zur,hinter der,hinter dem,vor dem,vor der,bei der,beim,neben der,zu den,\u00fcber den,zwischen den"));
    private static final Set<String> NO_PLACE = Set.copyOf(CueWords.list(
            "montag,dienstag,mittwoch,donnerstag,freitag,samstag,sonntag,januar,februar,m\u00e4rz,april,mai,juni,juli,august,september,oktober,november,dezember,jahr,jahre,kapitel,"
                    + "abschnitt,version,klasse,beispiel,zeit,schnitt,alter,seite,tag,gate,gleis,band,raum,zimmer,artikel,teil,monat,quartal,satz,spiel,set,absatz,paragraph,anhang,punkt,nummer,stufe,stock,minute,stunde,"
                    + "woche,kalenderwoche,kw,fall,heft,bild,abbildung,tabelle,zeile,spalte,ziffer,phase,runde,etage,halle,saal,bereich,wert,preis,verh\u00e4ltnis,durchschnitt,mittel,verlauf,ergebnis,gruppe,liga,bus,linie,"
                    + "block,schritt,level,modus,test,format,team,haus,wagen,abteil,reihe,platz,fach,modul,lektion,aufgabe,frage,kanal,port,rennen,finale,sommer,winter,herbst,fr\u00fchjahr,advent,geburtstag"));
    private static final Set<String> SMALL = Set.copyOf(CueWords.list(
            "de,du,des,la,le,les,l,d,saint,sainte,del,las,los,el,di,da,do,dos,das,dello,della,dei,degli,delle,al,alla,von,van,der,den,dem,ter,zum,zur,im,am,of,the,y,e,et,und,sv,nad,pod,na,w,i,a,het,op,aan"));
    private static final Set<String> STOP = Set.copyOf(CueWords.list(
            "the,a,an,of,from,to,in,on,at,per,and,or,down,up,along,across,people,miles,cars,blocks,times,years,days,hours,minutes,different,new,old,more,other,my,your,our,his,her,their,this,that,went,"
                    + "lives,is,are,was,were,for,by,with,into,out,off,over,under,points,percent,dollars,euros,meters,metres,feet,km,kilometers,busy,quiet,narrow,wide,dark,long,way,two,lane,side,and,main-road,each,every,same,most,no,only,"
                    + "de,con,para,por,que,une,un,dans,sur,per,email,mail,fax,post,ein,eine,und,oder"));
    private static final Set<String> AFTER_NUMBER = Set.copyOf(CueWords.list(
            "in,near,apt,unit,suite,is,and,at,ist,bei,wohnt,floor,flat,bis,ter,et,and,or,was,liegt,n\u00e4he,esq,apto,dpto,piso,int,kv,m,lok,to,from,with,for,where,if,please,bitte,en,a,dans"));
    private static final List<String> BOXES = CueWords.list(
            "p.o. box,p.o.box,po box,p o box,p. o. box,post office box,gpo box,p.o.b.,pob,postfach,bo\u00eete postale,boite postale,b.p.,apartado de correos,apartado postal,apartado,casilla de correo,casilla postal,casilla,"
                    + "caixa postal,casella postale,case postale,postbus,postboks,postbox,private bag,locked bag,skrytka pocztowa,skr. poczt.,po\u0161tovn\u00ed p\u0159ihr\u00e1dka,p.o.box:,posta kutusu,\u0430/\u044f,\u0430\u0431\u043e\u043d\u0435\u043d\u0442\u0441\u043a\u0438\u0439 \u044f\u0449\u0438\u043a,pakkeboks,postilokero,c\u0103su\u021ba po\u0219tal\u0103,\u79c1\u66f8\u7bb1,\u90ae\u653f\u4fe1\u7bb1");
    private static final Set<String> FIELDS = Set.copyOf(CueWords.list(
            "address,addr,adresse,anschrift,wohnadresse,wohnanschrift,direcci\u00f3n,direccion,domicilio,indirizzo,endere\u00e7o,endereco,morada,adres,adresa,adress,osoite,c\u00edm,lakc\u00edm,\u0430\u0434\u0440\u0435\u0441,\u0430\u0434\u0440\u0435\u0441\u0430,"
                    + "\u03b4\u03b9\u03b5\u03cd\u03b8\u03c5\u03bd\u03c3\u03b7,alamat,\u0111\u1ecba ch\u1ec9,\u0627\u0644\u0639\u0646\u0648\u0627\u0646,\u05db\u05ea\u05d5\u05d1\u05ea,\u4f4f\u6240,\u5730\u5740,\uc8fc\uc18c,street,streetaddress,strasse,stra\u00dfe,rue,calle,via,line1,addressline,adressatas,bostadsadress,homeaddress"));
    private static final Set<String> NO_FIELDS = Set.of("email", "mail", "ip", "mac", "web", "memory", "url", "http",
            "https", "host", "network", "e", "hardware", "base", "contract", "wallet", "bitcoin", "ethernet", "server",
            "public", "pointer");

    private Streets() {}

    static void find(ScannedText scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            if (!scan.startsHere(i)) {
                continue;
            }
            char c = scan.at(i);
            int end = ScannedText.isDigit(c) || NUMBER_WORDS.contains(word(scan, i)) ? numberFirst(scan, i)
                    : Character.isLetter(c) ? nameFirst(scan, i) : i;
            if (end > i) {
                int whole = Towns.end(scan, unit(scan, end));
                found.add(new Sensitive(i, whole, SensitiveKind.ADDRESS, "address"));
            }
            if (Character.isLetter(c)) {
                field(scan, i, found);
            }
        }
        boxes(scan, found);
        Blocks.find(scan, found);
    }

    /** The place behind a house number: 12, 12a, 12 a, 12-14, 12/3, 12 bis; {@code from} where there is none. */
    private static int houseNumber(ScannedText scan, int from) {
        int i = from;
        while (ScannedText.isDigit(scan.at(i)) && i - from < 6) {
            i++;
        }
        if (i == from || i - from > 5) {
            return from;
        }
        while ((scan.at(i) == '-' || scan.at(i) == '/') && ScannedText.isDigit(scan.at(i + 1))) {
            i++;
            while (ScannedText.isDigit(scan.at(i))) {
                i++;
            }
        }
        if (Character.isLetter(scan.at(i)) && !ScannedText.isWord(scan.at(i + 1))) {
            i++;
        } else if (scan.at(i) == ' ' && scan.at(i + 1) >= 'a' && scan.at(i + 1) <= 'h'
                && !ScannedText.isWord(scan.at(i + 2))
                && scan.at(i + 2) != '\'' && scan.at(i + 2) != ' ') {
            i += 2;
        }
        boolean isDecimal = (scan.at(i) == '.' || scan.at(i) == ',' || scan.at(i) == ':')
                && ScannedText.isDigit(scan.at(i + 1)) || scan.at(i) == '%';
        return ScannedText.isWord(scan.at(i)) || isDecimal ? from : i;
    }

    /** 12 Baker Street, 55 W 42nd St, 100 main street, One Main Street, 12 bis, avenue Victor Hugo. */
    private static int numberFirst(ScannedText scan, int from) {
        boolean isWord = !ScannedText.isDigit(scan.at(from));
        int number = isWord ? wordEnd(scan, from) : houseNumber(scan, from);
        if (number == from) {
            return from;
        }
        for (String again : List.of(" bis", " ter", " quater")) {
            number = ScannedText.startsAt(scan.lower(), again, number)
                    && !Character.isLetter(scan.at(number + again.length()))
                            ? number + again.length()
                            : number;
        }
        int at = number + (scan.at(number) == ',' ? 1 : 0);
        if (scan.at(at) != ' ' || isYear(scan, from, number)) {
            return from;
        }
        at++;
        String first = word(scan, at).toLowerCase(java.util.Locale.ROOT);
        if (BEFORE.contains(first) && !isWord && (BEFORE_SMALL.contains(first)
                || Character.isLowerCase(scan.at(at)) && SMALL_FRENCH.contains(first)
                || ScannedText.isUpper(scan.at(at)))) {
            int name = name(scan, wordEnd(scan, at), false);
            if (name > 0 && (BEFORE_SMALL.contains(first) || hasUpper(scan, at, name))) {
                return name;
            }
        }
        int i = at;
        boolean isCapital = true;
        for (int words = 0; words < 5; words++) {
            int end = ScannedText.isDigit(scan.at(i)) ? ordinal(scan, i) : wordEnd(scan, i);
            if (end == i) {
                return from;
            }
            String word = scan.lower().substring(i, end);
            boolean isUpper = ScannedText.isUpper(scan.at(i)) || ScannedText.isDigit(scan.at(i));
            boolean isSuffix = SURE.contains(word) && (isUpper == isCapital || isUpper)
                    || CAPITAL.contains(word) && isUpper && isCapital;
            if (words > 0 && isSuffix && (isCapital || words <= 3 && !isWord && isEnded(scan, end))
                    && !(isWord && ScannedText.startsAt(scan.lower(), "way", at))) {
                return scan.at(end) == '.' && end - i <= 4 ? end + 1 : end;
            }
            if (word.equals("broadway") && isUpper) {
                return end;
            }
            isCapital &= isUpper;
            boolean isDotted = scan.at(end) == '.' && end - i <= 3;
            i = end + (isDotted ? 1 : 0);
            if (scan.at(i) != ' ' || !isUpper && (STOP.contains(word) || word.length() < 3)) {
                return from;
            }
            i++;
        }
        return from;
    }

    private static final Set<String> SMALL_FRENCH = Set.of("rue", "avenue", "boulevard", "place", "chemin", "impasse",
            "all\u00e9e", "quai", "route", "cours", "square", "passage");

    private static boolean isYear(ScannedText scan, int from, int number) {
        boolean isShaped = number - from == 4
                && (ScannedText.startsAt(scan.text(), "19", from) || ScannedText.startsAt(scan.text(), "20", from));
        return isShaped && List.of("in", "since", "by", "until", "of", "from", "seit", "im", "en", "bis")
                .contains(before(scan, from));
    }

    private static boolean hasUpper(ScannedText scan, int from, int end) {
        return scan.text().substring(from, end).chars().anyMatch(Character::isUpperCase);
    }

    private static String before(ScannedText scan, int from) {
        int end = from - 1;
        int start = end;
        while (start > 0 && Character.isLetter(scan.at(start - 1)) && end - start < 12) {
            start--;
        }
        return scan.at(from - 1) == ' ' ? scan.lower().substring(start, end) : "";
    }

    /** 42nd, 5th: the place behind; {@code from} where it is no ordinal. */
    private static int ordinal(ScannedText scan, int from) {
        int i = from;
        while (ScannedText.isDigit(scan.at(i))) {
            i++;
        }
        String ending = scan.lower().substring(i, Math.min(scan.length(), i + 2));
        return List.of("st", "nd", "rd", "th").contains(ending) && !ScannedText.isWord(scan.at(i + 2)) ? i + 2 : from;
    }

    /** Whether what follows a street in small letters lets it end here: no noun that it would describe. */
    private static boolean isEnded(ScannedText scan, int end) {
        return scan.at(end) != ' ' || !Character.isLowerCase(scan.at(end + 1))
                || AFTER_NUMBER.contains(word(scan, end + 1));
    }

    private static int nameFirst(ScannedText scan, int from) {
        int end = wordEnd(scan, from);
        boolean isUpper = ScannedText.isUpper(scan.at(from));
        int slashed = ScannedText.startsAt(scan.lower(), "c/", from) ? from + 2 : end;
        String word = scan.lower().substring(from, slashed);
        int result = compound(scan, from, end, word, isUpper);
        if (result == from && BEFORE.contains(word)
                && (isUpper || BEFORE_SMALL.contains(word) || !isCased(scan.at(from)) || scan.at(end) == '.')) {
            result = Math.max(from,
                    name(scan, slashed
                            + (scan.at(slashed) == '.' || ScannedText.startsAt(scan.text(), "-\u0442", slashed) ? 1
                                    : 0),
                            true));
        }
        if (result == from && isUpper) {
            result = behind(scan, from);
        }
        return result == from && isUpper ? prepositional(scan, from, end) : result;
    }

    private static boolean isCased(char c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c);
    }

    /** Hauptstraße 12, bahnhofstraße 3. */
    private static int compound(ScannedText scan, int from, int end, String word, boolean isUpper) {
        int dotted = scan.at(end) == '.' ? end + 1 : end;
        String whole = scan.lower().substring(from, dotted);
        for (String ending : isUpper ? ENDINGS : SMALL_ENDINGS) {
            boolean isStreet = (whole.endsWith(ending) || word.endsWith(ending)) && word.length() > ending.length() + 2;
            if (isStreet && NO_STREET.stream().noneMatch(word::endsWith)) {
                return number(scan, dotted, from, ending.length() < 5 || !isUpper);
            }
        }
        return from;
    }

    /** The place behind the house number that follows a street's name; {@code from} where none does. */
    private static int number(ScannedText scan, int end, int from, boolean isStrict) {
        int i = end;
        i += scan.at(i) == ',' ? 1 : 0;
        if (scan.at(i) != ' ') {
            return from;
        }
        i++;
        for (String sign : List.of("nr. ", "nr.", "nr ", "no: ", "no:", "no. ", "no ", "no.", "n\u00ba ", "n\u00ba",
                "n\u00b0 ", "n\u00b0", "n. ", "num. ", "n\u00fam. ", "\u0434. ", "\u0434.", "\u0434\u043e\u043c ",
                "\u0431\u0443\u0434. ", "\u2116 ", "\u2116", "\u010d. ", "\u010d.p. ", "#", "no\u00ba ")) {
            if (ScannedText.startsAt(scan.lower(), sign, i)) {
                i += sign.length();
                break;
            }
        }
        int number = houseNumber(scan, i);
        boolean isFollowed = scan.at(number) == ' ' && Character.isLetter(scan.at(number + 1))
                && !AFTER_NUMBER.contains(word(scan, number + 1).toLowerCase(java.util.Locale.ROOT));
        return number > i && !(isStrict && isFollowed && (Character.isLowerCase(scan.at(number + 1)) || number - i < 5))
                ? number
                : from;
    }

    /** Name and number behind a word for a street: Calle Mayor 5, Straße des 17. Juni 135; 0 where there is none. */
    private static int name(ScannedText scan, int from, boolean needsNumber) {
        int i = from;
        if (scan.at(i) != ' ' && !(scan.at(i - 1) == '.' || scan.at(i - 1) == '/')) {
            return 0;
        }
        boolean hasName = false;
        boolean isSmall = true;
        int last = 0;
        for (int words = 0; words < 7; words++) {
            int start = i + (scan.at(i) == ' ' || scan.at(i) == '\'' ? 1 : 0);
            if (needsNumber && hasName && (ScannedText.isDigit(scan.at(start)) || scan.at(i) == ',' || words > 0)) {
                int number = number(scan, i, 0, false);
                boolean isDay = number > 0 && scan.at(number) == '.' && scan.at(number + 1) == ' '
                        && ScannedText.isUpper(scan.at(number + 2));
                if (number > 0 && !isDay) {
                    return isSmall && scan.at(number) == ' ' && Character.isLowerCase(scan.at(number + 1))
                            && !AFTER_NUMBER.contains(word(scan, number + 1)) ? 0 : number;
                }
            }
            int stop = start;
            if (ScannedText.isDigit(scan.at(start))) {
                while (ScannedText.isDigit(scan.at(stop))) {
                    stop++;
                }
                stop += scan.at(stop) == '.' || scan.at(stop) == '-' ? 1 : 0;
                if (scan.at(stop) != ' ' || hasName && scan.at(stop - 1) != '.') {
                    break;
                }
            } else {
                stop = wordEnd(scan, start);
                String word = scan.lower().substring(start, Math.max(start, stop));
                boolean isUpper = ScannedText.isUpper(scan.at(start)) || stop > start && !isCased(scan.at(start));
                if (stop == start || !isUpper && !SMALL.contains(word)
                        && (hasName && !isSmall || STOP.contains(word) || !needsNumber && words > 2)) {
                    break;
                }
                isSmall &= !isUpper;
                boolean isName = isUpper || !SMALL.contains(word) && words < 3;
                hasName |= isName;
                stop += scan.at(stop) == '.' && stop - start <= 4 ? 1 : 0;
                last = isName ? stop : last;
            }
            i = stop;
            if (scan.at(i) != ' ' && scan.at(i) != '\'' && scan.at(i) != ',') {
                break;
            }
            if (scan.at(i) == ',' && !needsNumber) {
                break;
            }
        }
        return needsNumber ? 0 : isSmall && !hasName ? 0 : last;
    }

    /** Main Street 100, Alte Gasse 3b, Petőfi utca 12, Atatürk Caddesi No: 5. */
    private static int behind(ScannedText scan, int from) {
        int i = from;
        for (int words = 0; words < 4; words++) {
            int end = ScannedText.isDigit(scan.at(i)) ? ordinal(scan, i) : wordEnd(scan, i);
            String word = scan.lower().substring(i, end);
            if (end > i && words > 0 && BEHIND.contains(word)) {
                int number = number(scan, scan.at(end) == '.' ? end + 1 : end, from, true);
                boolean isYear = number - end == 5
                        && (ScannedText.startsAt(scan.text(), "19", end + 1)
                                || ScannedText.startsAt(scan.text(), "20", end + 1));
                return isYear || word.length() <= 2 && scan.at(end) != '.' && !word.equals("\u00fat") ? from : number;
            }
            boolean isUpper = ScannedText.isUpper(scan.at(i)) || ScannedText.isDigit(scan.at(i));
            if (end == i || !isUpper
                    || scan.at(end) != ' ' && !(scan.at(end) == '.' && scan.at(end + 1) == ' ' && end - i < 4)) {
                return from;
            }
            i = end + (scan.at(end) == '.' ? 2 : 1);
        }
        return from;
    }

    /** Am Alten Markt 5, Unter den Linden 77. */
    private static int prepositional(ScannedText scan, int from, int end) {
        if (scan.at(end) != ' ') {
            return from;
        }
        int second = wordEnd(scan, end + 1);
        int i = PREPOSITIONS.contains(scan.lower().substring(from, second)) ? second
                : PREPOSITIONS.contains(scan.lower().substring(from, end)) ? end : from;
        if (i == from) {
            return from;
        }
        for (int words = 0; words < 3; words++) {
            int start = i + 1;
            int stop = wordEnd(scan, start);
            if (scan.at(i) != ' ' || stop == start || !ScannedText.isUpper(scan.at(start))
                    || NO_PLACE.contains(scan.lower().substring(start, stop))) {
                return from;
            }
            i = stop;
            int number = number(scan, i, from, true);
            if (number > from) {
                return number - i <= 5 ? number : from;
            }
        }
        return from;
    }

    /** The place behind a flat, floor or suite; {@code end} where there is none. */
    private static int unit(ScannedText scan, int end) {
        int i = end + (scan.at(end) == ',' ? 1 : 0);
        i += scan.at(i) == ' ' ? 1 : 0;
        int stop = wordEnd(scan, i);
        String word = scan.lower().substring(i, stop);
        boolean isUnit = List.of("apt", "apartment", "suite", "ste", "unit", "flat", "floor", "room", "wohnung", "top",
                "piso", "apto", "\u043a\u0432").contains(word);
        int at = isUnit ? stop + (scan.at(stop) == '.' ? 1 : 0) : scan.at(i) == '#' ? i + 1 : i;
        at += isUnit && scan.at(at) == ' ' ? 1 : 0;
        int last = at;
        while (ScannedText.isLatin(scan.at(last)) || ScannedText.isDigit(scan.at(last))) {
            last++;
        }
        return at > i && last > at && last - at < 6 && i > end ? last : end;
    }

    private static void boxes(ScannedText scan, List<Sensitive> found) {
        for (String box : BOXES) {
            for (int at = scan.lower().indexOf(box); at >= 0; at = scan.lower().indexOf(box, at + 1)) {
                int i = at + box.length();
                i += scan.at(i) == ':' ? 1 : 0;
                i += scan.at(i) == ' ' ? 1 : 0;
                i += ScannedText.startsAt(scan.lower(), "nr. ", i) || ScannedText.startsAt(scan.lower(), "no. ", i) ? 4
                        : scan.at(i) == '#' || scan.at(i) == '\u2116' ? 1 : 0;
                int end = i;
                while (ScannedText.isDigit(scan.at(end)) || end > i && (scan.at(end) == ' ' || scan.at(end) == '-')
                        && ScannedText.isDigit(scan.at(end + 1)) && end - i < 14) {
                    end++;
                }
                if (end > i && scan.startsHere(at) && scan.endsHere(end)) {
                    found.add(new Sensitive(at, Towns.end(scan, end), SensitiveKind.ADDRESS, "address"));
                }
            }
        }
    }

    /** A value with a number and a blank, or in an East Asian script, in a field that is called an address. */
    private static void field(ScannedText scan, int from, List<Sensitive> found) {
        if (!Field.begins(scan, from)) {
            return;
        }
        Field field = Field.at(scan, from);
        boolean isAddress = FIELDS.contains(field.last()) || FIELDS.contains(field.joined()) || field.has("address")
                || field.has("street") && field.words().trim().indexOf(' ') > 0;
        if (!isAddress || field.phrase().trim().chars().filter(c -> c == ' ').count() > 5) {
            return;
        }
        for (String word : Split.array(field.words().trim(), ' ')) {
            if (NO_FIELDS.contains(word)) {
                return;
            }
        }
        Field.Value value = field.value(scan);
        if (value.link() != Field.Link.SIGN) {
            return;
        }
        int end = value.isQuoted() ? value.end() : Math.min(Field.lineEnd(scan, value.start()), value.start() + 120);
        String text = scan.text().substring(value.start(), Math.max(value.start(), end));
        for (String stop : List.of(" | ", "; ", "\",", "&", "</", ", \"", "', '")) {
            int at = text.indexOf(stop);
            text = at > 0 ? text.substring(0, at) : text;
        }
        boolean hasDigit = text.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean hasLetters = text.chars().filter(Character::isLetter).count() > 3;
        boolean isAddressLike = hasDigit && hasLetters && (text.indexOf(' ') > 0 || text.charAt(0) > '\u2e80')
                && text.indexOf('@') < 0 && text.indexOf("://") < 0;
        if (isAddressLike) {
            found.add(new Sensitive(value.start(), value.start() + text.stripTrailing().length(), SensitiveKind.ADDRESS,
                    "address"));
        }
    }

    static int wordEnd(ScannedText scan, int from) {
        int end = from;
        while (Character.isLetter(scan.at(end)) || end > from && (scan.at(end) == '-' || scan.at(end) == '\'')
                && Character.isLetter(scan.at(end + 1))) {
            end++;
        }
        return end;
    }

    private static String word(ScannedText scan, int from) {
        return from >= scan.length() ? "" : scan.text().substring(from, wordEnd(scan, from));
    }
}
