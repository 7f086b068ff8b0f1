package dev.tabitat.core.sensitivity;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of people, as far as they can be told: behind titles and words that announce one, before a mail address, and by given names. */
final class People {

    private static final List<String> TITLES = List.of("Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Sir", "Herr", "Herrn", "Frau", "Monsieur", "Madame", "Mme", "Mlle", "Se\u00f1or", "Se\u00f1ora", "Sr",
            "Sra", "Don", "Do\u00f1a", "Signor", "Signora", "Sig", "Dott", "Mevrouw", "Meneer", "Dhr", "Mevr", "Fru", "Pan", "Pani", "Nurse", "Doctor", "Professor");
    private static final List<String> ANNOUNCED = List.of("my name is", "name:", "patient:", "client:", "student:", "customer:", "contact:", "signed,", "ich hei\u00dfe", "mein name ist", "ich bin",
            "je m'appelle", "je m\u2019appelle", "me llamo", "mi nombre es", "mi chiamo", "jag heter", "mijn naam is", "nazywam si\u0119", "meu nome \u00e9", "dear", "liebe", "lieber", "cher",
            "ch\u00e8re", "querido", "querida", "caro", "cara", "kind regards,", "best regards,", "regards,", "sincerely,");
    private static final Set<String> GIVEN = new HashSet<>(Arrays.asList((
            "James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Edward"
            + " Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Lisa Betty Margaret Sandra Ashley Dorothy Kimberly Emily Donna Michelle Carol Amanda Melissa"
            + " Emma Olivia Charlotte Amelia Sophia Isabella Ava Mia Evelyn Harper Noah Liam Oliver Lucas Henry Benjamin Samuel Alexander Jack Harry Oscar Leo Arthur Peter Simon Alice Helen"
            + " Hans J\u00fcrgen Klaus Wolfgang Stefan Andreas Matthias Sebastian Tobias Uwe Dieter Heinz Jan Lukas Jonas Felix Maximilian Anna Sabine Petra Monika Claudia Susanne Ursula Heike"
            + " Katrin Birgit Julia Laura Lena Hanna Marie Lea Leonie Pierre Jean Michel Philippe Nicolas Laurent Julien Antoine Camille Chlo\u00e9 Manon In\u00e8s Nathalie Isabelle Sylvie Sophie"
            + " Jos\u00e9 Juan Carlos Luis Javier Miguel Antonio Francisco Manuel Pedro Mar\u00eda Carmen Ana Isabel Luc\u00eda Marta Elena Pilar Giuseppe Marco Luca Giovanni Francesco Alessandro"
            + " Matteo Giulia Chiara Francesca Martina Paola Valentina Erik Lars Anders Johan Karl Nils Gustav Sven Karin Ingrid Astrid Maja Elsa Piotr Krzysztof Andrzej Tomasz Pawe\u0142 Katarzyna"
            + " Agnieszka Ma\u0142gorzata Ewa Magdalena Joanna Pieter Willem Jeroen Daan Sanne Femke Anouk Jo\u00e3o Paulo Ricardo Beatriz Mohammed Ahmed Ali Fatima Aisha Omar Yusuf Mehmet Ay\u015fe"
            + " Emre Wei Li Ming Yuki Hiroshi Priya Raj Anil Sanjay Ravi Deepa Olga Ivan Dmitri Sergei Natasha Svetlana").split(" ")));
    private static final Set<String> NO_NAME = Set.of("Sir", "Madam", "All", "Team", "Customer", "Customers", "Friends", "Colleagues", "Everyone", "The", "A", "I", "We", "You", "It", "This", "That",
            "Parents", "Editor", "Hiring", "Damen", "Herren", "Kollegen", "Freunde", "Herr", "Frau", "Mr", "Mrs", "Ms", "Dr", "Monsieur", "Madame");
    private static final Set<String> PARTICLES = Set.of("van", "von", "de", "der", "den", "la", "le", "di", "da", "del", "dos", "el", "bin", "al", "ter", "zu", "zur");

    private People() {}

