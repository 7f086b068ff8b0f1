package dev.tabitat.host;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The running server. */
public final class Host implements AutoCloseable {

    private final Javalin javalin;
    private final String address;

    private Host(Javalin javalin, String address) {
        this.javalin = javalin;
        this.address = address;
    }

    /** Serves a site and packages. @throws BindException saying what to do, when the port is taken */
    static Host start(HostOptions options, Path site, Path packages) throws IOException {
        requireFree(options);
        SiteFiles files = new SiteFiles(FileTree.of(site));
        Optional<SiteFiles> extra = options.extra().isPresent()
                ? Optional.of(new SiteFiles(FileTree.of(options.extra().get())))
                : Optional.empty();
        OciRegistry registry = new OciRegistry(FileTree.of(packages));
        SecurityHeaders headers = new SecurityHeaders(options.isolation());
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.routes.before(context -> {
                headers.apply(context);
                answer(context, files, extra, registry);
                context.skipRemainingHandlers();
            });
        });
        javalin.start(options.address(), options.port());
        return new Host(javalin, options.address());
    }

    public URI url() {
        String name = address.equals("127.0.0.1") || address.equals("0.0.0.0") ? "localhost" : address;
        return URI.create("http://" + name + ":" + javalin.port() + "/");
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void answer(Context context, SiteFiles files, Optional<SiteFiles> extra, OciRegistry registry) throws IOException {
        String path = context.req().getRequestURI();
        if (path.equals("/v2") || path.startsWith("/v2/")) {
            registry.answer(context, path);
        } else if (extra.isPresent() && path.startsWith("/extra/")) {
            extra.get().answer(context, path.substring("/extra".length()));
        } else {
            files.answer(context, path);
        }
    }

    /** Javalin's own message for a taken port is long; ours says what to do. */
    private static void requireFree(HostOptions options) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(options.address()), options.port()));
        } catch (BindException e) {
            throw new BindException("Port " + options.port() + " is taken. Choose another one with --port N (0 takes any free one;"
                    + " with Maven: -Dport=N).");
        }
    }
}
