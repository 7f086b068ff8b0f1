package dev.tabitat.kernels.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The order in which threads take their steps: at each step one of those that can take one. */
public final class Schedule {

    /** Far more than any scenario takes: a run that reaches it does not end. */
    private static final int MAX_STEPS = 200_000;

    private final List<int[]> choices;
    private final Random random;
    private int deviations;
    private int next;
    private int steps;

    private Schedule(List<int[]> choices, int deviations, Random random) {
        this.choices = choices;
        this.deviations = deviations;
        this.random = random;
    }

    /**
     * Runs a scenario under every schedule that deviates from the first one at most so often (Emmi, Qadeer and
     * Rakamaric, Delay-bounded scheduling, 2011): a thread goes on until it waits, then the first that can goes on.
     *
     * @return how many schedules
     */
    public static int all(int deviations, Consumer<Schedule> scenario) {
        List<int[]> choices = new ArrayList<>();
        int schedules = 0;
        while (true) {
            Schedule schedule = new Schedule(choices, deviations, null);
            try {
                scenario.accept(schedule);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Schedule " + schedules + ", " + schedule.describe() + ": " + e.getMessage(),
                        e);
            }
            schedules++;
            while (!choices.isEmpty() && choices.get(choices.size() - 1)[0] + 1 == choices.get(choices.size() - 1)[1]) {
                choices.remove(choices.size() - 1);
            }
            if (choices.isEmpty()) {
                return schedules;
            }
            choices.get(choices.size() - 1)[0]++;
        }
    }

    /** The schedule without a choice: a thread goes on until it waits, then the first that can goes on. */
    public static Schedule first() {
        return new Schedule(new ArrayList<>(), 0, null);
    }

    /** A random schedule. */
    public static Schedule random(Random random) {
        return new Schedule(new ArrayList<>(), Integer.MAX_VALUE, random);
    }

    /** Chooses one of these. @param goesOn whether the first is the thread that ran last */
    public int choose(int options, boolean goesOn) {
        if (++steps > MAX_STEPS) {
            throw new AssertionError("the threads do not come to an end");
        }
        if (random != null) {
            // Mostly goes on, so that threads get apart.
            return goesOn && random.nextInt(4) > 0 ? 0 : random.nextInt(options);
        }
        int allowed = deviations == 0 ? 1 : options;
        if (allowed == 1) {
            return 0;
        }
        if (next == choices.size()) {
            choices.add(new int[]{0, allowed});
        }
        int choice = choices.get(next++)[0];
        deviations -= choice > 0 ? 1 : 0;
        return choice;
    }

    private String describe() {
        StringBuilder text = new StringBuilder("choices");
        choices.forEach(choice -> text.append(' ').append(choice[0]));
        return text.toString();
    }
}
