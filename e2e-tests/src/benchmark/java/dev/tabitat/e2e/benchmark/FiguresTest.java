package dev.tabitat.e2e.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The arithmetic behind the report, on numbers small enough to check by hand. */
final class FiguresTest {

    @Test
    void quantilesLieBetweenNeighboursInProportion() {
        assertEquals(new Spread(4, 1, 1.75, 2.5, 3.25, 4), Spread.of(4, 1, 3, 2));
        assertEquals(new Spread(1, 7, 7, 7, 7, 7), Spread.of(7));
    }

    @Test
    void numbersShowThreeDigitsThatCount() {
        assertEquals(List.of("1234", "123", "12.3", "1.23", "0.0123", "0"),
                List.of(Spread.number(1234), Spread.number(123.4), Spread.number(12.34), Spread.number(1.234),
                        Spread.number(0.01234), Spread.number(0)));
    }

    @Test
    void aRatioIsThatOfTheMediansOfAllPasses() {
        Ratio ratio = Ratio.of(List.of(new double[]{6, 60}, new double[]{6, 6}),
                List.of(new double[]{2, 2}, new double[]{2, 20}));
        assertEquals(3, ratio.value());
    }

    @Test
    void theIntervalOfARatioWidensWithTheRounds() {
        Ratio steady = Ratio.of(List.of(new double[]{4}, new double[]{4}, new double[]{4}),
                List.of(new double[]{2}, new double[]{2}, new double[]{2}));
        Ratio unsteady = Ratio.of(List.of(new double[]{2}, new double[]{4}, new double[]{8}),
                List.of(new double[]{2}, new double[]{2}, new double[]{2}));
        assertEquals(new Ratio(2, 2, 2), steady);
        assertTrue(unsteady.low() < 1.5 && unsteady.high() > 3.5, unsteady.toString());
    }

    @Test
    void aPassOfOneTokenMultipliesEveryWeightOnce() {
        assertEquals(2 * (4 * 4 + 2 * 2 * 8 + 2 * 2), new ModelShape(1, 2, 8).operations(new Size(1, 1, 1)));
        assertEquals(2.87e9, ModelShape.MINILM_L6.operations(new Size(1, 128, 1)), 0.005e9);
    }

    @Test
    void recallIsTheShareOfTheRightRowsInAnyOrder() {
        SearchFigures figures = new SearchFigures(100);
        figures.recall("one", List.of(new double[]{1, 2}, new double[]{3, 4}),
                List.of(new double[]{2, 1}, new double[]{4, 9}));
        assertEquals(0.75, figures.recall("one").orElseThrow());
        assertTrue(figures.recall("another").isEmpty());
    }

    @Test
    void aTotalIsBuildingAndAThousandQueriesAtTheirMean() {
        SearchFigures figures = new SearchFigures(100);
        figures.index(new SearchFigures.Index("one", new SearchPage.Built(500, 100), 100, Optional.empty()));
        figures.turn("one", new double[]{1, 2});
        figures.turn("one", new double[]{3, 6});
        assertEquals(0.5 + 3, figures.totalSeconds("one", "one"), 1e-9);
        assertEquals("2.50 (1.50–4.50)", figures.quantileText("one", 0.5));
        assertTrue(figures.index("one").isWhole());
        assertEquals(5000, figures.index("one").built().perThousand());
    }
}
