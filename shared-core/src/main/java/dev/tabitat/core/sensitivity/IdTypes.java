package dev.tabitat.core.sensitivity;

import static dev.tabitat.core.sensitivity.IdChecks.digit;
import static dev.tabitat.core.sensitivity.IdChecks.isDay;
import static dev.tabitat.core.sensitivity.IdChecks.isDayMonthYear;
import static dev.tabitat.core.sensitivity.IdChecks.isYearMonthDay;
import static dev.tabitat.core.sensitivity.IdChecks.number;
import static dev.tabitat.core.sensitivity.IdChecks.remainder;
import static dev.tabitat.core.sensitivity.IdChecks.sum;

import dev.tabitat.core.text.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The types of identity numbers that are looked for. What has a strong check, or a form of its own, is accepted in its
 * usual groupings; everything in any grouping near a word that announces it.
 */
final class IdTypes {

    private static final List<IdType> TYPES = new ArrayList<>();
    private static final String VAT = "vat,vatin,vat id,vat no,vat number,ust,ust id,umsatzsteuer,uid,mwst,tva,iva,btw,moms,momsnr,mva,alv,pvm,pvn,dph,dic,nip,afa,ddv,pdv,oib,dds,"
            + "partita,piva,p iva,cif,nif,kmkr,kennitala,cvr,bulstat";

    static {
        americas();
        west();
        north();
        east();
        world();
        vat();
    }

    private IdTypes() {}

    static List<IdType> all() {
        return TYPES;
    }

    private static void add(String what, String pattern, String forms, Predicate<String> check, String cues) {
        TYPES.add(IdType.of(what, pattern, forms, check, true, cues));
    }

    /** A type without check digits. */
    private static void addUnchecked(String what, String pattern, String forms, Predicate<String> check, String cues) {
        TYPES.add(IdType.of(what, pattern, forms, check, false, cues));
    }

    private static void americas() {
        addUnchecked("us-ssn", "d9", "3-2-4", IdChecks::ssn, "ssn,social,social security,itin,tin,taxpayer");
        addUnchecked("us-ein", "d9", "", s -> number(s, 0, 2) > 0, "ein,fein,employer identification");
        add("ca-sin", "d9", "", s -> s.charAt(0) != '0' && IdChecks.luhn(s),
                "sin,nas,social insurance,assurance sociale");
        add("mx-curp", "l4d6l6ad", "*", IdChecks::curp, "curp");
        add("mx-rfc", "l4d6a3", "13,4 6 3", IdChecks::rfc, "rfc,registro federal");
        add("br-cpf", "d11", "3 3 3 2,9-2", IdChecks::cpf, "cpf,cadastro,contribuinte");
        add("br-cnpj", "d14", "2 3 3 4 2,14", IdChecks::cnpj, "cnpj");
        add("ar-cuit", "d11", "2-8-1", IdChecks::argentinian, "cuit,cuil");
        add("cl-rut", "d8a", "2 3 3-1,8-1", IdChecks::chilean, "rut,rol unico,rol \u00fanico");
        add("cl-rut", "d7a", "1 3 3-1,7-1", IdChecks::chilean, "rut,rol unico,rol \u00fanico");
        add("ec-cedula", "d10", "", s -> number(s, 0, 2) <= 24 && IdChecks.luhn(s), "cedula,c\u00e9dula");
        add("do-cedula", "d11", "3-7-1", IdChecks::luhn, "cedula,c\u00e9dula");
        addUnchecked("pe-dni", "d8", "", s -> true, "dni");
        addUnchecked("co-cedula", "d10", "", s -> s.charAt(0) == '1', "cedula,c\u00e9dula");
    }

