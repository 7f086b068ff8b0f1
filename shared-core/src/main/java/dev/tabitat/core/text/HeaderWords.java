package dev.tabitat.core.text;

import java.util.Locale;
import java.util.Set;

/** Words that name a column and are hardly ever a value in one, in the languages that sheets here are mostly in. */
final class HeaderWords {

    private static final Set<String> NAMES = Set.of(
            "id", "uid", "uuid", "key", "index", "no", "no.", "nr", "nr.", "num", "number", "nummer", "name", "names",
            "first name", "last name", "firstname", "lastname", "vorname", "nachname",
            "nom", "prénom", "nombre", "apellido", "nome", "cognome", "naam", "imię", "nazwisko", "title", "titel",
            "titre", "título", "titolo", "text", "texte", "texto", "testo", "tekst", "label",
            "labels", "class", "klasse", "category", "kategorie", "catégorie", "categoría", "categoria", "type", "typ",
            "art", "date", "datum", "fecha", "data", "time", "zeit", "uhrzeit", "heure",
            "year", "jahr", "année", "año", "month", "monat", "mois", "quarter", "quartal", "day", "tag", "jour",
            "start", "end", "von", "bis", "begin", "ende", "amount", "betrag", "montant", "importe",
            "price", "preis", "prix", "precio", "prezzo", "prijs", "cost", "kosten", "coût", "total", "summe", "sum",
            "qty", "quantity", "menge", "anzahl", "quantité", "count", "currency", "währung",
            "devise", "city", "ort", "stadt", "ville", "ciudad", "città", "street", "straße", "strasse", "rue", "plz",
            "zip", "postcode", "country", "land", "pays", "país", "address", "adresse",
            "dirección", "indirizzo", "email", "e-mail", "mail", "phone", "telephone", "telefon", "téléphone", "tel",
            "mobile", "fax", "url", "website", "link", "status", "state", "description",
            "beschreibung", "descripción", "descrizione", "note", "notes", "notiz", "bemerkung", "comment", "comments",
            "kommentar", "commentaire", "remark", "remarks", "message", "nachricht", "subject",
            "betreff", "sentence", "review", "rezension", "content", "inhalt", "body", "question", "frage", "answer",
            "antwort", "input", "output", "target", "sentiment", "topic", "thema", "intent",
            "document", "author", "autor", "user", "username", "gender", "geschlecht", "age", "alter", "birthday",
            "geburtstag", "geburtsdatum", "score", "value", "wert", "valeur", "valor", "unit",
            "einheit", "product", "produkt", "produit", "item", "artikel", "article", "sku", "customer", "kunde",
            "client", "cliente", "department", "abteilung", "company", "firma", "verwendungszweck",
            "buchungstag", "valuta", "iban", "bic", "konto", "account", "rating", "language", "sprache", "lang");
    /** Ends of names of several words. */
    private static final Set<String> ENDS = Set.of("id", "ids", "date", "name", "number", "nr", "nr.", "no", "no.",
            "num", "datum", "nummer", "count", "total", "type", "code", "at", "url", "email", "amount", "price");

    private HeaderWords() {}

    /** Whether a cell is such a name, or ends with one as {@code customer_id} does. */
    static boolean isName(String cell) {
        String bare = cell.trim().toLowerCase(Locale.ROOT);
        if (bare.endsWith(":")) {
            bare = bare.substring(0, bare.length() - 1).trim();
        }
        if (NAMES.contains(bare)) {
            return true;
        }
        int at = Math.max(bare.lastIndexOf('_'), bare.lastIndexOf(' '));
        return at > 0 && bare.length() <= 40 && ENDS.contains(bare.substring(at + 1));
    }
}
