package dev.tabitat.core.generation;

import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.core.model.decoder.Rotary;
import java.util.Arrays;
import java.util.List;

/**
 * A decoder whose most probable token at each position is a script's character, with the next letter of the alphabet
 * close behind; it counts the tokens that it evaluates. Its vocabulary is larger than the tokenizer's.
 */
final class ScriptedDecoder implements DecoderSession {

    static final int VOCABULARY = 300;

    private final String script;
    int evaluated;
    int open;

    ScriptedDecoder(String script) {
        this.script = script;
    }

    @Override
    public String backend() {
        return "scripted";
    }

    @Override
    public DecoderSpec spec() {
        return new DecoderSpec("llama", VOCABULARY, 2, 1, 1, 2, 2, 4096, 0, DecoderSpec.Activation.SILU,
                DecoderSpec.RotaryPairs.HALVES, false, false, false, DecoderSpec.Multipliers.attentionOnly(2),
                List.of(new DecoderSpec.Layer(0, Rotary.of(10, 1))));
    }

    @Override
    public DecoderSequence open(int capacity) {
        open++;
        return new Sequence(capacity, 0);
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public void close() {}

    private final class Sequence implements DecoderSequence {

        private final int capacity;
        private int position;

        Sequence(int capacity, int position) {
            this.capacity = capacity;
            this.position = position;
        }

        @Override
        public int position() {
            return position;
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public void prefill(int[] tokens, int from, int to) {
            if (position + to - from > capacity) {
                throw new AssertionError("over the capacity");
            }
            position += to - from;
            evaluated += to - from;
        }

        @Override
        public void step(int token) {
            prefill(new int[]{token}, 0, 1);
        }

        @Override
        public void logits(float[] into) {
            Arrays.fill(into, -8);
            int next = position < script.length() ? script.charAt(position) : 1;
            into[next] = 2;
            into[next + 1] = 1.5f;
            // Padding behind the tokenizer's tokens is the most probable of all.
            into[VOCABULARY - 1] = 9;
        }

        @Override
        public int truncate(int length) {
            position = length;
            return length;
        }

        @Override
        public DecoderSequence fork() {
            open++;
            return new Sequence(capacity, position);
        }

        @Override
        public long memoryBytes() {
            return 0;
        }

        @Override
        public void close() {
            open--;
        }
    }
}
