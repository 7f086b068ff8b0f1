package dev.tabitat.web.fetch;

import dev.tabitat.core.error.TabitatException;

/** A server that gives the files of one model by their paths: a hub's repository, blobs of a registry, an address. */
public interface FileSource extends ByteSource {

    /**
     * What an answer other than 200 and 206 means, for people.
     *
     * @param answer of which only the head was read
     * @param path that was asked for
     */
    TabitatException failure(Answer answer, String path);
}
