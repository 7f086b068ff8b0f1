package dev.tabitat.web.fetch;

import dev.tabitat.core.packages.RegistryOrigins;
import java.util.Optional;

/** Reads files whose length is not known beforehand, whole and within a limit. */
public final class SmallFile {

    private final FileSource source;
    private final Traffic traffic;
    private final DownloadClock pace;

    public SmallFile(FileSource source, Traffic traffic, DownloadClock pace) {
        this.source = source;
        this.traffic = traffic;
        this.pace = pace;
    }

    /**
     * @param limit the most bytes
     * @throws dev.tabitat.core.error.TabitatException that the source has for an answer which is none
     */
    public byte[] read(String path, int limit, CancellationToken stop) {
        ByteSource.Answer answer = new RetryAfterSource(source, pace, traffic, (reason, millis) -> {}).get(path,
                Optional.empty(), stop);
        long received = 0;
        try {
            if (answer.status() != 200) {
                throw source.failure(answer, path);
            }
            byte[] bytes = SmallBody.read(answer, source.address(path), limit, pace, stop);
            received = bytes.length;
            return bytes;
        } finally {
            answer.close();
            traffic.request(answer.url().isEmpty() ? source.origin() : RegistryOrigins.ofUrl(answer.url()),
                    FileStream.PURPOSE, 0, received);
        }
    }
}
