package dev.tabitat.web.engine.generation;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.generation.DoneReason;
import dev.tabitat.core.generation.GenerationListener;
import dev.tabitat.core.generation.GenerationResult;
import dev.tabitat.core.generation.TokenScore;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Follows a run: reports it, lets waiting messages in between two tokens, ends it when it is cancelled or its model is
 * removed, and notes when its prompt was evaluated. Parts of a prompt are as long as some {@link #PART_MILLIS}
 * milliseconds allow, so that a cancellation takes effect soon.
 */
final class FollowedRun implements GenerationListener {

    private static final double BREATH_MILLIS = 15;
    private static final double PART_MILLIS = 40;
    private static final int FIRST_PART = 8;
    private static final int MAX_PART = 128;

    private final LoadedGenerator generator;
    private final EngineEnvironment environment;
    private final TokenReports reports;
    private final CancellationToken stop;
    private final long most;
    private final StringBuilder text = new StringBuilder();
    private final List<TokenScore.Choice> scores = new ArrayList<>();
    private int[] tokens = new int[64];
    private int count;
    private int part = FIRST_PART;
    private double breathed;
    private double partBegan;
    private int partDone = -1;
    private Optional<Long> promptNanos = Optional.empty();

    /** @param most the most tokens of the response */
    FollowedRun(LoadedGenerator generator, EngineEnvironment environment, TokenReports reports, CancellationToken stop,
            long most) {
        this.generator = generator;
        this.environment = environment;
        this.reports = reports;
        this.stop = stop;
        this.most = most;
        breathed = environment.millis();
        partBegan = breathed;
    }

    /** When the prompt was evaluated; empty before. */
    Optional<Long> promptNanos() {
        return promptNanos;
    }

    @Override
    public boolean isCancelled() {
        if (environment.millis() - breathed >= BREATH_MILLIS) {
            environment.yieldToMessages();
            breathed = environment.millis();
        }
        if (generator.isRemoved()) {
            throw new Unavailable("The model was removed while it generated.",
                    Finding.at("model " + generator.stored().name()).expected("an installed model")
                            .found("a removed one")
                            .remedy("Add the model again."));
        }
        partBegan = environment.millis();
        return stop.isRequested();
    }

    @Override
    public int promptPart() {
        return part;
    }

    @Override
    public void onPrompt(int done, int total) {
        double millis = environment.millis() - partBegan;
        boolean isWhole = partDone >= 0 && done - partDone == part;
        if (isWhole && millis > PART_MILLIS) {
            part = Math.max(1, part / 2);
        } else if (millis < PART_MILLIS / 2) {
            part = Math.min(MAX_PART, 2 * part);
        }
        partDone = done;
        reports.phase("prompt", done, total);
        if (done == total) {
            promptNanos = Optional.of(environment.nanos());
            reports.begin();
        }
    }

    @Override
    public void onToken(int token, String part, Optional<TokenScore.Choice> score) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        tokens[count++] = token;
        text.append(part);
        if (score.isPresent()) {
            scores.add(score.get());
        }
        reports.token(token, part, count, most);
    }

    @Override
    public void onRest(String part) {
        text.append(part);
        reports.rest(part);
    }

    /** What there is of a run that was cancelled within a step. */
    GenerationResult partial(int promptTokens) {
        return new GenerationResult(Arrays.copyOf(tokens, count), text.toString(), scores, DoneReason.CANCELLED,
                promptTokens, 0);
    }

    /** Reports what is left. */
    void end() {
        reports.flush(count, most);
    }
}
