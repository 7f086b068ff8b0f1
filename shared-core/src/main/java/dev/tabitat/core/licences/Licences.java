package dev.tabitat.core.licences;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers what licences ask, and whether they can hold for one work. A help to see trouble early; not legal advice. */
public final class Licences {

    /** Ways through alternatives that are tried before giving up. */
    private static final int MAX_ALTERNATIVES = 4096;

    private Licences() {}

    /** What one expression asks, by its first alternative that is known; empty when none of them is wholly known. */
    public static Optional<List<Obligation>> obligations(LicenceExpression expression) {
        for (List<String> alternative : expression.alternatives()) {
            if (unknown(alternative).isEmpty()) {
                return Optional.of(union(alternative));
            }
        }
        return Optional.empty();
    }

    /**
     * The licence of a work that is made from works under these: merged models, an adapter with its base, a descendant
     * of one. Where an expression leaves a choice, a choice is looked for that works; one that is known goes before one
     * that is not.
     *
     * @param parents at least one
     * @throws InvalidInput when there are none, or more than 4,096 ways to choose
     */
    public static LicenceCombination combine(List<LicenceExpression> parents) {
        if (parents.isEmpty()) {
            throw new InvalidInput("There is nothing to combine.",
                    Finding.at("licences").expected("at least one").found("none"));
        }
        List<List<String>> ways = ways(parents);
        Optional<LicenceCombination> unknown = Optional.empty();
        Optional<LicenceCombination> refused = Optional.empty();
        for (List<String> way : ways) {
            LicenceCombination result = combine(way, parents);
            if (result instanceof LicenceCombination.Combined) {
                return result;
            }
            if (result instanceof LicenceCombination.Unknown) {
                unknown = unknown.or(() -> Optional.of(result));
            } else {
                refused = refused.or(() -> Optional.of(result));
            }
        }
        return unknown.orElseGet(refused::get);
    }

    /**
     * The same, for those who go on only when it is allowed. @throws Refused naming both sides and the reason; unknown
     * licences pass
     */
    public static void require(List<LicenceExpression> parents, String where) {
        if (combine(parents) instanceof LicenceCombination.Refused no) {
            throw new Refused("These licences do not allow it.",
                    Finding.at(where).expected("licences that can hold together")
                            .found(no.left().equals(no.right()) ? no.left() : no.left() + " and " + no.right())
                            .remedy(no.reason() + " Choose others, or ask an author for another licence."));
        }
    }

    private static List<List<String>> ways(List<LicenceExpression> parents) {
        List<List<String>> ways = List.of(List.of());
        for (LicenceExpression parent : parents) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> way : ways) {
                for (List<String> alternative : parent.alternatives()) {
                    List<String> joined = new ArrayList<>(way);
                    alternative.stream().filter(licence -> !joined.contains(licence)).forEach(joined::add);
                    longer.add(joined);
                }
            }
            if (longer.size() > MAX_ALTERNATIVES) {
                throw new InvalidInput("These licences leave too many choices.",
                        Finding.at("licences").expected("at most " + MAX_ALTERNATIVES + " ways to choose").found("more")
                                .remedy("Choose one licence of each expression first."));
            }
            ways = longer;
        }
        return ways;
    }

    private static LicenceCombination combine(List<String> way, List<LicenceExpression> parents) {
        for (int i = 0; i < way.size(); i++) {
            for (int j = i; j < way.size(); j++) {
                Optional<String> conflict = conflict(way.get(i), way.get(j));
                if (conflict.isPresent()) {
                    return new LicenceCombination.Refused(way.get(i), way.get(j), conflict.get());
                }
            }
        }
        List<String> unknown = unknown(way);
        if (!unknown.isEmpty()) {
            return new LicenceCombination.Unknown(all(parents), unknown);
        }
        return new LicenceCombination.Combined(LicenceExpression.parse(String.join(" AND ", way)), union(way));
    }

    private static LicenceExpression all(List<LicenceExpression> parents) {
        List<String> texts = new ArrayList<>();
        for (LicenceExpression parent : parents) {
            String text = parent.alternatives().size() > 1 ? "(" + parent.text() + ")" : parent.text();
            if (!texts.contains(text)) {
                texts.add(text);
            }
        }
        return LicenceExpression.parse(String.join(" AND ", texts));
    }

    /** A licence without its exception: what an exception allows is not counted on. */
    private static String bare(String licence) {
        int with = licence.indexOf(" WITH ");
        return with < 0 ? licence : licence.substring(0, with);
    }

    private static List<Licence> known(String licence) {
        List<Licence> found = new ArrayList<>();
        for (String version : Licence.versions(bare(licence))) {
            Licence.find(version).ifPresent(found::add);
        }
        return found;
    }

    private static List<String> unknown(List<String> way) {
        List<String> unknown = new ArrayList<>();
        for (String licence : way) {
            if (known(licence).isEmpty()) {
                unknown.add(licence);
            }
        }
        return unknown;
    }

    private static List<Obligation> union(List<String> way) {
        List<Obligation> all = new ArrayList<>();
        for (Obligation obligation : Obligation.values()) {
            for (String licence : way) {
                if (!all.contains(obligation) && known(licence).get(0).asks(obligation)) {
                    all.add(obligation);
                }
            }
        }
        return all;
    }

    /** Why two licences cannot hold for one work; empty when they can, or when one is not known. */
    private static Optional<String> conflict(String left, String right) {
        Optional<String> reason = Optional.empty();
        for (Licence a : known(left)) {
            for (Licence b : known(right)) {
                Optional<String> found = conflict(a, b);
                if (found.isEmpty()) {
                    return found;
                }
                reason = reason.or(() -> found);
            }
        }
        return reason;
    }

    private static Optional<String> conflict(Licence a, Licence b) {
        for (Licence one : List.of(a, b)) {
            if (one.asks(Obligation.NO_DERIVATIVES)) {
                return Optional.of(one.id() + " does not allow anything made from it to be passed on.");
            }
        }
        if (a.id().equals(b.id())) {
            return Optional.empty();
        }
        boolean fits = a.asks(Obligation.SHARE_ALIKE) ? a.takesUp().contains(b.id()) || b.takesUp().contains(a.id())
                : !b.asks(Obligation.SHARE_ALIKE) || b.takesUp().contains(a.id());
        if (fits) {
            return Optional.empty();
        }
        boolean bothShare = a.asks(Obligation.SHARE_ALIKE) && b.asks(Obligation.SHARE_ALIKE);
        Licence strict = bothShare && a.asks(Obligation.NON_COMMERCIAL) || !a.asks(Obligation.SHARE_ALIKE) ? b : a;
        Licence other = strict == a ? b : a;
        return Optional.of(why(strict, other));
    }

    private static String why(Licence strict, Licence other) {
        String wants = strict.id() + " requires works made from it to be under the same terms, ";
        if (other.asks(Obligation.USE_RESTRICTIONS)) {
            return wants + "and " + other.id() + " adds forbidden uses.";
        }
        if (other.asks(Obligation.NON_COMMERCIAL) && !strict.asks(Obligation.NON_COMMERCIAL)) {
            return wants + "which allow commercial use; " + other.id() + " does not.";
        }
        if (other.asks(Obligation.SHARE_ALIKE)) {
            return wants + "and so does " + other.id() + ".";
        }
        return wants + "and " + other.id() + " has conditions that these terms do not have.";
    }
}