    private static void west() {
        addUnchecked("uk-nino", "l2d6l", "9,2 2 2 2 1,2 6 1,8 1", IdChecks::nino,
                "nino,ni number,ni no,national insurance,insurance");
        add("uk-nhs", "d10", "3 3 4", IdChecks::nhs, "nhs,chi number,health service");
        add("uk-utr", "d10", "", s -> "21987654321".charAt(sum(s, 0, 6, 7, 8, 9, 10, 5, 4, 3, 2) % 11) == s.charAt(0),
                "utr,taxpayer,unique taxpayer reference");
        add("ie-pps", "d7l", "8", IdChecks::irish, "pps,ppsn,personal public service");
        add("ie-pps", "d7l2", "9", IdChecks::irish, "pps,ppsn,personal public service");
        add("fr-nir", "d6ad8", "*", IdChecks::nir, "nir,s\u00e9cu,s\u00e9curit\u00e9 sociale");
        add("fr-spi", "d13", "", s -> s.charAt(0) < '4' && remainder(s.substring(0, 10), 511) == number(s, 10, 13),
                "fiscal,spi,num\u00e9ro fiscal,imp\u00f4t");
        add("de-steuer-id", "d11", "11,2 3 3 3", IdChecks::steuerId,
                "steuer,steuer id,steuerid,steuernummer,steueridentifikationsnummer,idnr,identifikationsnummer,tin");
        add("de-rentenversicherung", "d8ld3", "12,2 6 1 3,8 1 3", IdChecks::pension,
                "rvnr,svnr,sozialversicherungsnummer,rentenversicherungsnummer,versicherungsnummer");
        add("at-svnr", "d10", "4 6", IdChecks::austrian,
                "svnr,sv,sozialversicherung,sozialversicherungsnummer,versicherungsnummer");
        add("ch-ahv", "d13", "*", s -> s.startsWith("756") && IdChecks.ean13(s), "ahv,avs,navs");
        add("nl-bsn", "d9", "", IdChecks::bsn, "bsn,burgerservicenummer,sofinummer,sofi nummer,burger service nummer");
        add("be-rijksregister", "d11", "11,2 2 2 3 2,6 3 2,6 5", IdChecks::belgian,
                "rijksregister,rijksregisternummer,insz,niss,registre national,num\u00e9ro national,nationaal nummer");
        add("lu-matricule", "d13", "13,4 2 2 5,8 5,4 4 5,8 3 2", IdChecks::luxembourgish, "matricule");
        add("es-dni", "d8l", "9,8 1,2 3 3 1", IdChecks::dni, "dni,nif,documento");
        add("es-nie", "ld7l", "9,1 7 1,8 1,1 8", s -> "XYZ".indexOf(s.charAt(0)) >= 0 && IdChecks.dni(s), "nie,nif");
        add("es-cif", "ld7a", "", IdChecks::cif, "cif,nif");
        add("es-seguridad-social", "d12", "", s -> remainder(s.substring(0, 10), 97) == number(s, 10, 12),
                "seguridad social,nuss,naf,afiliaci\u00f3n");
        add("pt-nif", "d9", "", s -> s.charAt(0) != '0' && IdChecks.complement11(s, 9, 8, 7, 6, 5, 4, 3, 2),
                "nif,contribuinte,nipc");
        add("it-codice-fiscale", "l6a2la2la3l", "*", IdChecks::codiceFiscale, "codice fiscale,cf");
        add("it-partita-iva", "d11", "", IdChecks::luhn, "partita iva,p iva,piva,iva");
        addUnchecked("mt-id", "d7l", "", s -> "MGAPLHBZ".indexOf(s.charAt(7)) >= 0, "malta,identity card,id card");
        add("gr-amka", "d11", "11,6 5", s -> isDayMonthYear(s, 0) && IdChecks.luhn(s), "amka,\u03b1\u03bc\u03ba\u03b1");
        add("gr-afm", "d9", "", IdChecks::greek, "afm,\u03b1\u03c6\u03bc");
        addUnchecked("cy-tic", "d8l", "", s -> true, "tic,cyprus");
    }

