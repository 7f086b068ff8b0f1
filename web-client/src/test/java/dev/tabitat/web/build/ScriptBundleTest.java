package dev.tabitat.web.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptBundleTest {

    private static final FunctionTable.Entry LOG = new FunctionTable.Entry(List.of("text"), "console.log(text);");
    private static final FunctionTable.Entry NOW = new FunctionTable.Entry(List.of(), "return performance.now();");

    @Test
    void everyBodyStandsInTheTableUnderItsParametersAndText() {
        String script = new ScriptBundle("", List.of(NOW, LOG), "// stand-in\n", "// runtime").with("start();\n");
        assertTrue(
                script.contains(
                        "\"text|console.log(text);\": function(wrapCallFromJavaToJs,text){console.log(text);\n}"),
                script);
        assertTrue(
                script.contains(
                        "\"|return performance.now();\": function(wrapCallFromJavaToJs){return performance.now();\n}"),
                script);
        assertTrue(script.endsWith("{\nstart();\n}\n"), script);
    }

    /**
     * TeaVM starts every thread by setTimeout, which hidden tabs hold back; the bodies that Java hands over keep the
     * real one.
     */
    @Test
    void theRuntimeAloneStartsItsThreadsWithoutTimers() {
        String script = new ScriptBundle("", List.of(new FunctionTable.Entry(List.of("f"), "setTimeout(f, 9);")),
                "// stand-in\n", "RUNTIME").with("");
        int runtime = script.indexOf(
                "(function(Function, setTimeout, clearTimeout, fetch, WebAssembly) {\nRUNTIME\n})(strictFunction, runtimeTasks.start, runtimeTasks.cancel, tabitatFiles.fetchBinary, runtimeWasm);");
        assertTrue(runtime > script.indexOf("{setTimeout(f, 9);"), script);
    }

    @Test
    void theOrderOfTheFunctionsDoesNotChangeTheScript() {
        assertEquals(new ScriptBundle("", List.of(NOW, LOG, NOW), "", "").with(""),
                new ScriptBundle("", List.of(LOG, NOW), "", "").with(""));
    }

    @Test
    void theRuntimeFetchesBinariesAsTheAppsFilesDo() {
        String script = new ScriptBundle("files();\n", List.of(), "", "runtime();").with("");
        assertTrue(script.startsWith("\"use strict\";\nfiles();\n"), script);
        assertTrue(script.contains(
                "(function(Function, setTimeout, clearTimeout, fetch, WebAssembly) {\nruntime();\n})(strictFunction, runtimeTasks.start, runtimeTasks.cancel, tabitatFiles.fetchBinary, runtimeWasm);"),
                script);
    }

    @Test
    void anotherRuntimeIsRefusedWithWhatToDo() {
        String message = assertThrows(IllegalStateException.class,
                () -> ScriptBundle.requireKnownRuntime(new byte[]{1})).getMessage();
        assertTrue(message.contains(ScriptBundle.RUNTIME_SHA256) && message.contains("strict-function.js"), message);
    }

    @Test
    void oddLettersAreEscaped() {
        assertEquals("\"a\\\"\\\\\\n\\u0000\\u2028\\ud800é\"", ScriptBundle.quote("a\"\\\n\0\u2028\ud800é"));
    }
}
