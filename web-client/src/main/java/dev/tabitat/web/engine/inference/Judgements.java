package dev.tabitat.web.engine.inference;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.runtime.Classification;
import dev.tabitat.core.runtime.LabelScore;
import dev.tabitat.core.text.LanguageObstacle;
import dev.tabitat.core.text.LanguageScripts;
import dev.tabitat.core.text.Script;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.text.WrittenText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says whether an answer counts and why: by what the text is, by the model's calibration, and by the policy. */
public final class Judgements {

    /** The task whose labels are languages. */
    static final String LANGUAGE = "language-identification";
    /** The code of ISO 639 for a language that is not determined. */
    static final String UNDETERMINED = "und";

    private static final int MAX_KNOWN = 16;

    private final Map<Digest, LanguageScripts> scripts = new LinkedHashMap<>();

    /** What the text itself is, where its language is asked for: it cannot be told of numbers. */
    public static Optional<LanguageObstacle> obstacle(String task, String text) {
        return task.equals(LANGUAGE) ? LanguageObstacle.of(WrittenText.of(text)) : Optional.empty();
    }

    /**
     * The same for a model.
     *
     * @param all the model's answer with every label
     */
    public Optional<LanguageObstacle> obstacle(String task, String text, Digest model, Classification all,
            Optional<AnswerThreshold> threshold) {
        if (!task.equals(LANGUAGE)) {
            return Optional.empty();
        }
        LanguageScripts known = scripts.get(model);
        if (known == null) {
            known = LanguageScripts.of(all.scores().stream().map(LabelScore::label).toList());
            if (scripts.size() == MAX_KNOWN) {
                scripts.remove(scripts.keySet().iterator().next());
            }
            scripts.put(model, known);
        }
        return LanguageObstacle.of(WrittenText.of(text), known, threshold.map(AnswerThreshold::leastBytes).orElse(0));
    }

    /** How sure an answer is, by the map of its threshold where it has one; 0 to 1. */
    public static double confidence(Classification all, Optional<AnswerThreshold> threshold) {
        double[] p = new double[all.scores().size()];
        for (int i = 0; i < p.length; i++) {
            p[i] = all.scores().get(i).score();
        }
        return Math.min(1, threshold.isPresent() ? threshold.get().map().confidence(p) : p[0]);
    }

    /** What stands in the way, as a judgement: {@code {verdict, words, found, script?}}. */
    static JsonObject hindered(LanguageObstacle obstacle, String text) {
        JsonObject json = JsonObject.of("verdict", obstacle.name().toLowerCase(java.util.Locale.ROOT), "words",
                obstacle.sentence(), "found", obstacle.title());
        Script script = WrittenText.of(text).script();
        return obstacle != LanguageObstacle.UNKNOWN_SCRIPT || script == Script.OTHER ? json
                : json.with("script", script.title()).with("words",
                        "The text is written in " + script.title() + ", and none of the model's languages is.");
    }

    /** {@code {verdict, words, confidence?, threshold?, least_bytes?}}: whether an answer counts and why. */
    public JsonObject judge(String name, Digest model, String task, String text, Classification all,
            RouterPolicy policy) {
        Optional<AnswerThreshold> threshold = policy.threshold(model, task);
        Optional<LanguageObstacle> obstacle = obstacle(task, text, model, all, threshold);
        if (obstacle.isPresent()) {
            return hindered(obstacle.get(), text);
        }
        double confidence = confidence(all, threshold);
        int bytes = Utf8.encodedLength(Utf8.replaceUnpairedSurrogates(text));
        if (threshold.isEmpty() || threshold.get().threshold().isEmpty()) {
            boolean isTaken = policy.uncalibrated() == RouterPolicy.Uncalibrated.ANSWER;
            String words = threshold.isEmpty()
                    ? name + " has not been calibrated for this task: how often it is right is not known."
                    : name + " was calibrated on too few examples to promise anything.";
            return JsonObject.of("verdict", isTaken ? "accepted" : "no_threshold", "words",
                    isTaken ? words + " The policy takes its answers as they are." : words, "confidence", confidence);
        }
        AnswerThreshold known = threshold.get();
        String counts = figure(known.threshold().getAsDouble());
        AnswerThreshold.Verdict verdict = known.judge(confidence, bytes);
        String words = switch (verdict) {
            case ACCEPTED -> name + " is sure to " + figure(confidence) + "; its answers count from " + counts + " on.";
            case BELOW_THRESHOLD ->
                name + " is sure to " + figure(confidence) + " only; its answers count from " + counts + " on.";
            case TOO_SHORT -> "The text is too short: it has " + bytes + (bytes == 1 ? " byte, " : " bytes, ") + name
                    + " was calibrated on texts from " + known.leastBytes() + " bytes on.";
            case NO_THRESHOLD -> name + " has no threshold.";
        };
        return JsonObject.of("verdict", verdict.name().toLowerCase(java.util.Locale.ROOT), "words", words, "confidence",
                confidence, "threshold", known.threshold().getAsDouble(),
                "least_bytes", known.leastBytes());
    }

    /** A list in place of an answer that no model can give. */
    static List<LabelScore> undetermined() {
        return List.of(new LabelScore(UNDETERMINED, 1));
    }

    private static String figure(double share) {
        // A figure of 100.0 % would promise what nothing can.
        long tenths = Math.min(999, Math.round(share * 1000));
        return tenths / 10 + "." + tenths % 10 + " %";
    }
}