    static void find(Scan scan, List<Sensitive> found) {
        for (int i = 0; i < scan.length(); i++) {
            if (!Scan.isUpper(scan.at(i)) || !scan.startsHere(i)) {
                continue;
            }
            int end = word(scan, i);
            String word = scan.text().substring(i, end);
            int name = end;
            if (TITLES.contains(word)) {
                int at = afterTitle(scan, end);
                int stop = at > end ? name(scan, at, 3) : at;
                if (stop > at && !NO_NAME.contains(scan.text().substring(at, word(scan, at)))) {
                    add(scan, at, stop, found);
                    i = stop - 1;
                    continue;
                }
            }
            if (GIVEN.contains(word)) {
                name = name(scan, i, 4);
                if (name > end) {
                    add(scan, i, name, found);
                    i = name - 1;
                    continue;
                }
            }
            if (isBeforeMail(scan, i)) {
                name = name(scan, i, 4);
                add(scan, i, name, found);
                i = name - 1;
            }
        }
        for (String cue : ANNOUNCED) {
            for (int at = scan.lower().indexOf(cue); at >= 0; at = scan.lower().indexOf(cue, at + 1)) {
                int from = at + cue.length();
                while (scan.at(from) == ' ' || scan.at(from) == ',' || scan.at(from) == '\n') {
                    from++;
                }
                int stop = name(scan, from, 3);
                boolean isWhole = !Character.isLetter(scan.at(at - 1)) && from > at + cue.length();
                boolean isName = stop > from && !NO_NAME.contains(scan.text().substring(from, word(scan, from))) && !TITLES.contains(scan.text().substring(from, word(scan, from)));
                // "Ich bin Arzt": without a second word it may be anything.
                boolean isSure = !cue.equals("ich bin") || scan.text().substring(from, Math.max(from, stop)).indexOf(' ') > 0;
                if (isWhole && isName && isSure) {
                    add(scan, from, stop, found);
                }
            }
        }
    }

    private static void add(Scan scan, int from, int end, List<Sensitive> found) {
        int stop = end;
        while (stop > from && (scan.at(stop - 1) == '.' && !(stop - from >= 2 && Scan.isUpper(scan.at(stop - 2)) && !Character.isLetter(scan.at(stop - 3))))) {
            stop--;
        }
        found.add(new Sensitive(from, stop, Kind.PERSON, "person"));
    }

    private static int word(Scan scan, int from) {
        int end = from;
        while (Character.isLetter(scan.at(end)) || (scan.at(end) == '-' || scan.at(end) == '\'') && Character.isLetter(scan.at(end + 1)) && end > from) {
            end++;
        }
        return end;
    }

    private static int afterTitle(Scan scan, int end) {
        int at = end + (scan.at(end) == '.' ? 1 : 0);
        if (scan.at(at) != ' ') {
            return end;
        }
        at++;
        int next = word(scan, at);
        // "Herr Dr. Meier": titles follow each other.
        return next > at && TITLES.contains(scan.text().substring(at, next)) ? Math.max(at, afterTitle(scan, next)) : at;
    }

    /** Capitalised words with particles between them. */
    private static int name(Scan scan, int from, int most) {
        int end = scan.capitalised(from, most);
        if (end == from) {
            return from;
        }
        int at = end + 1;
        for (int particles = 0; particles < 2 && scan.at(at - 1) == ' '; particles++) {
            int stop = word(scan, at);
            if (!PARTICLES.contains(scan.text().substring(Math.min(at, scan.length()), Math.min(stop, scan.length())))) {
                break;
            }
            at = stop + 1;
        }
        if (at > end + 1) {
            int more = scan.capitalised(at, 2);
            return more > at ? more : end;
        }
        return end;
    }

    /** Whether the words from here on are followed by a mail address in angle brackets. */
    private static boolean isBeforeMail(Scan scan, int from) {
        int at = name(scan, from, 4);
        at += scan.at(at) == ' ' ? 1 : 0;
        if (scan.at(at) != '<') {
            return false;
        }
        int close = scan.text().indexOf('>', at);
        int mail = scan.text().indexOf('@', at);
        return mail > at && close > mail && close - at < 120;
    }
}
