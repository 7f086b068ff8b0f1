package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.ServerOutput;
import dev.tabitat.e2e.support.Tab;
import java.io.File;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app behind an nginx as people set one up: below a path, with a password before the whole origin. */
final class NginxIT {

    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr notice;
            events { }
            http {
              access_log off;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              server {
                listen 127.0.0.1:%d;
                auth_basic "apps";
                auth_basic_user_file users;
                %s
              }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void belowAPathAndBehindAPasswordTheAppStartsAndIsKept() throws Exception {
        Optional<Path> nginx = find();
        assumeTrue(nginx.isPresent(), "nginx is not on the PATH");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Files.writeString(folder.resolve("users"), "anna:{PLAIN}sesame\n");
            Files.writeString(folder.resolve("nginx.conf"), CONFIGURATION.formatted(port, location(host)));
            Process server = new ProcessBuilder(nginx.get().toString(), "-p", folder.toString(), "-c",
                    folder.resolve("nginx.conf").toString(), "-e", "stderr")
                    .redirectErrorStream(true).start();
            try {
                // It says so once its port is open.
                ServerOutput.awaitLine(server, "event method");
                Tab tab = Tab.open(lab, URI.create("http://anna:sesame@127.0.0.1:" + port + "/tools/tabitat/")).ready();
                assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
                tab.call("install", "fasttext-lid-176:pq");
                PlaywrightAssertions.assertThat(tab.page().locator("#offline")).containsText("Offline-ready");
                lab.context().setOffline(true);
                Tab offline = Tab.open(lab, URI.create("http://127.0.0.1:" + port + "/tools/tabitat/")).ready();
                assertEquals("spa", offline.label("fasttext-lid-176:pq", Samples.BY_LANGUAGE.get("spa")));
            } finally {
                server.destroy();
                server.waitFor();
            }
        }
    }

    /** The given case's line of a configuration, with this host in it. */
    private static String location(HostProcess host) {
        String given = GivenCases.one("hosting-answers", "nginx: ").input().substring("nginx: ".length());
        assertEquals("location /tools/tabitat/ { proxy_pass http://host/; }", given);
        return given.replace("http://host/", host.url().toString());
    }

    private static Optional<Path> find() {
        Stream<String> folders = Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                Stream.of("/usr/sbin"));
        return folders.map(one -> Path.of(one, "nginx")).filter(Files::isExecutable).findFirst();
    }
}
