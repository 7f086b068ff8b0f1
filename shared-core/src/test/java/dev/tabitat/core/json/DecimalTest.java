package dev.tabitat.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decimal conversion against the JVM's own exact arithmetic. */
final class DecimalTest {

    private final Random random = Seed.random("DecimalTest");

    @Test
    void everyDoubleReadsBackFromItsText() {
        for (int i = 0; i < 50_000; i++) {
            double value = anyDouble();
            String text = Decimal.format(value);
            assertEquals(value, Decimal.parse(text), text);
            assertEquals(value, Double.parseDouble(text), text);
        }
    }

    @Test
    void noShorterTextReadsBackAndNoneOfThatLengthIsNearer() {
        for (int i = 0; i < 5_000; i++) {
            double value = Math.abs(anyDouble());
            BigDecimal found = new BigDecimal(Decimal.format(value)).stripTrailingZeros();
            BigDecimal exact = new BigDecimal(value);
            if (found.precision() > 1) {
                int digits = found.precision() - 1;
                for (var mode : java.util.List.of(java.math.RoundingMode.FLOOR, java.math.RoundingMode.CEILING)) {
                    BigDecimal shorter = exact.round(new java.math.MathContext(digits, mode));
                    assertTrue(shorter.doubleValue() != value, found + " could be " + shorter);
                }
            }
            for (BigDecimal neighbour : java.util.List.of(found.add(found.ulp()), found.subtract(found.ulp()))) {
                boolean nearer = neighbour.subtract(exact).abs().compareTo(found.subtract(exact).abs()) < 0;
                assertTrue(!nearer || neighbour.doubleValue() != value, neighbour + " is nearer than " + found);
            }
        }
    }

    @Test
    void anyTextIsRoundedToNearest() {
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "").append(1 + random.nextInt(9));
            for (int digits = random.nextInt(40); digits > 0; digits--) {
                text.append(random.nextInt(10));
            }
            text.append('.').append(random.nextInt(1_000_000)).append('e').append(random.nextInt(700) - 350);
            assertEquals(Double.parseDouble(text.toString()), Decimal.parse(text.toString()), text.toString());
        }
    }

    @Test
    void tiesAndVeryLongTextsAreExact() {
        for (int i = 0; i < 2_000; i++) {
            double low = Math.abs(anyDouble());
            double high = Math.nextUp(low);
            if (Double.isInfinite(high)) {
                continue;
            }
            BigDecimal middle = new BigDecimal(low).add(new BigDecimal(high)).divide(BigDecimal.valueOf(2));
            for (String text : java.util.List.of(middle.toString(), middle.unscaledValue() + "E" + -middle.scale(),
                    middle.toPlainString())) {
                assertEquals(Double.parseDouble(text), Decimal.parse(text.replace('E', 'e')), text);
            }
        }
    }

    private double anyDouble() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextGaussian();
            case 1 -> random.nextInt() / 1000.0;
            case 2 -> Math.scalb(1.0, random.nextInt(2046) - 1022);
            default -> {
                double value = Double.longBitsToDouble(random.nextLong());
                yield Double.isNaN(value) || Double.isInfinite(value) ? 0.1 : value;
            }
        };
    }
}
