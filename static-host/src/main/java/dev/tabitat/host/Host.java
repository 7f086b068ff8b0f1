package dev.tabitat.host;

import dev.tabitat.core.json.CanonicalJson;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/** The running server. */
public final class Host implements AutoCloseable {

    /**
     * Where pages learn which origins belong to which registry; the security policy lists them, but not what each is
     * for.
     */
    private static final String HOSTING = "/hosting.json";

    private final Javalin javalin;
    private final String address;

    private Host(Javalin javalin, String address) {
        this.javalin = javalin;
        this.address = address;
    }

    /**
     * Serves a site and packages.
     *
     * @throws BindException saying what to do, when the port is taken or cannot be had
     * @throws IOException naming the directory that is missing
     */
    static Host start(HostOptions options, Path site, Path packages) throws IOException {
        requireFree(options);
        SiteFiles files = new SiteFiles(FileTree.of(site));
        Optional<SiteFiles> extra = options.extra().isPresent()
                ? Optional.of(new SiteFiles(FileTree.of(options.extra().get())))
                : Optional.empty();
        OciRegistry registry = new OciRegistry(FileTree.of(packages));
        byte[] hosting = CanonicalJson.bytes(options.hosting());
        SecurityHeaders headers = new SecurityHeaders(options.isolation(), options.connect());
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.jetty.modifyHttpConfiguration(http -> {
                http.setSendServerVersion(false);
                http.addCustomizer((request, answer) -> {
                    headers.apply(answer);
                    return request;
                });
            });
            config.jetty.modifyServer(server -> server.setErrorHandler(new RefusedRequests(headers)));
            config.routes.before(context -> {
                answer(context, files, extra, registry, hosting);
                context.skipRemainingHandlers();
            });
        });
        try {
            javalin.start(options.address(), options.port());
        } catch (JavalinBindException e) {
            throw taken(options.port());
        }
        return new Host(javalin, options.address());
    }

    /** Where a browser finds the app. */
    public URI url() {
        String name = switch (address) {
            case "127.0.0.1", "0.0.0.0", "::" -> "localhost";
            default -> address.indexOf(':') < 0 ? address : "[" + address + "]";
        };
        return URI.create("http://" + name + ":" + javalin.port() + "/");
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void answer(Context context, SiteFiles files, Optional<SiteFiles> extra, OciRegistry registry,
            byte[] hosting)
            throws IOException {
        String path = context.req().getRequestURI();
        if (path.equals("/v2") || path.startsWith("/v2/")) {
            registry.answer(context, path);
        } else if (path.equals(HOSTING)) {
            context.header("Cache-Control", "no-cache");
            context.contentType("application/json").result(hosting);
        } else if (extra.isPresent() && path.startsWith("/extra/")) {
            extra.get().answer(context, path.substring("/extra".length()));
        } else {
            files.answer(context, path);
        }
    }

    /** Tells a taken port from an address or a port that cannot be had, which the server's own failure does not. */
    private static void requireFree(HostOptions options) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(options.address()), options.port()));
        } catch (UnknownHostException e) {
            throw new BindException(
                    "No address is known for " + options.address() + ". Choose another one with --host ADDRESS.");
        } catch (BindException e) {
            if (!isOurs(options.address())) {
                throw new BindException("This machine has no address " + options.address()
                        + ". Choose another one with --host ADDRESS.");
            }
            if (String.valueOf(e.getMessage()).contains("denied")) {
                throw new BindException(
                        "Port " + options.port() + " is not allowed here. Choose one above 1023 with --port N.");
            }
            throw taken(options.port());
        }
    }

    private static boolean isOurs(String address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    private static BindException taken(int port) {
        return new BindException(
                "Port " + port
                        + " is taken. Choose another one with --port N (0 takes any free one; with Maven: -Dport=N).");
    }
}
