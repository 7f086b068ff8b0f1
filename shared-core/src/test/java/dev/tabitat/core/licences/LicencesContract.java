package dev.tabitat.core.licences;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import java.util.ArrayList;
import java.util.List;

/** Expressions are read with their precedence, and licences combine only where their terms let them. */
public final class LicencesContract {

    private LicencesContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("licences: alternatives follow the precedence of the operators",
                        LicencesContract::alternatives),
                Contract.of("licences: those that fit combine, with what all of them ask", LicencesContract::combined),
                Contract.of("licences: those that do not are refused, both named", LicencesContract::refused),
                Contract.of("licences: unknown ones are said to be unknown", LicencesContract::unknown));
    }

    private static void alternatives(Check check) {
        check.equal("or", List.of(List.of("MIT"), List.of("ISC", "0BSD")),
                LicenceExpression.parse("MIT OR ISC AND 0BSD").alternatives());
        check.equal("brackets", List.of(List.of("MIT", "0BSD"), List.of("ISC", "0BSD")),
                LicenceExpression.parse("(MIT OR ISC) AND 0BSD").alternatives());
        check.equal("with", List.of(List.of("GPL-2.0+ WITH Classpath-exception-2.0")),
                LicenceExpression.parse("GPL-2.0+ WITH Classpath-exception-2.0").alternatives());
        check.equal("ref", List.of(List.of("DocumentRef-a:LicenseRef-b")),
                LicenceExpression.parse("DocumentRef-a:LicenseRef-b").alternatives());
        for (String wrong : List.of("+", "a+b", "a:b", "MIT+ +", "MIT WITH", "MIT WITH a+", "mit or", "(MIT OR)", ")(",
                "MIT OR OR ISC")) {
            check.fails(wrong, DamagedData.class, () -> LicenceExpression.parse(wrong));
        }
        String many = "(MIT OR ISC) AND (Zlib OR 0BSD) AND (A OR B) AND (C OR D) AND (E OR F) AND (G OR H) AND (I OR J)";
        check.fails("too many", DamagedData.class, () -> LicenceExpression.parse(many));
    }

    private static LicenceCombination combine(String... texts) {
        List<LicenceExpression> all = new ArrayList<>();
        for (String text : texts) {
            all.add(LicenceExpression.parse(text));
        }
        return Licences.combine(all);
    }

    private static void combined(Check check) {
        String[][] fits = {
                {"MIT", "Apache-2.0", "MIT AND Apache-2.0"}, {"MIT", "MIT", "MIT"},
                {"GPL-2.0-only", "MIT", "GPL-2.0-only AND MIT"},
                {"GPL-2.0-or-later", "Apache-2.0", "GPL-2.0-or-later AND Apache-2.0"},
                {"GPL-2.0-only OR Apache-2.0", "Apache-2.0", "Apache-2.0"},
                {"GPL-3.0-only", "GPL-2.0+", "GPL-3.0-only AND GPL-2.0+"},
                {"CC-BY-SA-4.0", "CC-BY-4.0", "CC-BY-SA-4.0 AND CC-BY-4.0"},
                {"CC-BY-SA-4.0", "GPL-3.0-only", "CC-BY-SA-4.0 AND GPL-3.0-only"},
                {"CC-BY-NC-4.0", "Apache-2.0", "CC-BY-NC-4.0 AND Apache-2.0"},
                {"GPL-3.0-only", "AGPL-3.0-or-later", "GPL-3.0-only AND AGPL-3.0-or-later"},
                {"LicenseRef-Gemma-Terms", "MIT", "LicenseRef-Gemma-Terms AND MIT"},
                {"MPL-2.0", "GPL-2.0-only", "MPL-2.0 AND GPL-2.0-only"},
                {"CC-BY-ND-4.0 OR MIT", "ISC", "MIT AND ISC"}, {"LicenseRef-x OR MIT", "ISC", "MIT AND ISC"}};
        for (String[] fit : fits) {
            LicenceCombination found = combine(fit[0], fit[1]);
            check.isTrue(fit[0] + " with " + fit[1] + ": " + found, found instanceof LicenceCombination.Combined);
            check.equal(fit[0] + " with " + fit[1], fit[2], ((LicenceCombination.Combined) found).expression().text());
            check.isTrue("the other way round", combine(fit[1], fit[0]) instanceof LicenceCombination.Combined);
        }
        LicenceCombination both = combine("CC-BY-NC-4.0", "LicenseRef-OpenRAIL-M");
        check.equal("obligations",
                List.of(Obligation.ATTRIBUTION, Obligation.LICENCE_TEXT, Obligation.STATE_CHANGES,
                        Obligation.NON_COMMERCIAL,
                        Obligation.USE_RESTRICTIONS),
                ((LicenceCombination.Combined) both).obligations());
        check.equal("free", List.of(), ((LicenceCombination.Combined) combine("CC0-1.0")).obligations());
    }

    private static void refused(Check check) {
        String[][] clashes = {
                {"GPL-2.0-only", "Apache-2.0", "conditions"}, {"GPL-2.0-only", "GPL-3.0-only", "so does"},
                {"CC-BY-SA-4.0", "CC-BY-NC-4.0", "commercial"}, {"CC-BY-SA-4.0", "CC-BY-NC-SA-4.0", "commercial"},
                {"GPL-3.0-only", "CC-BY-NC-4.0", "commercial"},
                {"GPL-3.0-or-later", "LicenseRef-Llama-Community", "forbidden uses"},
                {"CC-BY-NC-SA-4.0", "LicenseRef-OpenRAIL-M", "forbidden uses"},
                {"CC-BY-ND-4.0", "MIT", "does not allow anything"},
                {"GPL-3.0-only", "BSD-4-Clause", "conditions"}, {"AGPL-3.0-only", "GPL-2.0-only", "so does"},
                {"GPL-2.0-only WITH Classpath-exception-2.0", "Apache-2.0", "conditions"}};
        for (String[] clash : clashes) {
            for (int turn = 0; turn < 2; turn++) {
                LicenceCombination found = combine(clash[turn], clash[1 - turn]);
                check.isTrue(clash[0] + " with " + clash[1] + ": " + found,
                        found instanceof LicenceCombination.Refused);
                LicenceCombination.Refused no = (LicenceCombination.Refused) found;
                check.isTrue("why: " + no.reason(), no.reason().contains(clash[2]));
            }
        }
        check.isTrue("alone", combine("CC-BY-NC-ND-4.0") instanceof LicenceCombination.Refused);
        Refused thrown = check.fails("require", Refused.class, () -> Licences.require(
                List.of(LicenceExpression.parse("GPL-2.0-only"), LicenceExpression.parse("Apache-2.0")), "a merge"));
        check.equal("both sides", "GPL-2.0-only and Apache-2.0", thrown.finding().found());
        check.equal("where", "a merge", thrown.finding().where());
        check.fails("nothing", InvalidInput.class, () -> Licences.combine(List.of()));
    }

    private static void unknown(Check check) {
        LicenceCombination found = combine("LicenseRef-ours", "MIT OR NOASSERTION");
        check.isTrue("unknown", found instanceof LicenceCombination.Unknown);
        check.equal("which", List.of("LicenseRef-ours"), ((LicenceCombination.Unknown) found).unknown());
        check.equal("whole", "LicenseRef-ours AND (MIT OR NOASSERTION)",
                ((LicenceCombination.Unknown) found).expression().text());
        check.isTrue("refused all the same",
                combine("LicenseRef-ours", "CC-BY-ND-4.0") instanceof LicenceCombination.Refused);
        check.isTrue("not required to be known",
                Licences.obligations(LicenceExpression.parse("NOASSERTION")).isEmpty());
        check.equal("known alternative", List.of(Obligation.ATTRIBUTION, Obligation.LICENCE_TEXT),
                Licences.obligations(LicenceExpression.parse("LicenseRef-x OR MIT")).get());
    }
}
