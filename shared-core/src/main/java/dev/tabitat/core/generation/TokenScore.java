package dev.tabitat.core.generation;

import dev.tabitat.core.math.DeterministicMath;
import java.util.ArrayList;
import java.util.List;

/**
 * A token and the natural logarithm of its probability by the model, before penalties, temperature and grammar.
 *
 * @param logprob at most 0
 */
public record TokenScore(int id, double logprob) {

    /** The longest list of most probable tokens. */
    public static final int MAX_TOP = 96;

    /**
     * A token that was chosen, beside the most probable ones.
     *
     * @param top in falling order, of equal ones the lower id first
     */
    public record Choice(TokenScore chosen, List<TokenScore> top) {

        public Choice {
            top = List.copyOf(top);
        }
    }

    /** The scores of a choice. @param top how many of the most probable tokens, 0 to {@link #MAX_TOP} */
    static Choice choice(float[] logits, int chosen, int top) {
        double most = logits[Sampler.best(logits)];
        double sum = 0;
        for (float logit : logits) {
            sum += DeterministicMath.exp(logit - most);
        }
        double norm = most + DeterministicMath.log(sum);
        int[] ids = new int[Math.min(top, logits.length)];
        int count = 0;
        for (int i = 0; i < logits.length; i++) {
            if (count == ids.length && (count == 0 || logits[i] <= logits[ids[count - 1]])) {
                continue;
            }
            int at = count < ids.length ? count++ : count - 1;
            while (at > 0 && logits[i] > logits[ids[at - 1]]) {
                ids[at] = ids[at - 1];
                at--;
            }
            ids[at] = i;
        }
        List<TokenScore> scores = new ArrayList<>();
        for (int id : ids) {
            scores.add(new TokenScore(id, Math.min(0, logits[id] - norm)));
        }
        return new Choice(new TokenScore(chosen, Math.min(0, logits[chosen] - norm)), scores);
    }
}
