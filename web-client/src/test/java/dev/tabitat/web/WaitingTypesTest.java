package dev.tabitat.web;

import dev.tabitat.core.architecture.ClassReferences;
import java.util.TreeMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.view.parts.Parts;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Pure code refers to no type that may wait for the browser: TeaVM compiles whatever may reach a wait as a fiber, which
 * is larger and slower. Checked over the compiled classes. What goes through the class library instead is listed by
 * {@code -Pfibers}.
 */
final class WaitingTypesTest {

    /** Types of this module that wait, or whose methods do. */
    private static final List<String> WAITING = List.of("dev.tabitat.web.jso.Await", "dev.tabitat.web.jso.FairLock",
            "dev.tabitat.web.jso.Attachment",
            "dev.tabitat.web.store.", "dev.tabitat.web.fetch.", "dev.tabitat.web.engine.", "dev.tabitat.web.documents.",
            "dev.tabitat.web.lab.",
            "dev.tabitat.web.worker.", "dev.tabitat.web.gpu.");

    /** Interfaces of the core that something in the tab implements by waiting. */
    private static final List<String> WAITING_IN_CORE = List.of("dev.tabitat.core.format.Slices",
            "dev.tabitat.core.runtime.Session", "dev.tabitat.core.runtime.Backend",
            "dev.tabitat.core.signing.Signer", "dev.tabitat.core.training.ProgressListener",
            "dev.tabitat.core.runtime.EncoderRunner$ProgressListener");

    /** Packages of the core that compute and wait for nothing. */
    private static final List<String> PURE_IN_CORE = List.of("json", "text", "digest", "tensor", "tokenizer", "graph",
            "random", "time", "error", "ledger", "licences", "state",
            "lineage", "decisions", "routing", "sensitivity", "device", "format.markup");

    private static Path classesOf(Class<?> one) throws URISyntaxException {
        return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Map<String, Set<String>> references(Class<?> one) throws Exception {
        Path place = classesOf(one);
        if (Files.isDirectory(place)) {
            return types(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return types(jar.getPath("/"));
        }
    }

    private static Map<String, Set<String>> types(Path classes) {
        Map<String, Set<String>> types = new TreeMap<>();
        ClassReferences.in(classes).forEach((name, references) -> types.put(name, references.types()));
        return types;
    }

    private static boolean isIn(String name, List<String> types) {
        return types.stream().anyMatch(type -> type.endsWith(".") ? name.startsWith(type)
                : name.equals(type) || name.startsWith(type + "$") && !type.contains("$"));
    }

    private static List<String> offences(Map<String, Set<String>> references, List<String> forbidden) {
        List<String> offences = new ArrayList<>();
        references.forEach((name, used) -> used.stream().filter(other -> isIn(other, forbidden))
                .forEach(other -> offences.add(name + " refers to " + other)));
        return offences;
    }

    /**
     * What draws and what decides: every package of the view but the shell and the calls, which hand files and bytes
     * on.
     */
    @Test
    void whatDrawsAndDecidesRefersToNothingThatWaits() throws Exception {
        Map<String, Set<String>> view = references(Parts.class);
        view.keySet().removeIf(name -> !name.startsWith("dev.tabitat.web.view.")
                || name.startsWith("dev.tabitat.web.view.shell.") || name.startsWith("dev.tabitat.web.view.screen."));
        assertTrue(view.size() > 50, view.size() + " classes that draw");
        List<String> forbidden = new ArrayList<>(WAITING);
        forbidden.addAll(WAITING_IN_CORE);
        assertEquals(List.of(), offences(view, forbidden));
        // The tree of the browser starts a thread for each event that a person's action brings.
        view.keySet().removeIf(name -> name.startsWith("dev.tabitat.web.view.dom."));
        assertEquals(List.of(), offences(view, List.of("java.lang.Thread")));
    }

    @Test
    void pureCodeOfTheCoreRefersToNoInterfaceThatWaits() throws Exception {
        Map<String, Set<String>> core = references(Slices.class);
        List<String> pure = PURE_IN_CORE.stream().map(name -> "dev.tabitat.core." + name + ".").toList();
        core.keySet().removeIf(name -> !isIn(name, pure));
        assertTrue(core.size() > 100, core.size() + " pure classes");
        assertEquals(List.of(), offences(core, WAITING_IN_CORE));
    }

    @Test
    void kernelsAndTheCoreKnowNoBrowserAndNoThreads() throws Exception {
        for (Class<?> one : List.of(Slices.class, KernelHost.class)) {
            assertEquals(List.of(), offences(references(one),
                    List.of("dev.tabitat.web.", "org.teavm.", "java.lang.Thread", "java.util.concurrent.")));
        }
    }

    /** A check that finds nothing would pass as well: the reader sees what is there. */
    @Test
    void referencesAreFoundByUseAndInSignatures() throws Exception {
        Map<String, Set<String>> web = references(Await.class);
        assertTrue(web.get("dev.tabitat.web.store.OpfsFiles")
                .containsAll(Set.of("dev.tabitat.web.jso.Await", "dev.tabitat.web.store.LargeFiles$Extent")));
        assertTrue(web.get("dev.tabitat.web.store.LargeFiles").contains("java.util.List"), "only in a signature");
    }
}
