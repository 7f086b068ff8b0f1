package dev.tabitat.core.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which scripts the languages are written in that a model tells apart, by their ISO 639 codes. */
public final class LanguageScripts {

    /** Scripts of languages that are not written in Latin letters only; two and three letters mean the same. */
    private static final Map<String, List<Script>> BY_CODE = byCode();

    private final Map<Script, List<String>> languages = new LinkedHashMap<>();
    private final boolean isKnown;

    private LanguageScripts(List<String> labels) {
        boolean allCodes = !labels.isEmpty();
        for (String label : labels) {
            String code = code(label);
            allCodes &= !code.isEmpty();
            BY_CODE.getOrDefault(code, List.of(Script.LATIN))
                    .forEach(script -> languages.computeIfAbsent(script, none -> new ArrayList<>()).add(label));
        }
        isKnown = allCodes;
    }

    /**
     * Of a model with these labels. Where a label is no code of a language, nothing is known and every script may be
     * one of the model's.
     */
    public static LanguageScripts of(List<String> labels) {
        return new LanguageScripts(labels);
    }

    /** Whether one of the languages may be written in it. */
    public boolean covers(Script script) {
        return !isKnown || languages.containsKey(script);
    }

    /** Whether several of the languages share it, so that letters alone do not tell which. */
    public boolean isShared(Script script) {
        return !isKnown || languages.getOrDefault(script, List.of()).size() != 1;
    }

    /** The primary subtag: two or three small letters; empty when it is none. */
    private static String code(String label) {
        int end = 0;
        while (end < label.length() && label.charAt(end) >= 'a' && label.charAt(end) <= 'z') {
            end++;
        }
        boolean isWhole = end == label.length() || label.charAt(end) == '-' || label.charAt(end) == '_';
        return isWhole && (end == 2 || end == 3) ? label.substring(0, end) : "";
    }

    private static Map<String, List<Script>> byCode() {
        Map<String, List<Script>> map = new LinkedHashMap<>();
        put(map, List.of(Script.CYRILLIC),
                "ru rus bg bul uk ukr be bel mk mkd kk kaz ky kir mn mon khk tg tgk tt tat ba bak cv chv kbd ava av che ce tyv sah myv mhr mrj chm kv kom kpv os oss krc xal"
                        + " rue ab abk bxr bua lez dar udm");
        put(map, List.of(Script.CYRILLIC, Script.LATIN), "sr srp sh hbs bs bos uz uzb uzn cnr");
        put(map, List.of(Script.ARABIC),
                "ar ara arz arb ary fa fas pes prs ur urd ps pus pbt ckb ug uig pnb azb mzn glk sd snd lrc skr ks kas");
        put(map, List.of(Script.ARABIC, Script.LATIN), "ku kur az aze ms msa");
        put(map, List.of(Script.HEBREW), "he iw heb yi yid");
        put(map, List.of(Script.GREEK), "el ell grc pnt");
        put(map, List.of(Script.ARMENIAN), "hy hye hyw");
        put(map, List.of(Script.GEORGIAN), "ka kat xmf");
        put(map, List.of(Script.DEVANAGARI), "hi hin mr mar ne nep npi new sa san bh bih bho mai gom kok awa dty");
        put(map, List.of(Script.BENGALI), "bn ben as asm bpy mni");
        put(map, List.of(Script.GURMUKHI), "pa pan");
        put(map, List.of(Script.GUJARATI), "gu guj");
        put(map, List.of(Script.ODIA), "or ori ory");
        put(map, List.of(Script.TAMIL), "ta tam");
        put(map, List.of(Script.TELUGU), "te tel");
        put(map, List.of(Script.KANNADA), "kn kan tcy");
        put(map, List.of(Script.MALAYALAM), "ml mal");
        put(map, List.of(Script.SINHALA), "si sin");
        put(map, List.of(Script.THAI), "th tha");
        put(map, List.of(Script.LAO), "lo lao");
        put(map, List.of(Script.TIBETAN), "bo bod dz dzo");
        put(map, List.of(Script.MYANMAR), "my mya shn");
        put(map, List.of(Script.KHMER), "km khm");
        put(map, List.of(Script.ETHIOPIC), "am amh ti tir");
        put(map, List.of(Script.HANGUL), "ko kor");
        put(map, List.of(Script.HAN), "zh zho cmn yue wuu lzh nan");
        put(map, List.of(Script.KANA, Script.HAN), "ja jpn");
        put(map, List.of(Script.THAANA), "dv div");
        put(map, List.of(Script.CHEROKEE), "chr");
        put(map, List.of(Script.SYRIAC), "syr arc");
        put(map, List.of(Script.CANADIAN), "iu iku cr cre");
        put(map, List.of(Script.TIFINAGH), "zgh");
        put(map, List.of(Script.OL_CHIKI), "sat");
        put(map, List.of(Script.YI), "ii iii");
        put(map, List.of(Script.COPTIC), "cop");
        put(map, List.of(Script.NKO), "nqo");
        return map;
    }

    private static void put(Map<String, List<Script>> map, List<Script> scripts, String codes) {
        for (String code : Split.on(codes, ' ')) {
            map.put(code, scripts);
        }
    }
}
