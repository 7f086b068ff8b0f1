package dev.tabitat.host;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.generation.GenerationListener;
import dev.tabitat.core.generation.ReferenceDecoder;
import dev.tabitat.core.generation.Transcript;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.tokenizer.gguf.GgufTokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the transcript of a generation again with the reference and compares. A transcript of the reference comes out
 * identical to the byte; one of the kernels, which round activations to eight bits, may differ where two tokens are
 * almost equally probable.
 */
final class TranscriptCommand {

    static final String NAME = "transcript";
    static final String MODEL = "--model";

    private static final int PART = 1 << 20;

    private TranscriptCommand() {}

    /**
     * @param model the GGUF file whose digest the transcript names
     * @return 0 when the run came out identical, 1 when it did not, 2 when a file cannot be used
     */
    static int run(Path file, Path model, PrintStream out, PrintStream err) throws IOException {
        try (FileChannel channel = FileChannel.open(model)) {
            Transcript transcript = Transcript.read(Files.readAllBytes(file));
            Slices slices = new FileSlices(channel, channel.size());
            Digest found = digest(slices);
            if (!found.equals(transcript.model())) {
                err.println("This is not the model of the transcript.");
                err.println("  expected: " + transcript.model());
                err.println("  found: " + found);
                return 2;
            }
            Gguf header = Gguf.read(slices);
            Decoder decoder = Decoder.readGguf(List.of(header), List.of(slices));
            Transcript.Comparison comparison;
            try (ReferenceDecoder reference = new ReferenceDecoder(decoder)) {
                comparison = transcript.replay(reference, GgufTokenizer.read(header), List.of(),
                        GenerationListener.NONE);
            }
            if (comparison.isIdentical()) {
                out.println("identical  " + transcript.tokens().length + " tokens, made by the backend "
                        + transcript.backend() + ", made again by the reference");
                return 0;
            }
            out.println("DIFFERENT  " + comparison.firstDifference());
            if (!transcript.backend().equals("reference")) {
                out.println("The backend " + transcript.backend() + " rounds activations to eight bits, the reference"
                        + " does not: they may choose otherwise where two tokens are almost equally probable.");
            }
            return 1;
        } catch (TabitatException e) {
            return ReplayCommand.refused(e, err);
        }
    }

    private static Digest digest(Slices file) {
        Sha256 sha = new Sha256();
        for (long at = 0; at < file.length(); at += PART) {
            sha.update(file.read(at, (int) Math.min(PART, file.length() - at)));
        }
        return sha.digest();
    }
}
