package dev.tabitat.web.view.screen;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A page in memory whose time passes only when it is told to. */
public final class FakePage implements PageServices {

    public final List<String> focused = new ArrayList<>();
    public final List<String> revealed = new ArrayList<>();
    public final List<String> announced = new ArrayList<>();
    public final List<String> opened = new ArrayList<>();
    public final List<ApiError> failures = new ArrayList<>();
    public final Map<String, String> texts = new LinkedHashMap<>();
    public final Map<String, Slices> files = new LinkedHashMap<>();
    public String clipboard = "";
    public String copyProblem = "";
    public int changes;
    public boolean isHidden;
    private final TreeMap<Double, List<Integer>> due = new TreeMap<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private double now;

    /** Lets time pass, and runs the timers that are due. */
    public void pass(double millis) {
        double end = now + millis;
        while (!due.isEmpty() && due.firstKey() <= end) {
            now = due.firstKey();
            due.pollFirstEntry().getValue().forEach(timer -> tasks.get(timer).run());
        }
        now = end;
    }

    @Override
    public double millis() {
        return now;
    }

    @Override
    public double chance() {
        return 0.5;
    }

    @Override
    public boolean isHidden() {
        return isHidden;
    }

    @Override
    public int later(Runnable task, int millis) {
        tasks.add(task);
        due.computeIfAbsent(now + millis, time -> new ArrayList<>()).add(tasks.size() - 1);
        return tasks.size() - 1;
    }

    @Override
    public void forget(int timer) {
        due.values().forEach(timers -> timers.remove((Integer) timer));
    }

    @Override
    public void changed() {
        changes++;
    }

    @Override
    public void focus(String id) {
        focused.add(id);
    }

    @Override
    public void reveal(String id, String otherwise) {
        revealed.add(id);
    }

    @Override
    public void announce(String text) {
        announced.add(text);
    }

    @Override
    public void hush() {}

    @Override
    public String copy(String text) {
        clipboard = text;
        return copyProblem;
    }

    @Override
    public void download(String name, String type, String text) {
        texts.put(name, text);
    }

    @Override
    public void save(String name, Slices file) {
        files.put(name, file);
    }

    @Override
    public void open(String fragment) {
        opened.add(fragment);
    }

    @Override
    public String address() {
        return "https://example.org/";
    }

    @Override
    public String dayStart(String day) {
        return day + "T00:00:00Z";
    }

    @Override
    public String language(String code) {
        return "<" + code + ">";
    }

    /** @param event the files, a list of {@link PickedFile} */
    @Override
    public void picked(Object event, Consumer<List<PickedFile>> task) {
        List<PickedFile> chosen = new ArrayList<>();
        for (Object one : (List<?>) event) {
            chosen.add((PickedFile) one);
        }
        task.accept(chosen);
    }

    @Override
    public PickedFile joined(List<PickedFile> files) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (PickedFile one : files) {
            all.writeBytes(one.content().orElseThrow().read(0, (int) one.bytes()));
        }
        return new PickedFile("", "", "", Optional.of(Slices.of(all.toByteArray())));
    }

    @Override
    public void failed(ApiError error) {
        failures.add(error);
    }
}
