package dev.tabitat.web.view.shell;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.parts.Actions;

/** Actions that do nothing: for markup whose actions do not work yet, and as a base for those who offer only some. */
class NoActions implements Actions {

    @Override
    public void typed(String text) {}

    @Override
    public void sample(String name, String text) {}

    @Override
    public void useModel(String name) {}

    @Override
    public void useTask(String task) {}

    @Override
    public void tryModel(String name, String task) {}

    @Override
    public void install(String name) {}

    @Override
    public void installDearly(String name) {}

    @Override
    public void next(String name) {}

    @Override
    public void removePrevious(String name) {}

    @Override
    public void reload() {}

    @Override
    public void renew() {}

    @Override
    public void pause(String name) {}

    @Override
    public void cancel(String name) {}

    @Override
    public void remove(String name) {}

    @Override
    public void update(String name) {}

    @Override
    public void rollback(String name) {}

    @Override
    public void licence(String name) {}

    @Override
    public void exportPackage(String name, String format) {}

    @Override
    public void importPackage(Object browserEvent) {}

    @Override
    public void check(Repair repair) {}

    @Override
    public void persist() {}

    @Override
    public void keys(String method, JsonObject params) {}

    @Override
    public void exportLineage() {}

    @Override
    public void exportDevice() {}

    @Override
    public void importLineage(Object browserEvent) {}

    @Override
    public void changed() {}

    @Override
    public void focus(String id) {}

    @Override
    public String language(String code) {
        return code;
    }

    @Override
    public void copy(JsonObject record) {}

    @Override
    public void copyText(String text) {}

    @Override
    public void saveJson(String name, JsonObject json) {}

    @Override
    public void labText(String text) {}

    @Override
    public void labFile(Object browserEvent) {}

    @Override
    public void labLook() {}

    @Override
    public void labBreed(String parent) {}

    @Override
    public void labTeach(String parent) {}

    @Override
    public void labCall(String method, JsonObject params) {}

    @Override
    public void labStop() {}

    @Override
    public void exportAs(String what, String format, String root) {}

    @Override
    public void replay(String digest) {}

    @Override
    public void routeDecide() {}

    @Override
    public void routeApprove(String plan, String digest, String choice) {}

    @Override
    public void routeStop() {}

    @Override
    public void routePolicy(boolean reset) {}

    @Override
    public void routeCall(String method, JsonObject params) {}

    @Override
    public void documentsFiles(Object browserEvent) {}

    @Override
    public void documentsTyped(String query) {}

    @Override
    public void documentsAsk() {}

    @Override
    public void documentsAround(JsonObject passage) {}

    @Override
    public void documentsCite(JsonObject passage) {}

    @Override
    public void documentsRead(int start, int end) {}

    @Override
    public void documentsImport(Object browserEvent) {}

    @Override
    public void documentsCall(String method, JsonObject params) {}
}
