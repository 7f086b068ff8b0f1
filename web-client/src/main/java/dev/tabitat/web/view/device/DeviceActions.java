package dev.tabitat.web.view.device;

/** What a person can do on the device screen; none waits. */
interface DeviceActions {

    /** Reads and verifies every stored byte; changes none. */
    void check();

    /** Does the same, and fetches again what is damaged. */
    void repair();

    /** Asks the browser to keep the storage. */
    void persist();

    /** Saves the device's profile as a file. */
    void exportDevice();

    /** Something was typed in a field about keys. */
    void typed(String field, String text);

    /** Makes a key for the name that is typed. */
    void makeKey();

    /** Saves a key of one's own as a file, under the passphrase that is typed. */
    void exportKey(String id);

    /** Takes the exported key that is pasted, with its passphrase. */
    void importKey();

    /** Trusts the pasted key of another person. */
    void trust();

    void untrust(String id);
}
