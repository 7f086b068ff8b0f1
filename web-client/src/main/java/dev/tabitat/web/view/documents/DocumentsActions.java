package dev.tabitat.web.view.documents;

/** What a person can do with the documents that are here; none waits. */
interface DocumentsActions {

    /** Reads another stretch of the document that is open, in UTF-16 offsets. */
    void read(int start, int end);

    /** Takes in the files that were chosen, or those of a folder. @param event of the browser */
    void files(Object event);

    /** Takes the list of files away that were not taken in. */
    void dismissRefusals();

    /** Requires confirmation before a document is deleted. @param id {@link FileList#LOCKED} for all locked ones */
    void askRemove(String id);

    /** Does not delete it after all. */
    void keep(String id);

    void remove(String id);

    /** Deletes all locked documents, which cannot be told apart. */
    void removeLocked();

    void pause();

    /** Goes on reading. */
    void resume();

    /** Reads all passages again with another encoder. */
    void reindex(String encoder);

    /** Installs the encoder that is offered. */
    void installEncoder();

    /** Opens the models screen with the encoder of the hub that is recommended. */
    void lookAtRecommended();

    /** Something was typed in a field about protection and files, or chosen. */
    void field(String name, String text);

    /** Encrypts all documents under the passphrase that is typed, where both fields agree. */
    void protect();

    /** Decrypts all documents with the passphrase that is typed. */
    void unprotect();

    void lock();

    /** Opens the documents with the passphrase that is typed. */
    void unlock();

    /** Saves all documents as one file, under the passphrase that is typed, if one is. */
    void export();

    /** Takes in a file of documents that was saved here or in another browser. @param event of the browser */
    void importFile(Object event);
}
