package dev.tabitat.web.view.shell;

import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Blobs;
import dev.tabitat.web.view.screen.PickedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Files that a person drops on the page or chooses, one or many; folders are walked to their ends. */
final class Files {

    private Files() {}

    @JSFunctor
    private interface Task extends JSObject {
        void run(JSObject found);
    }

    /**
     * Files that are dropped anywhere on the page; the page itself stays.
     *
     * @param task receives the first file, or, where the screen is that of documents or models, all of them and those
     * in folders
     */
    static void onDrop(Consumer<List<PickedFile>> task) {
        listenForDrops(file -> new Thread(() -> task.accept(List.of(picked(file, "")))).start(),
                found -> new Thread(() -> task.accept(list(found))).start());
    }

    /** What was chosen in a file field, which is empty again afterwards. */
    static void chosen(JSObject event, Consumer<List<PickedFile>> task) {
        filesOf(event, found -> new Thread(() -> task.accept(list(found))).start());
    }

    private static List<PickedFile> list(JSObject found) {
        List<PickedFile> files = new ArrayList<>();
        for (int i = 0; i < count(found); i++) {
            String path = path(found, i);
            files.add(isReadable(found, i) ? picked(file(found, i), path)
                    : new PickedFile(path.substring(path.lastIndexOf('/') + 1), "", path, Optional.empty()));
        }
        return files;
    }

    private static PickedFile picked(JSObject file, String path) {
        return new PickedFile(Blobs.name(file), Blobs.type(file), path, Optional.of(Attachment.of(file)));
    }

    @JSBody(params = "found", script = "return found.length;")
    private static native int count(JSObject found);

    @JSBody(params = {"found", "index"}, script = "return found[index].file;")
    private static native JSObject file(JSObject found, int index);

    @JSBody(params = {"found", "index"}, script = "return !!found[index].file;")
    private static native boolean isReadable(JSObject found, int index);

    @JSBody(params = {"found", "index"}, script = "return String(found[index].path || '');")
    private static native String path(JSObject found, int index);

    @JSBody(params = {"event",
            "task"}, script = "var input = event.target; var found = []; var files = input.files || [];"
                    + " for (var i = 0; i < files.length; i++) { found.push({file: files[i], path: files[i].webkitRelativePath}); }"
                    + " input.value = ''; if (found.length) { task(found); }")
    private static native void filesOf(JSObject event, Task task);

    /**
     * Entries have to be taken while the event lasts; a folder lists its content in batches, the last of which is
     * empty.
     */
    @JSBody(params = {"one", "many"}, script = "var timer = 0; var root = document.documentElement;"
            + "addEventListener('dragover', function(e) { e.preventDefault(); root.setAttribute('data-dragging', ''); clearTimeout(timer);"
            + " timer = setTimeout(function() { root.removeAttribute('data-dragging'); }, 200); });"
            + "addEventListener('drop', function(e) { e.preventDefault(); var data = e.dataTransfer; if (!data) { return; }"
            + " if (!document.getElementById('screen-documents') && !document.getElementById('screen-models')) { if (data.files[0]) { one(data.files[0]); } return; }"
            + " var found = []; var entries = []; var items = data.items || [];"
            + " for (var i = 0; i < items.length; i++) { var item = items[i]; if (item.kind !== 'file') { continue; }"
            + "  var entry = item.webkitGetAsEntry ? item.webkitGetAsEntry() : null; var file = entry && entry.isDirectory ? null : item.getAsFile();"
            + "  if (file) { found.push({file: file, path: ''}); } else if (entry) { entries.push(entry); } }"
            + " var walk = function(entry, done) { var path = entry.fullPath.slice(1);"
            + "  var unreadable = function() { found.push({file: null, path: path}); done(); };"
            + "  if (entry.isFile) { entry.file(function(f) { found.push({file: f, path: path}); done(); }, unreadable); return; }"
            + "  var reader = entry.createReader();"
            + "  var more = function() { reader.readEntries(function(batch) { if (!batch.length) { done(); return; }"
            + "   var at = 0; var step = function() { if (at < batch.length) { walk(batch[at++], step); } else { more(); } }; step(); }, unreadable); };"
            + "  more(); };"
            + " var next = 0; var all = function() { if (next < entries.length) { walk(entries[next++], all); } else if (found.length) { many(found); } }; all(); });")
    private static native void listenForDrops(Task one, Task many);
}
