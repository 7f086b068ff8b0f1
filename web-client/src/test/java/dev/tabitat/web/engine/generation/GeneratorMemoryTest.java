package dev.tabitat.web.engine.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.generation.ReferenceDecoder;
import dev.tabitat.core.model.decoder.Decoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class GeneratorMemoryTest {

    private final Decoder decoder = stories();

    private static Decoder stories() {
        try (InputStream file = ReferenceDecoder.class.getResourceAsStream("stories260K-q8_0.gguf")) {
            return Decoder.readGguf(List.of(Slices.of(file.readAllBytes())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private GeneratorMemory with(long available) {
        return new GeneratorMemory(decoder, 0, OptionalLong.of(available));
    }

    @Test
    void theContextIsTheModelsOrWhatFits() {
        assertEquals(512, with(1 << 30).context(0, 5));
        long whole = with(1 << 30).fit(512).totalBytes();
        long half = with(1 << 30).fit(256).totalBytes();
        assertTrue(half < whole, half + " and " + whole);
        assertEquals(256, with((half + whole) / 2).context(0, 5));
        assertEquals(100, with(1 << 30).context(100, 5));
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheArithmetic() {
        long whole = with(1 << 30).fit(512).totalBytes();
        OutOfBudget wanted = assertThrows(OutOfBudget.class, () -> with(whole - 1).context(512, 5));
        assertTrue(wanted.finding().expected().contains("weights ")
                && wanted.finding().expected().endsWith(" = " + whole + " bytes"), wanted.finding().toString());
        assertThrows(OutOfBudget.class, () -> with(1000).context(0, 5));
    }
}
