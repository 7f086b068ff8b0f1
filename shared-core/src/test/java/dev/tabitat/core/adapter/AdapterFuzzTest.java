package dev.tabitat.core.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.PackageName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes as an adapter is read, and then fits or does not, or is refused with a finding; nothing else is
 * thrown.
 */
final class AdapterFuzzTest {

    private static final BertConfig CONFIG = BertContract.config(Op.Pooling.MEAN);

    private final Random random = Seed.random("AdapterFuzzTest");

    @Test
    void damagedAdaptersAreReadOrRefused() {
        int refused = 0;
        List<Adapter> all = AdapterSamples.each(CONFIG, 3);
        for (int i = 0; i < 8_000; i++) {
            Adapter adapter = all.get(i % all.size());
            byte[] config = AdapterFiles.config(adapter);
            byte[] weights = AdapterFiles.weights(adapter);
            boolean inConfig = random.nextBoolean();
            byte[] changedConfig = inConfig ? damaged(config, config.length) : config;
            byte[] changedWeights = inConfig ? weights : damaged(weights, random.nextBoolean() ? 2000 : weights.length);
            try {
                Adapter read = AdapterFiles.read(changedConfig, changedWeights);
                AdaptedModel.of(BertContract.encoder(CONFIG, BertContract.tensors(3)).graph(), Modules.of(CONFIG),
                        AdapterStack.of(new AdapterStack.Entry("x", Digest.of(weights), read, 1)));
            } catch (TabitatException e) {
                refused++;
                assertFalse(e.getMessage().isBlank());
                assertFalse(e.finding().equals(dev.tabitat.core.error.Finding.NONE), e.getMessage());
            }
        }
        assertTrue(refused > 2_000 && refused < 8_000, "refused " + refused);
    }

    @Test
    void damagedManifestsAreReadOrRefused() {
        Manifest base = AdapterPackageContract.base("q8", Digest.of(new byte[1]), Digest.of(new byte[2]));
        byte[] sound = AdapterPackage.of(new AdapterPackage.Facts(new PackageName("a", "1"), "A", "B", "MIT", ""),
                AdapterSamples.lora(CONFIG, 4, 1), base, base.bytes(),
                Modules.of(CONFIG), Map.of()).manifest().bytes();
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            try {
                Compatibility.check(Manifest.read(damaged(sound, sound.length)), base, base.digest());
            } catch (TabitatException e) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused " + refused);
    }

    /** Where a pattern is accepted, it means what it means elsewhere. */
    @Test
    void patternsAgreeWithTheJvm() {
        int matched = 0;
        for (int i = 0; i < 30_000; i++) {
            String text = pattern(3);
            Pattern expected = Pattern.compile(text);
            ModulePattern found = ModulePattern.of(text, "here");
            for (int n = 0; n < 6; n++) {
                String name = name();
                boolean matches = expected.matcher(name).matches();
                assertEquals(matches, found.matches(name), text + " on " + name);
                assertEquals(Pattern.compile("(.*\\.)?(" + text + ")").matcher(name).matches(),
                        ModulePattern.suffix(text, "here").matches(name), text + " ends " + name);
                matched += matches ? 1 : 0;
            }
        }
        assertTrue(matched > 1_000 && matched < 179_000,
                "of 180000 names " + matched + " match; both outcomes must occur");
    }

    /**
     * Accepted exactly when it is in the documented grammar and the JVM reads it too; then it matches what the JVM's
     * matches.
     */
    @Test
    void aTextIsAPatternWhenItIsInTheGrammar() {
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append("ab.\\d()[]^$*+?|{}-1é:".charAt(random.nextInt(21)));
            }
            String name = name();
            Optional<Pattern> expected = isInGrammar(text.toString()) ? compiled(text.toString()) : Optional.empty();
            Optional<ModulePattern> found = Optional.empty();
            try {
                found = Optional.of(ModulePattern.of(text.toString(), "here"));
            } catch (TabitatException e) {
                assertTrue(e.finding().where().startsWith("here"));
            }
            assertEquals(expected.isPresent(), found.isPresent(), "accepted: " + text);
            if (found.isPresent()) {
                accepted++;
                assertEquals(expected.get().matcher(name).matches(), found.get().matches(name), text + " on " + name);
            }
        }
        assertTrue(accepted > 10_000 && accepted < 90_000, "accepted " + accepted);
    }

    private static Optional<Pattern> compiled(String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * The grammar of {@link ModulePattern} as a few replacements: escapes become one character, classes another, and
     * what is left must not have any construct that the grammar leaves out. Balanced parentheses and ascending ranges
     * are left to the JVM.
     */
    private static boolean isInGrammar(String text) {
        String escaped = text.replaceAll("\\\\(d|w|[^0-9A-Za-z\u0080-\uffff])", "\u0001");
        String plain = escaped
                .replaceAll("\\[\\^?+([^\\[\\]\\\\\u0001]-[^\\[\\]\\\\\u0001]|[^\\[\\]\\\\](?!-[^\\]]))++\\]", "c");
        return !Pattern.compile("[\\[\\]{}\\\\]|[*+?][*+?]|\\(\\?(?!:)").matcher(plain).find();
    }

    private String pattern(int depth) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(4); n >= 0; n--) {
            String atom = switch (random.nextInt(depth == 0 ? 6 : 8)) {
                case 0 -> "a";
                case 1 -> "b";
                case 2 -> ".";
                case 3 -> "\\.";
                case 4 -> "[a-c1]";
                case 5 -> "\\d";
                case 6 -> "(" + pattern(depth - 1) + ")";
                default -> "(?:" + pattern(depth - 1) + "|" + pattern(depth - 1) + ")";
            };
            text.append(atom);
            if (random.nextInt(3) == 0) {
                text.append("*+?".charAt(random.nextInt(3)));
            }
        }
        return text.toString();
    }

    private String name() {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(9); n > 0; n--) {
            text.append("aabc1.".charAt(random.nextInt(6)));
        }
        return text.toString();
    }

    private byte[] damaged(byte[] sound, int within) {
        byte[] bytes = random.nextInt(8) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
        for (int hits = random.nextInt(3); hits >= 0 && bytes.length > 0; hits--) {
            int at = random.nextInt(Math.min(within, bytes.length));
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256)
                    : (byte) "0123456789{}[]\",:-e ".charAt(random.nextInt(20));
        }
        return bytes;
    }
}
