package dev.tabitat.e2e.support;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * A Chromium with a profile directory that outlives it, so that a browser can be closed, killed and opened again.
 *
 * <p>
 * Collects what must never happen: violations of the content security policy and uncaught errors.
 */
public final class Lab implements AutoCloseable {

    /** How this browser differs from the usual one. */
    public enum Trait {
        /** Without the switch that gives headless Chromium its software adapter. */
        NO_WEBGPU,
        /** A profile in which sites may store nothing: IndexedDB and service workers are refused. */
        STORAGE_REFUSED,
        DARK,
        REDUCED_MOTION
    }

    /** The port is for {@link TargetStates}; Playwright itself speaks over a pipe. */
    private static final List<String> FLAGS = List.of("--disable-quic", "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--remote-debugging-port=0");

    private static final Set<Lab> OPEN = ConcurrentHashMap.newKeySet();

    private final Playwright playwright = Playwright.create();
    private final Path profile;
    private final List<Trait> traits;
    private final Queue<String> offences = new ConcurrentLinkedQueue<>();
    private BrowserContext context;

    public Lab(Trait... traits) {
        this.traits = List.of(traits);
        try {
            profile = Files.createTempDirectory("tabitat-e2e");
            if (this.traits.contains(Trait.STORAGE_REFUSED)) {
                Files.createDirectories(profile.resolve("Default"));
                Files.writeString(
                        profile.resolve("Default/Preferences"),
                        "{\"profile\":{\"default_content_setting_values\":{\"cookies\":2}}}");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open();
        OPEN.add(this);
    }

    /** What every page and worker of every open browser is doing; see {@link TargetStates}. */
    static String states() {
        StringBuilder states = new StringBuilder();
        OPEN.forEach(
                lab -> states.append(lab.profile.getFileName()).append(":\n").append(TargetStates.of(lab.profile)));
        return states.toString();
    }

    /** Opens the browser on its profile. */
    public void open() {
        List<String> flags = new ArrayList<>(FLAGS);
        if (!traits.contains(Trait.NO_WEBGPU)) {
            flags.add("--enable-unsafe-webgpu");
        }
        context = playwright.chromium().launchPersistentContext(profile,
                new BrowserType.LaunchPersistentContextOptions()
                        .setExecutablePath(ChromiumFinder.find())
                        .setHeadless(true)
                        .setChromiumSandbox(false)
                        .setAcceptDownloads(true)
                        .setViewportSize(1280, 900)
                        .setColorScheme(traits.contains(Trait.DARK)
                                ? com.microsoft.playwright.options.ColorScheme.DARK
                                : com.microsoft.playwright.options.ColorScheme.LIGHT)
                        .setArgs(flags));
        context.setDefaultTimeout(30_000);
        context.addInitScript(Scripts.WATCH);
        context.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().contains("Content-Security-Policy")) {
                offences.add(message.text());
            }
        });
        context.onWebError(error -> offences.add("uncaught: " + error.error()));
    }

    public BrowserContext context() {
        return context;
    }

    public Page newPage() {
        return context.newPage();
    }

    /** Violations of the security policy and uncaught errors, as they were reported. */
    public List<String> offences() {
        return List.copyOf(offences);
    }

    /** Every process that this browser started: those that pages run in, and others. */
    public List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(profile.toString()))
                .flatMap(ProcessHandle::descendants)
                .distinct()
                .toList();
    }

    /** Ends every process that pages and their workers run in, as a crash would; the browser lives on. */
    public void crashPages() {
        for (ProcessHandle process : processes()) {
            // Chromium's children write their command line anew, which ProcessHandle then does not understand.
            Path commandLine = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
            try {
                if (Files.readString(commandLine).contains("--type=renderer")) {
                    process.destroyForcibly();
                }
            } catch (IOException gone) {
                // It has ended by itself.
            }
        }
    }

    /** Closes the browser as a person would. */
    public void shut() {
        context.close();
    }

    /** Ends every process of this browser at once, as a power cut would. */
    public void kill() {
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(profile.toString()))
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .forEach(ProcessHandle::destroyForcibly);
        try {
            context.close();
        } catch (com.microsoft.playwright.PlaywrightException gone) {
            offences.removeIf(text -> text.contains("crash"));
        }
    }

    @Override
    public void close() {
        OPEN.remove(this);
        try {
            // Without this Playwright's driver waits half a minute for the browser to leave.
            context.close();
        } catch (com.microsoft.playwright.PlaywrightException alreadyGone) {
            // It was shut or killed by the test.
        }
        playwright.close();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("The profile was left at " + profile + ": " + e.getMessage());
        }
    }
}