    private static void north() {
        add("se-personnummer", "d10", "6 4", IdChecks::personnummer,
                "personnummer,pnr,personnr,person nummer,samordningsnummer");
        add("se-personnummer", "d12", "8 4", IdChecks::personnummer,
                "personnummer,pnr,personnr,person nummer,samordningsnummer");
        add("no-fodselsnummer", "d11", "11,6 5", IdChecks::norwegian,
                "f\u00f8dselsnummer,fodselsnummer,f\u00f8dselsnr,fnr,personnummer,d nummer");
        addUnchecked("dk-cpr", "d10", "6-4", s -> isDayMonthYear(s, 0), "cpr,cpr nr,cpr nummer,personnummer");
        add("fi-hetu", "d9a", "6 4", IdChecks::hetu, "hetu,henkil\u00f6tunnus,personbeteckning");
        add("fi-hetu", "d6ld3a", "11", IdChecks::hetu, "hetu,henkil\u00f6tunnus,personbeteckning");
        add("is-kennitala", "d10", "6-4", IdChecks::icelandic, "kennitala,kt");
        add("ee-isikukood", "d11", "11", IdChecks::baltic, "isikukood,asmens kodas,asmens");
        add("lv-personas-kods", "d11", "6-5", IdChecks::latvian, "personas kods,personas");
    }

