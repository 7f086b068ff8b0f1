package dev.tabitat.core.licences;

import java.util.List;

/** Whether works under some licences can become one work, and what that one asks. */
public sealed interface LicenceCombination {

    /**
     * They can.
     *
     * @param expression what the new work is under
     * @param obligations what all licences together ask, each once
     */
    record Combined(LicenceExpression expression, List<Obligation> obligations) implements LicenceCombination {

        public Combined {
            obligations = List.copyOf(obligations);
        }
    }

    /**
     * Unknown: a licence is not in the table, or none is given.
     *
     * @param expression all of them together
     * @param unknown the licences whose terms are not known here
     */
    record Unknown(LicenceExpression expression, List<String> unknown) implements LicenceCombination {

        public Unknown {
            unknown = List.copyOf(unknown);
        }

        /** One sentence for people. */
        public String reason() {
            return "The terms of " + String.join(", ", unknown) + " are not known here: ask the author.";
        }
    }

    /**
     * They cannot.
     *
     * @param left one licence
     * @param right the other; the same when one licence alone forbids works made from it
     * @param reason one sentence
     */
    record Refused(String left, String right, String reason) implements LicenceCombination {}
}
