package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.view.screen.PageServices;
import dev.tabitat.web.view.screen.PickedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.teavm.jso.JSObject;

/** The page in the browser, for the controllers. */
final class BrowserPage implements PageServices {

    private final Frame frame;
    private final StatusController status;

    BrowserPage(Frame frame, StatusController status) {
        this.frame = frame;
        this.status = status;
    }

    @Override
    public void changed() {
        frame.changed();
    }

    @Override
    public void focus(String id) {
        frame.focus(id);
    }

    @Override
    public void reveal(String id, String otherwise) {
        frame.reveal(id, otherwise);
    }

    @Override
    public void announce(String text) {
        Announcer.say(text);
    }

    @Override
    public void hush() {
        Announcer.hush();
    }

    @Override
    public String copy(String text) {
        return Page.copy(text);
    }

    @Override
    public void download(String name, String type, String text) {
        Page.download(name, type, text);
    }

    @Override
    public void save(String name, Slices file) {
        Page.save(name, Attachment.toJs(file));
    }

    @Override
    public void open(String fragment) {
        Page.go(fragment);
    }

    @Override
    public String address() {
        return Page.address();
    }

    @Override
    public String dayStart(String day) {
        return Page.dayStart(day);
    }

    @Override
    public String language(String code) {
        return Page.language(code);
    }

    @Override
    public void picked(Object event, Consumer<List<PickedFile>> task) {
        Files.chosen((JSObject) event, task);
    }

    @Override
    public PickedFile joined(List<PickedFile> files) {
        List<Slices> contents = new ArrayList<>();
        for (PickedFile one : files) {
            contents.add(one.content().orElseThrow());
        }
        return new PickedFile("", "", "", Optional.of(Attachment.joined(contents)));
    }

    @Override
    public void failed(ApiError error) {
        status.failed(error);
    }

    @Override
    public double millis() {
        return Clock.millis();
    }

    @Override
    public double chance() {
        return Page.random();
    }

    @Override
    public boolean isHidden() {
        return Page.hidden();
    }

    @Override
    public int later(Runnable task, int millis) {
        return Page.later(task, millis);
    }

    @Override
    public void forget(int timer) {
        Page.forget(timer);
    }
}
