package dev.tabitat.e2e.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A connection of limited speed before a server: passes bytes on as they are, towards the browser no faster than the
 * line allows, and counts those.
 */
public final class SlowLine implements AutoCloseable {

    private static final int PACKET_BYTES = 1_460;

    private final ServerSocket server;
    private final URI target;
    private final long bytesPerSecond;
    private final AtomicLong received = new AtomicLong();
    private long freeAtNanos = System.nanoTime();

    private SlowLine(ServerSocket server, URI target, long bytesPerSecond) {
        this.server = server;
        this.target = target;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** @param bytesPerSecond of all connections together; 0 for no limit */
    public static SlowLine before(URI target, long bytesPerSecond) {
        try {
            SlowLine line = new SlowLine(new ServerSocket(0, 64, InetAddress.getByName("127.0.0.1")), target,
                    bytesPerSecond);
            start(line::accept);
            return line;
        } catch (IOException e) {
            throw new IllegalStateException("Could not open the line", e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    /** Bytes that went to the browser, headers included. */
    public long received() {
        return received.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket browser = server.accept();
                Socket host = new Socket(target.getHost(), target.getPort());
                start(() -> pass(browser, host, false));
                start(() -> pass(host, browser, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean isLimited) {
        byte[] packet = new byte[PACKET_BYTES];
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int length = in.read(packet); length >= 0; length = in.read(packet)) {
                if (isLimited) {
                    take(length);
                }
                out.write(packet, 0, length);
            }
        } catch (IOException gone) {
            // One side has closed; so does the other.
            return;
        }
    }

    /** Waits until the line has carried so many bytes more. */
    private void take(int bytes) {
        received.addAndGet(bytes);
        if (bytesPerSecond == 0) {
            return;
        }
        long until;
        synchronized (this) {
            freeAtNanos = Math.max(System.nanoTime(), freeAtNanos) + bytes * 1_000_000_000L / bytesPerSecond;
            until = freeAtNanos;
        }
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "slow-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException("Could not close the line", e);
        }
    }
}
