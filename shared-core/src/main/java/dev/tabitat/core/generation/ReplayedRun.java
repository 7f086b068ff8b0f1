package dev.tabitat.core.generation;

import java.util.Optional;

/** Follows the replay of a transcript: a run that was cancelled is cancelled at the same token again. */
final class ReplayedRun implements GenerationListener {

    private final Transcript transcript;
    private final GenerationListener follower;
    private int tokens;

    ReplayedRun(Transcript transcript, GenerationListener follower) {
        this.transcript = transcript;
        this.follower = follower;
    }

    @Override
    public boolean isCancelled() {
        boolean isEnd = transcript.doneReason() == DoneReason.CANCELLED && tokens == transcript.tokens().length;
        return follower.isCancelled() || isEnd;
    }

    @Override
    public int promptPart() {
        return follower.promptPart();
    }

    @Override
    public void onPrompt(int done, int total) {
        follower.onPrompt(done, total);
    }

    @Override
    public void onToken(int token, String text, Optional<TokenScore.Choice> scores) {
        tokens++;
        follower.onToken(token, text, scores);
    }

    @Override
    public void onRest(String text) {
        follower.onRest(text);
    }
}
