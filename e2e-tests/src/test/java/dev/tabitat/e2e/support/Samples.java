package dev.tabitat.e2e.support;

import java.util.Map;
import java.util.TreeMap;

/** Sentences of our own, one a language, by ISO 639-3 code. */
public final class Samples {

    public static final Map<String, String> BY_LANGUAGE = new TreeMap<>(Map.of(
            "eng", "The bakery on the corner opens at seven, and the bread is usually gone by nine.",
            "deu", "Der Zug kommt heute zwanzig Minuten später, weil die Strecke noch geräumt werden muss.",
            "fra", "Nous avons déjeuné près de la rivière avant que la pluie ne recommence à tomber.",
            "spa", "Mañana vamos a pintar la cocina de amarillo y después comeremos en el patio.",
            "swe", "Grannens katt sover alltid på vår trappa när solen skiner på morgonen.",
            "pol", "Wczoraj wieczorem znaleźliśmy stare zdjęcia babci w drewnianej skrzyni na strychu.",
            "fin", "Metsässä oli niin hiljaista, että kuulimme lumen putoavan kuusen oksilta.",
            "tur", "Çocuklar okuldan dönünce bahçedeki elma ağacının altında ders çalıştılar.",
            "ell", "Το καλοκαίρι πηγαίνουμε κάθε πρωί στη θάλασσα πριν ζεστάνει πολύ ο ήλιος.",
            "kor", "오늘 아침에는 비가 와서 우리는 집에서 따뜻한 차를 마시며 책을 읽었습니다."));

    private Samples() {}
}
