package dev.tabitat.core.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Of a folder, what a person wrote comes in; what lies hidden and what programs wrote beside it stays out. */
final class FolderEntryTest {

    @Test
    void ofADroppedFolderTheNoteAloneIsADocument() {
        assertEquals(FolderEntry.HIDDEN, FolderEntry.of("folder/.git/description.txt"));
        assertEquals(FolderEntry.HIDDEN, FolderEntry.of("folder/.obsidian/cache.md"));
        assertEquals(FolderEntry.DOCUMENT, FolderEntry.of("folder/ok/note.txt"));
        assertEquals(FolderEntry.BY_PRODUCT, FolderEntry.of("folder/~$doc.docx"));
    }

    @Test
    void hiddenAtAnyDepth() {
        for (String path : new String[]{".git/a.txt", "a/b/.svn/c/d.md", "a/.notes.md", "a/.Trash/x.pdf",
                "__MACOSX/a.txt", "x/$RECYCLE.BIN/a.pdf", "x/System Volume Information/t.txt", "nas/@eaDir/p.pdf"}) {
            assertEquals(FolderEntry.HIDDEN, FolderEntry.of(path), path);
        }
    }

    @Test
    void filesOfEditorsAndSystemsByTheirNames() {
        for (String name : new String[]{"~$x.docx", ".~lock.x.odt#", ".~lock.x#", ".DS_Store", "Thumbs.db", "thumbs.DB",
                "desktop.ini", ".#notes.md", "#notes.md#", "notes.md~", ".notes.md.swp", "._offer.pdf",
                "~WRL0003.tmp"}) {
            assertEquals(FolderEntry.BY_PRODUCT, FolderEntry.of(name), name);
            assertEquals(FolderEntry.BY_PRODUCT, FolderEntry.of("a/b/" + name), name);
        }
    }

    @Test
    void documentsWithUnusualNames() {
        for (String path : new String[]{"a/b.md", "x.y/z.txt", "a/../b.txt", "./a.txt", "~notes.md", "a/# Title.md",
                "$5.csv", "a/#.md", "~", "note.lock", "a#b#.md"}) {
            assertEquals(FolderEntry.DOCUMENT, FolderEntry.of(path), path);
        }
    }

    @Test
    void aHiddenFileThatWasGivenByItselfIsMeant() {
        assertEquals(FolderEntry.DOCUMENT, FolderEntry.of(".notes.md"));
    }
}
