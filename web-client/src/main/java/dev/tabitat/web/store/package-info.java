/**
 * The tab's store: verified packages in content-addressed chunks, the lineage, the privacy ledger and settings, over a
 * tiny transactional record store.
 *
 * <p>
 * Tables and what their records mean (version 1; keys are text, values JSON text unless said otherwise): <pre>
 * meta/schema            version of this layout
 * meta/generation        number that every change of packages counts up: whoever planned on an older one plans again
 * meta/packages          { revision, tag }: how often packages and downloads were changed (core.state.Revision)
 * meta/delta/packages/N  { revision, after, to, changes }: what the change to revision N was (core.state.Delta), N in 12 digits; the last 64
 * meta/unlisted/HEX      as in packages: a version that was removed and is deleted when nobody reads it
 * meta/salt              salt of the run commitments, hexadecimal; never exported
 * meta/head              { seq, hash } of the last lineage record
 * settings/NAME          any value
 * chunks/HEX             BYTES of a chunk, under their SHA-256; written only after it was verified
 * extents/HEX           { file, offset, length }: where in a file of the origin private file system a piece of a large blob lies;
 *                        written only after the piece was verified and is in the file
 * downloads/NAME:TAG     { manifest, digest, began_at_utc }: chunks of these blobs are kept for resuming
 * packages/NAME:TAG      { manifest, digest, installed_at_utc }: the commit record, written last
 * lineage/SEQ            a lineage record with its hash, SEQ in 12 digits
 * ledger/total           the privacy ledger
 * catalog/NAME:TAG       { manifest, digest }: what the host last offered, for offline
 * meta/decisions         { index, digest } of the last decision record
 * decisions/INDEX        a record of the decision log, INDEX in 12 digits
 * documents/ID/head      BYTES, see Envelope: what a document is, JSON; written last of its first four records, in one transaction
 * documents/ID/text      BYTES: its text with structure and places (core.documents.DocumentTextCodec)
 * documents/ID/passages  BYTES: where its passages begin and end, JSON
 * documents/ID/words     BYTES: their words (core.retrieval.PassageWords)
 * documents/ID/vectors/ENCODER/FROM  BYTES: little-endian floats of passages from FROM on (8 digits), ENCODER 12 letters of its
 *                        digest, and a full stop and the layout from layout 2 on (VectorSource)
 * documents/ID/gone      BYTES: { deleted_at_utc }, all that is left of a deleted document
 * drafts/ID/head         BYTES: a file that waits to be read, JSON; drafts/ID/piece/N are its bytes
 * settings/documents/protection  how documents are sealed; each write of documents expects it unchanged
 * settings/documents/deleted-while-locked  how many documents were deleted without the passphrase since they were locked
 * </pre> A blob is visible exactly when a package's commit record refers to it. What is referred to is computed from
 * these records, never counted beside them, so that no counter can be wrong after a crash.
 *
 * <p>
 * Depends on {@code core} and {@code web.jso}; only {@code IndexedDbRecords} and {@code BrowserCipher} use the browser.
 */
package dev.tabitat.web.store;