    private static void east() {
        add("pl-pesel", "d11", "11", IdChecks::pesel, "pesel,peselu");
        add("pl-nip", "d10", "3-3-2-2,3-2-2-3", s -> sum(s, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == digit(s, 9), "nip");
        add("pl-regon", "d9", "", s -> sum(s, 8, 9, 2, 3, 4, 5, 6, 7) % 11 % 10 == digit(s, 8), "regon");
        add("pl-dowod", "l3d6", "", IdChecks::polishCard, "dow\u00f3d,dowodu,dow\u00f3d osobisty");
        add("cz-rodne-cislo", "d10", "6/4", IdChecks::czech,
                "rodn\u00e9 \u010d\u00edslo,rodne cislo,r\u010d,rc,rodn\u00e9ho \u010d\u00edsla");
        add("cz-rodne-cislo", "d9", "6/3", IdChecks::czech,
                "rodn\u00e9 \u010d\u00edslo,rodne cislo,r\u010d,rc,rodn\u00e9ho \u010d\u00edsla");
        add("hu-szemelyi-szam", "d11", "1-6-4,1 6 4", IdChecks::hungarian, "szem\u00e9lyi sz\u00e1m,szem\u00e9lyi");
        add("hu-adoazonosito", "d10", "",
                s -> s.charAt(0) == '8' && sum(s, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11 == digit(s, 9),
                "ad\u00f3azonos\u00edt\u00f3,ad\u00f3");
        add("hu-taj", "d9", "", s -> sum(s, 3, 7, 3, 7, 3, 7, 3, 7) % 10 == digit(s, 8), "taj");
        add("yu-jmbg", "d13", "13,7 6,2 2 3 2 3 1", IdChecks::jmbg,
                "jmbg,emso,em\u0161o,\u0458\u043c\u0431\u0433,embg,\u0435\u043c\u0431\u0433");
        add("hr-oib", "d11", "", IdChecks::mod1110, "oib,osobni identifikacijski broj");
        add("si-davcna", "d8", "", s -> s.charAt(0) != '0' && IdChecks.complement11(s, 8, 7, 6, 5, 4, 3, 2),
                "dav\u010dna,davcna");
        add("ro-cnp", "d13", "13,1 6 6", IdChecks::romanian, "cnp,cod numeric personal");
        add("bg-egn", "d10", "", IdChecks::bulgarian, "egn,\u0435\u0433\u043d");
        add("ua-rnokpp", "d10", "", s -> sum(s, -1, 5, 7, 9, 4, 6, 10, 5, 7) % 11 % 10 == digit(s, 9),
                "rnokpp,\u0440\u043d\u043e\u043a\u043f\u043f,\u0456\u043f\u043d,ipn");
        add("ru-snils", "d11", "3 3 3 2", IdChecks::snils, "snils,\u0441\u043d\u0438\u043b\u0441");
        add("ru-inn", "d12", "", IdChecks::inn, "inn,\u0438\u043d\u043d");
        add("tr-kimlik", "d11", "", IdChecks::turkish, "tckn,tc,kimlik,kimlik no,t c kimlik");
    }

    private static void world() {
        add("il-teudat-zehut", "d9", "", IdChecks::luhn,
                "teudat zehut,teudat,\u05ea\u05e2\u05d5\u05d3\u05ea \u05d6\u05d4\u05d5\u05ea,\u05ea\u05d6,\u05ea \u05d6");
        add("za-id", "d13", "13,6 4 2 1,6 4 3", s -> isYearMonthDay(s, 0) && digit(s, 10) <= 2 && IdChecks.luhn(s),
                "rsa id,sa id,id");
        add("in-aadhaar", "d12", "", s -> s.charAt(0) > '1' && IdChecks.verhoeff(s),
                "aadhaar,aadhar,uidai,uid,\u0906\u0927\u093e\u0930");
        addUnchecked("in-pan", "l5d4l", "", s -> true, "pan,permanent account");
        addUnchecked("in-pan", "l5d4l", "10", s -> "ABCFGHJLPT".indexOf(s.charAt(3)) >= 0, "");
        add("cn-resident-id", "d17a", "18,6 8 4,6 8 3 1", IdChecks::chinese,
                "\u8eab\u4efd\u8bc1,resident identity,id card");
        add("hk-hkid", "ld6a", "7 1", IdChecks::hongKong, "hkid,hong kong identity");
        add("tw-id", "ld9", "10", IdChecks::taiwanese, "taiwan,\u8eab\u5206\u8b49");
        add("sg-nric", "ld7l", "9", IdChecks::singaporean, "nric,fin");
        addUnchecked("my-nric", "d12", "6-2-4", s -> isYearMonthDay(s, 0), "mykad,nric,kad pengenalan,no kp");
        add("th-id", "d13", "1 4 5 2 1",
                s -> s.charAt(0) != '0'
                        && (11 - sum(s, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10 == digit(s, 12),
                "thai,\u0e1a\u0e31\u0e15\u0e23\u0e1b\u0e23\u0e30\u0e0a\u0e32\u0e0a\u0e19,\u0e40\u0e25\u0e02\u0e1a\u0e31\u0e15\u0e23");
        addUnchecked("id-nik", "d16", "",
                s -> isDay(number(s, 8, 10), number(s, 6, 8) > 40 ? number(s, 6, 8) - 40 : number(s, 6, 8)), "nik,ktp");
        addUnchecked("pk-cnic", "d13", "5-7-1", s -> s.charAt(0) != '0', "cnic,nicop");
        addUnchecked("vn-cccd", "d12", "", s -> s.charAt(0) == '0', "cccd,c\u0103n c\u01b0\u1edbc,cmnd");
        add("jp-my-number", "d12", "", IdChecks::japanese,
                "my number,mynumber,\u30de\u30a4\u30ca\u30f3\u30d0\u30fc,\u500b\u4eba\u756a\u53f7");
        addUnchecked("kr-rrn", "d13", "6-7", IdChecks::korean,
                "rrn,\uc8fc\ubbfc\ub4f1\ub85d\ubc88\ud638,\uc8fc\ubbfc\ubc88\ud638,resident registration");
        add("kr-rrn", "d13", "13", IdChecks::koreanOld, "");
        add("au-tfn", "d9", "", s -> sum(s, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0, "tfn,tax file");
        add("au-medicare", "d10", "",
                s -> s.charAt(0) >= '2' && s.charAt(0) <= '6' && sum(s, 1, 3, 7, 9, 1, 3, 7, 9) % 10 == digit(s, 8),
                "medicare");
        add("au-abn", "d11", "2 3 3 3", s -> s.charAt(0) != '0' && IdChecks.abn(s), "abn,business number");
        add("nz-ird", "d9", "", IdChecks::newZealand, "ird,inland revenue");
        add("nz-ird", "d8", "", IdChecks::newZealand, "ird,inland revenue");
        add("ae-emirates-id", "d15", "*", s -> s.startsWith("784") && IdChecks.luhn(s), "emirates");
        add("sa-national-id", "d10", "", s -> (s.charAt(0) == '1' || s.charAt(0) == '2') && IdChecks.luhn(s),
                "iqama,saudi,\u0647\u0648\u064a\u0629,\u0627\u0644\u0647\u0648\u064a\u0629");
        addUnchecked("eg-national-id", "d14", "",
                s -> (s.charAt(0) == '2' || s.charAt(0) == '3') && isYearMonthDay(s, 1),
                "egyptian,\u0627\u0644\u0631\u0642\u0645 \u0627\u0644\u0642\u0648\u0645\u064a");
    }

    /** Value added tax (Directive 2006/112/EC, article 215): by check digit where a form is named, else near a cue. */
    private static void vat() {
        add("eu-vat", "DEd9", "11,2 9,2 3 3 3", s -> IdChecks.mod1110(s.substring(2)), VAT);
        add("eu-vat", "ATUd8", "11,2 9,3 8", s -> (106 - luhnSum(s.substring(3, 10))) % 10 == digit(s, 10), VAT);
        add("eu-vat", "BEd10", "12,2 10,2 4 3 3,6 3 3",
                s -> s.charAt(2) < '2' && 97 - remainder(s.substring(2, 10), 97) == number(s, 10, 12), VAT);
        add("eu-vat", "FRd11", "13,2 11,2 2 9,4 9,2 2 3 3 3,4 3 3 3",
                s -> (12 + 3 * remainder(s.substring(4), 97)) % 97 == number(s, 2, 4), VAT);
        add("eu-vat", "ITd11", "13,2 11", s -> IdChecks.luhn(s.substring(2)), VAT);
        add("eu-vat", "LUd8", "10,2 8", s -> number(s, 2, 8) % 89 == number(s, 8, 10), VAT);
        addUnchecked("eu-vat", "NLd9Bd2", "14,2 12,2 9 3", s -> true, VAT);
        add("eu-vat", "PLd10", "12,2 10,5 3 2 2",
                s -> sum(s.substring(2), 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == digit(s, 11), VAT);
        add("eu-vat", "HRd11", "13,2 11", s -> IdChecks.mod1110(s.substring(2)), VAT);
        add("ch-uid", "CHEd9", "12,3 9,3 3 3 3", s -> IdChecks.complement11(s.substring(3), 5, 4, 3, 2, 7, 6, 5, 4),
                VAT);
        for (String form : Split.array(
                "BGd9 BGd10 CYd8l CZd8 CZd9 CZd10 DKd8 EEd9 ELd9 ESad7a FId8 FRa2d9 GBd9 GBd12 HUd8 IEd7l IEd7l2 IEdad5l LTd9 LTd12 LVd11 MTd8 PTd9 ROd6 ROd7 ROd8 ROd9 ROd10"
                        + " SEd12 SId8 SKd10 XId9 NOd9",
                ' ')) {
            addUnchecked("eu-vat", form, "", s -> true, VAT);
        }
        add("de-vat", "d9", "", IdChecks::mod1110, "ust,ust id,umsatzsteuer,mwst");
    }

    private static int luhnSum(String s) {
        int sum = 0;
        for (int i = 0; i < s.length(); i++) {
            int value = digit(s, i) * (i % 2 == 0 ? 1 : 2);
            sum += value / 10 + value % 10;
        }
        return sum;
    }
}
