package dev.tabitat.core.licences;

import static dev.tabitat.core.licences.Obligation.ATTRIBUTION;
import static dev.tabitat.core.licences.Obligation.LICENCE_TEXT;
import static dev.tabitat.core.licences.Obligation.NETWORK_SOURCE;
import static dev.tabitat.core.licences.Obligation.NON_COMMERCIAL;
import static dev.tabitat.core.licences.Obligation.NO_DERIVATIVES;
import static dev.tabitat.core.licences.Obligation.SHARE_ALIKE;
import static dev.tabitat.core.licences.Obligation.SOURCE;
import static dev.tabitat.core.licences.Obligation.STATE_CHANGES;
import static dev.tabitat.core.licences.Obligation.USE_RESTRICTIONS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One licence of the table: what it asks, and for one that is share-alike, which others may be taken up into a work
 * under it.
 *
 * <p>
 * The table holds the licences that models are published under. What may go under a GNU licence follows the Free
 * Software Foundation's list ("Various Licenses and Comments about Them"); what may go under CC BY-SA 4.0 follows
 * Creative Commons. Weights are one piece: merging them is changing them, so licences that are share-alike by file
 * (MPL) or by library (LGPL) are taken as share-alike for the whole.
 *
 * @param id on SPDX's list, or a {@code LicenseRef-} of ours; versions that may be later ones are listed as the
 * versions that exist
 * @param takesUp ids, besides its own, that a work under this licence may be made from; empty for one that is not
 * share-alike
 */
public record Licence(String id, List<Obligation> obligations, List<String> takesUp) {

    private static final List<String> FREE = List.of("MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC",
            "Zlib", "CC0-1.0",
            "Unlicense", "CC-BY-4.0", "PDDL-1.0");

    private static final Map<String, Licence> TABLE = table();

    public Licence {
        obligations = List.copyOf(obligations);
        takesUp = List.copyOf(takesUp);
    }

    /** The licence of this id, without a WITH and not "or later". */
    public static Optional<Licence> find(String id) {
        return Optional.ofNullable(TABLE.get(id));
    }

    public boolean asks(Obligation obligation) {
        return obligations.contains(obligation);
    }

    private static List<String> free(String... more) {
        List<String> all = new ArrayList<>(FREE);
        all.addAll(List.of(more));
        return all;
    }

    private static Map<String, Licence> table() {
        Map<String, Licence> all = new LinkedHashMap<>();
        for (String id : List.of("CC0-1.0", "0BSD", "MIT-0", "Unlicense", "PDDL-1.0")) {
            add(all, id, List.of(), List.of());
        }
        for (String id : List.of("MIT", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "ISC", "Zlib")) {
            add(all, id, List.of(ATTRIBUTION, LICENCE_TEXT), List.of());
        }
        add(all, "Apache-2.0", List.of(ATTRIBUTION, LICENCE_TEXT, STATE_CHANGES), List.of());
        for (String id : List.of("CC-BY-3.0", "CC-BY-4.0", "CDLA-Permissive-2.0")) {
            add(all, id, List.of(ATTRIBUTION, STATE_CHANGES), List.of());
        }
        add(all, "CC-BY-SA-3.0", List.of(ATTRIBUTION, LICENCE_TEXT, STATE_CHANGES, SHARE_ALIKE), free("CC-BY-3.0"));
        add(all, "CC-BY-SA-4.0", List.of(ATTRIBUTION, STATE_CHANGES, SHARE_ALIKE), free("CC-BY-3.0", "CC-BY-SA-3.0"));
        add(all, "CC-BY-NC-4.0", List.of(ATTRIBUTION, STATE_CHANGES, NON_COMMERCIAL), List.of());
        add(all, "CC-BY-NC-SA-4.0", List.of(ATTRIBUTION, STATE_CHANGES, NON_COMMERCIAL, SHARE_ALIKE),
                free("CC-BY-3.0", "CC-BY-NC-4.0"));
        add(all, "CC-BY-ND-4.0", List.of(ATTRIBUTION, NO_DERIVATIVES), List.of());
        add(all, "CC-BY-NC-ND-4.0", List.of(ATTRIBUTION, NON_COMMERCIAL, NO_DERIVATIVES), List.of());
        List<Obligation> copyleft = List.of(ATTRIBUTION, LICENCE_TEXT, STATE_CHANGES, SOURCE, SHARE_ALIKE);
        List<Obligation> network = List.of(ATTRIBUTION, LICENCE_TEXT, STATE_CHANGES, SOURCE, NETWORK_SOURCE,
                SHARE_ALIKE);
        add(all, "MPL-2.0", copyleft, free("Apache-2.0"));
        add(all, "LGPL-2.1-only", copyleft, free("MPL-2.0"));
        add(all, "LGPL-3.0-only", copyleft, free("Apache-2.0", "MPL-2.0"));
        add(all, "GPL-2.0-only", copyleft, free("MPL-2.0", "LGPL-2.1-only"));
        add(all, "GPL-3.0-only", copyleft,
                free("Apache-2.0", "MPL-2.0", "LGPL-2.1-only", "LGPL-3.0-only", "CC-BY-SA-4.0", "AGPL-3.0-only"));
        add(all, "AGPL-3.0-only", network, free("Apache-2.0", "MPL-2.0", "LGPL-3.0-only", "GPL-3.0-only"));
        List<Obligation> responsible = List.of(ATTRIBUTION, LICENCE_TEXT, STATE_CHANGES, USE_RESTRICTIONS);
        for (String id : List.of("LicenseRef-OpenRAIL-M", "LicenseRef-BigScience-OpenRAIL-M",
                "LicenseRef-CreativeML-OpenRAIL-M",
                "LicenseRef-Llama-Community", "LicenseRef-Gemma-Terms")) {
            add(all, id, responsible, List.of());
        }
        return all;
    }

    private static void add(Map<String, Licence> all, String id, List<Obligation> obligations, List<String> takesUp) {
        all.put(id, new Licence(id, obligations, takesUp));
    }

    /**
     * The versions that a licence of an expression stands for: itself, or every one that exists from its own on when it
     * says "or later" ({@code -or-later} or {@code +}). Old ids of the GNU licences ({@code GPL-2.0}) mean that version
     * only.
     */
    static List<String> versions(String id) {
        boolean later = id.endsWith("-or-later") || id.endsWith("+");
        String base = id.endsWith("+") ? id.substring(0, id.length() - 1)
                : id.endsWith("-or-later") ? id.substring(0, id.length() - "-or-later".length())
                        : id.endsWith("-only") ? id.substring(0, id.length() - "-only".length()) : id;
        String only = base + "-only";
        if (!TABLE.containsKey(only)) {
            return List.of(later && TABLE.containsKey(base) ? base : id);
        }
        if (!later) {
            return List.of(only);
        }
        return switch (base) {
            case "GPL-2.0" -> List.of(only, "GPL-3.0-only");
            case "LGPL-2.1" -> List.of(only, "LGPL-3.0-only");
            default -> List.of(only);
        };
    }
}
