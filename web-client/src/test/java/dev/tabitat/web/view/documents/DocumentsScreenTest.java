package dev.tabitat.web.view.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.dom.HtmlText;
import dev.tabitat.web.view.parts.Copied;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Drawn;
import dev.tabitat.web.view.parts.Fields;
import dev.tabitat.web.view.parts.Packages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The documents screen says what is here, what answers, and why, in every state. */
final class DocumentsScreenTest {

    private final List<String> calls = new ArrayList<>();
    private final DocumentsActions actions = Drawn.asked(DocumentsActions.class, calls);
    private final SearchActions search = Drawn.asked(SearchActions.class, calls);
    private Library library = Library.UNKNOWN;
    private Found found = Found.NOTHING;
    private Opened opened = Opened.NONE;
    private Fields fields = Fields.NONE;
    private String hub = "";
    private Packages packages = Packages.UNKNOWN;

    @Test
    void whereNothingIsHereItTeachesWhatCanBeDroppedAndWhereItStays() {
        library = library.withList(JsonArray.EMPTY);
        for (String kind : List.of("PDF", "Markdown", "Text", "HTML", "CSV", "DOCX", "EPUB", "kept in this browser")) {
            assertTrue(draw().words().contains(kind), draw().words());
        }
    }

    @Test
    void whatIsBeingReadShowsAmountRateAndTimeLeftAndCanPause() {
        library = library.withList(JsonArray.of(entry("a", "reading")));
        library = library.withStatus(status("working").with("waiting", 2).with("now",
                JsonObject.of("done", 61, "total", 98, "unit", "passages", "rate", 14, "eta_s", 3, "phase", "meaning",
                        "name", "handbook.pdf")));
        assertTrue(draw().words().contains("Reading the meaning of handbook.pdf"), draw().words());
        assertTrue(draw().words().contains("61 of 98 passages, 14 a second, 3 s left; 2 documents wait"),
                draw().words());
        draw().click("Pause");
        assertEquals(List.of("pause"), calls);
    }

    @Test
    void whatIsPausedGoesOn() {
        library = library.withList(JsonArray.of(entry("a", "waiting")));
        library = library.withStatus(status("paused").with("waiting", 1));
        draw().click("Continue");
        assertEquals(List.of("resume"), calls);
    }

    @Test
    void aReadyDocumentSaysHowManyPassagesItHasAndWhatAllTake() {
        library = library.withList(JsonArray.of(entry("a", "ready")));
        library = library.withStatus(status("idle"));
        assertTrue(draw().words().contains("131 passages"), draw().words());
        assertTrue(draw().words().contains("1.3 MB kept in this browser"), draw().words());
        assertTrue(draw().words().contains("(200 KB for meaning, 90 KB for words)"), draw().words());
    }

    @Test
    void whatCouldNotBeReadSaysWhyAndWhatToDo() {
        library = library.withList(JsonArray.of(entry("a", "failed").with("error",
                JsonObject.of("code", "unsupported", "message", "The file is encrypted.", "expected", "", "found", "",
                        "where", "", "remedy", "Save it without a password."))));
        assertTrue(draw().words().contains("The file is encrypted. Save it without a password."), draw().words());
        assertTrue(draw().words().contains("not read"), draw().words());
    }

    @Test
    void deletingAsksFirst() {
        library = library.withList(JsonArray.of(entry("a", "ready")));
        draw().click("Delete");
        library = library.withRemoving("a");
        draw().click("Delete for good");
        draw().click("Keep it");
        assertEquals(List.of("askRemove a", "remove a", "keep a"), calls);
    }

    @Test
    void aPassageHasItsPlaceItsRanksInWordsAndMarksAtExactlyTheHighlights() {
        found(passage());
        assertEquals(List.of("sick", "leave"), marks());
        assertTrue(draw().words().contains("page 12"), draw().words());
        assertTrue(
                draw().words()
                        .contains("First by meaning (similarity 0.63), third by words (leave \u00d72, sick \u00d71)."),
                draw().words());
        assertTrue(
                draw().words().contains("1 passage in 21 ms, by meaning and by words, of 214 passages in 3 documents."),
                draw().words());
    }

    @Test
    void highlightsThatOverlapOrLieOutsideNeitherRepeatNorLoseALetter() {
        found(passage().with("highlights",
                JsonArray.of(JsonArray.of(4, 9), JsonArray.of(0, 6), JsonArray.of(-3, -1), JsonArray.of(17, 900))));
        assertEquals(List.of("On sic", "k l", "unts"), marks());
        assertTrue(HtmlText.of(draw().withClass("q").get(0)).replaceAll("<[^>]*>", "").equals("On sick leave, counts"),
                HtmlText.of(draw().withClass("q").get(0)));
    }

    @Test
    void aPassageCanBeOpenedCitedAndSeenInItsSurroundings() {
        found(passage());
        assertTrue(HtmlText.of(screen()).contains("href=\"#documents/a/100-121\""));
        draw().click("Show what is around it");
        draw().click("Copy with citation");
        assertEquals(List.of("around " + passage(), "cite " + passage()), calls);
        found = found.withAround("a/100-121",
                JsonObject.of("start", 94, "end", 128, "length", 400, "text", "Above On sick leave, counts below."));
        assertEquals(List.of("\u2026Above ", " below.\u2026"),
                draw().withClass("around").stream().map(one -> one.children().get(0).text()).toList());
    }

    @Test
    void aCitationHasTheQuotationTheTitleThePlaceAndTheLink() {
        assertEquals(
                "\u201cOn sick leave, counts\u201d\n\u2014 Records policy, page 12\nhttps://example.org/#documents/a/100-121",
                Citation.text(passage(), "https://example.org/"));
        assertEquals(Optional.of(new Citation("a", 100, 121)), Citation.of("documents/a/100-121"));
    }

    @Test
    void aLinkWithoutARightSpanOpensTheDocumentAtItsBeginning() {
        for (String fragment : List.of("documents/a", "documents/a/", "documents/a/7", "documents/a/9-3",
                "documents/a/x-y", "documents/a/-1-4", "documents/a/0-99999999999")) {
            assertEquals(Optional.of(new Citation("a", 0, 0)), Citation.of(fragment), fragment);
        }
        for (String fragment : List.of("", "documents", "documents/", "ledger", "lab")) {
            assertTrue(Citation.of(fragment).isEmpty(), fragment);
        }
    }

    @Test
    void whereNothingIsRelevantItSaysWhyAndShowsTheNearestOnlyWhenAsked() {
        library = library.withList(JsonArray.of(entry("a", "ready")));
        found = Found.answered(answer("nothing_relevant", JsonArray.EMPTY).with("nearest", JsonArray.of(passage()))
                .with("reason",
                        JsonObject.of("least_score", 0.33, "best_score", 0.21, "words_asked", 4, "words_found",
                                1,
                                "evidence", evidence("weak"))));
        assertTrue(draw().words().contains("Nothing relevant found"), draw().words());
        assertTrue(draw().words().contains("reaches a score of 0.21; a weak answer needs 0.33"), draw().words());
        assertTrue(draw().words().contains("1 of the 4 words asked for stands in these documents"), draw().words());
        assertTrue(draw().words().contains(
                "3 of 500 questions without an answer got a finding or a weak passage all the same, and 2 of 400 with an answer got none (held-out questions, mini:q8)."),
                draw().words());
        assertTrue(draw().withClass("hit-card").isEmpty());
        draw().click("Show the nearest all the same");
        assertEquals(List.of("showNearest"), calls);
        found = found.withNearest(true);
        assertEquals(1, draw().withClass("hit-card").size());
    }

    @Test
    void weakPassagesAreShownAsSuchAndWhatOnlyFollowsIsNoFinding() {
        JsonObject follows = passage().with("start", 300).with("relevance", "nothing_relevant");
        library = library.withList(JsonArray.of(entry("a", "ready")));
        found = Found.answered(answer("weak", JsonArray.of(passage().with("relevance", "weak"), follows)));
        assertTrue(draw().words().contains("Only 1 weak passage in 21 ms"), draw().words());
        assertTrue(draw().words().contains("Nothing that surely answers this"), draw().words());
        assertEquals(1, draw().withClass("hit-card").size());
        found = Found.answered(answer("found", JsonArray.of(passage().with("relevance", "found"),
                passage().with("start", 200).with("relevance", "weak"), follows)));
        assertTrue(draw().words().contains("1 passage in 21 ms"), draw().words());
        assertTrue(draw().words().contains("Weaker: 1 more passage that may not answer it"), draw().words());
        assertEquals(2, draw().withClass("hit-card").size());
    }

    @Test
    void whatStandsBehindAVerdictIsShownWhereItWasMeasuredAndOnlyThere() {
        library = library.withList(JsonArray.of(entry("a", "ready")));
        for (String grade : List.of("found", "weak")) {
            JsonObject answer = answer(grade, JsonArray.of(passage().with("relevance", grade)));
            found = Found.answered(answer);
            assertFalse(draw().words().contains("How good this verdict is"), draw().words());
            found = Found.answered(answer.with("reason", answer.object("reason").with("evidence", evidence(grade))));
            assertTrue(draw().words().contains("3 of 500 questions without an answer got "
                    + (grade.equals("found") ? "a finding all the same" : "a finding or a weak passage all the same")),
                    draw().words());
        }
    }

    private static JsonObject evidence(String grade) {
        return JsonObject.of("grade", grade, "n", 500, "false_alarms", 3, "answerable", 400, "missed", 2, "dataset",
                "held-out questions", "encoder", "mini:q8");
    }

    @Test
    void passagesThatAnEarlierVersionReadAreOfferedToBeReadAgain() {
        library = library.withList(JsonArray.of(entry("a", "ready")));
        library = library.withStatus(status("idle").with("reindex_offered",
                JsonObject.of("from", "all-minilm-l6-v2:q8", "to", "all-minilm-l6-v2:q8", "passages", 131)));
        assertTrue(draw().words().contains("131 passages were read without"), draw().words());
        draw().click("Read them again");
        assertEquals(List.of("reindex all-minilm-l6-v2:q8"), calls);
    }

    @Test
    void anOpenDocumentMarksExactlyTheCitedSpanAndDrawsItsStructure() {
        reading(JsonObject.of("document", "a", "state", "there", "title", "Records policy", "text",
                "Keeping\n\nOne. Two.\nfirst\nsecond", "start", 50, "end", 82, "length", 400,
                "blocks", JsonArray.of(block("heading", 1, 50, 57), block("paragraph", 0, 59, 68),
                        block("list_item", 1, 69, 74), block("list_item", 2, 75, 81))),
                64, 74);
        assertEquals(List.of("Two.", "first"), marks());
        String page = HtmlText.of(draw().withClass("page").get(0));
        assertTrue(page.contains("<h3 dir=\"auto\">Keeping</h3>"), page);
        assertTrue(page.contains("<p dir=\"auto\">One. <mark id=\"cited\" tabindex=\"-1\">Two.</mark></p>"), page);
        assertTrue(page.contains(
                "<ul class=\"items\"><li dir=\"auto\" class=\"depth-1\"><mark>first</mark></li><li dir=\"auto\" class=\"depth-2\">second</li></ul>"),
                page);
        draw().click("Show what comes after");
        draw().click("Show what comes before");
        assertEquals(List.of("read 50 400", "read 0 82"), calls);
    }

    @Test
    void aDeletedDocumentLeavesATombstoneWithItsDate() {
        reading(JsonObject.of("document", "a", "state", "deleted", "deleted_at_utc", "2026-03-01T10:20:30Z"), 3, 9);
        assertTrue(draw().words().contains("It was deleted on 2026-03-01 10:20 UTC."), draw().words());
        assertTrue(marks().isEmpty());
    }

    @Test
    void anUnknownDocumentSaysSo() {
        reading(JsonObject.of("document", "a", "state", "unknown"), 3, 9);
        assertTrue(draw().words().contains("No such document"), draw().words());
    }

    @Test
    void lockedDocumentsShowNothingButTheWayToOpenThem() {
        found(passage());
        library = library.withList(JsonArray.of(JsonObject.of("id", "a", "state", "locked", "bytes", 5000)));
        library = library.withStatus(status("locked").with("protection", "locked"));
        assertTrue(draw().words().contains("Your documents are locked"), draw().words());
        assertFalse(draw().words().contains("sick"), draw().words());
        assertFalse(draw().words().contains("Records policy"), draw().words());
        fields = fields.with("opens", "a long passphrase");
        draw().click("Unlock");
        assertEquals(List.of("unlock"), calls);
    }

    @Test
    void lockedDocumentsAreOneRowThatSaysHowManyItStandsForAndIsDeletedOnlyAsAWhole() {
        library = library.withList(JsonArray.of(locked("a"), locked("b"), locked("c")));
        library = library.withStatus(status("locked").with("protection", "locked"));
        assertTrue(draw().words().contains("3 locked documents Their names and texts are encrypted"), draw().words());
        assertFalse(draw().words().contains("0 bytes"), draw().words());
        draw().click("Delete all 3");
        library = library.withRemoving("locked");
        assertTrue(draw().words().contains("Delete 3 locked documents for good? You have not unlocked them"),
                draw().words());
        assertTrue(draw().words().contains("sees how many were deleted while it was locked"), draw().words());
        draw().click("Keep them");
        draw().click("Delete 3 locked documents");
        assertEquals(List.of("askRemove locked", "keep locked", "removeLocked"), calls);
    }

    @Test
    void oneLockedDocumentIsCounted() {
        library = library.withList(JsonArray.of(locked("a")));
        library = library.withStatus(status("locked").with("protection", "locked"));
        draw().click("Delete it");
        library = library.withRemoving("locked");
        assertTrue(
                draw().words().contains(
                        "Delete 1 locked document for good? You have not unlocked it, so you cannot see what it is."),
                draw().words());
    }

    @Test
    void whoUnlocksIsToldWhatWasDeletedMeanwhile() {
        library = library.withList(JsonArray.of(entry("a", "ready")));
        library = library.withStatus(status("idle").with("protection", "unlocked").with("deleted_while_locked", 2));
        assertTrue(draw().words().contains("2 documents were deleted while your documents were locked."),
                draw().words());
    }

    private static JsonObject locked(String id) {
        return entry(id, "locked").with("title", "").with("name", "").with("bytes", 0);
    }

    @Test
    void filesThatCouldNotBeReadAreCountedApart() {
        library = library.withList(JsonArray.of(entry("a", "ready"), entry("b", "words"), entry("c", "failed"),
                entry("d", "failed"), entry("e", "reading")));
        library = library.withStatus(status("idle"));
        assertTrue(draw().words().contains("3 documents, 131 passages; 2 files could not be read."), draw().words());
        library = library.withList(JsonArray.of(entry("a", "ready"), entry("c", "failed")));
        assertTrue(draw().words().contains("1 document, 131 passages; 1 file could not be read."), draw().words());
        library = library.withList(JsonArray.of(entry("a", "ready")));
        assertTrue(draw().words().contains("1 document, 131 passages. They"), draw().words());
    }

    @Test
    void whereTheBrowserDidNotOpenItsStorageNothingIsSaidToBeKept() {
        for (JsonArray list : List.of(JsonArray.EMPTY, JsonArray.of(entry("a", "ready")))) {
            library = library.withList(list);
            library = library.withStatus(status("idle").with("mode", "memory"));
            assertFalse(draw().words().contains("kept in this browser"), draw().words());
            assertFalse(draw().words().contains("stay here"), draw().words());
            assertTrue(draw().words().contains(
                    "in memory only and gone when this tab closes. Close other tabs of this site, then reload."),
                    draw().words());
            library = Library.UNKNOWN.withList(list);
            library = library.withStorageRefused(true);
            assertTrue(draw().words().contains("in memory only"), "before the worker has said so: " + draw().words());
            library = library.withStorageRefused(false);
        }
    }

    @Test
    void timesAreNotReadOutAtEveryLetter() {
        found(passage());
        assertTrue(draw().words().contains("in 21 ms"), draw().words());
        assertFalse(live(screen()).contains("ms"), live(screen()));
        assertEquals("1 passage found.", AskCard.announcement(found.answer().get()));
        assertEquals("Nothing relevant found.", AskCard.announcement(answer("nothing_relevant", JsonArray.EMPTY)));
    }

    /** What live regions say. */
    private static String live(Html html) {
        String role = html.attributes().getOrDefault("role", "");
        boolean isLive = html.attributes().containsKey("aria-live") || List.of("status", "alert", "log").contains(role);
        StringBuilder said = new StringBuilder(isLive ? new Drawn(List.of(html)).words() : "");
        html.children().forEach(child -> said.append(live(child)));
        return said.toString();
    }

    @Test
    void whatPeopleWroteRunsInItsOwnDirection() {
        found(passage());
        String page = HtmlText.of(screen());
        assertTrue(page.contains("<h3><bdi translate=\"no\">Records policy</bdi></h3>"), page);
        assertTrue(page.contains("<blockquote class=\"q\" dir=\"auto\">"), page);
        assertTrue(page.matches("(?s).*<input[^>]*id=\"documents-query\"[^>]*dir=\"auto\".*"), page);
    }

    @Test
    void whatWasNotTakenInNamesWhatIs() {
        library = library.withList(JsonArray.EMPTY);
        library = library.with(library.said().with(new Library.Refusal("photo.jpg",
                new ApiError("Unsupported", "unsupported", "The file seems to be a picture.", "", "", "", ""))));
        assertTrue(draw().words().contains("Documents can be PDF, Markdown, text, HTML, CSV, TSV, DOCX or EPUB."),
                draw().words());
        library = library.with(library.said().withoutRefusals());
        library = library.with(library.said().with(new Library.Refusal("a.pdf",
                new ApiError("OutOfBudget", "out_of_budget", "There is no room.", "", "", "", ""))));
        assertFalse(draw().words().contains("Documents can be"), draw().words());
    }

    @Test
    void theCountOfFilesOnTheWayIsSeenAndNotReadOut() {
        library = library.withList(JsonArray.EMPTY);
        library = library.withArriving(7);
        assertTrue(draw().words().contains("7 files are on the way in."), draw().words());
        assertFalse(live(screen()).contains("on the way"), live(screen()));
    }

    @Test
    void aFileOfAnotherKindInTheListNamesTheKinds() {
        library = library.withList(JsonArray.of(entry("a", "failed").with("error",
                JsonObject.of("code", "unsupported", "message", "The file seems to be a picture."))));
        assertTrue(draw().words().contains("The file seems to be a picture. Documents can be PDF, Markdown"),
                draw().words());
    }

    @Test
    void aCopyThatTheBrowserRefusesSaysWhy() {
        found(passage());
        found = found.with(new Copied("a/100-121", ""));
        assertTrue(draw().words().contains("Copied"), draw().words());
        found = found.with(new Copied("a/100-121", "the browser did not allow it."));
        assertTrue(draw().words().contains("Copy with citation Not copied: the browser did not allow it."),
                draw().words());
    }

    @Test
    void anEncoderThatWasNotInstalledIsNotOnItsWay() {
        library = library.withList(JsonArray.of(entry("a", "words")));
        library = library.withStatus(status("idle").without("encoder"));
        packages = packages.with(new Download(EncoderCard.OFFERED, Download.FAILED, Optional.empty(),
                Optional.of(new ApiError("Unavailable", "unavailable", "The host does not answer.", "", "", "", ""))));
        assertTrue(draw().words().contains("The encoder was not installed. The host does not answer."), draw().words());
        assertFalse(draw().words().contains("On its way"), draw().words());
        draw().click("Try again");
        assertEquals(List.of("installEncoder"), calls);
    }

    @Test
    void protectingNeedsTheSamePassphraseTwice() {
        library = library.withList(JsonArray.of(entry("a", "ready")));
        fields = fields.with("new", "a long passphrase");
        assertTrue(isRefused("Encrypt my documents"), draw().words());
        fields = fields.with("again", "a long passphrasE");
        assertTrue(isRefused("Encrypt my documents"), draw().words());
        assertTrue(draw().words().contains("The two are not the same yet."), draw().words());
        assertTrue(draw().words().contains("A lost passphrase cannot be recovered"), draw().words());
        fields = fields.with("again", "a long passphrase");
        assertFalse(isRefused("Encrypt my documents"), draw().words());
        draw().click("Encrypt my documents");
        assertEquals(List.of("protect"), calls);
    }

    private boolean isRefused(String button) {
        return draw().withClass("go").stream().filter(one -> new Drawn(List.of(one)).words().equals(button))
                .allMatch(one -> one.attributes().get("aria-disabled").equals("true"));
    }

    @Test
    void documentsProtectedLaterMayLeavePlainCopiesAndTheCardSaysSo() {
        library = library.withList(JsonArray.of());
        assertFalse(draw().words().contains("plain copies"), draw().words());
        library = library.withList(JsonArray.of(entry("a", "ready")));
        assertTrue(draw().words().contains("may keep earlier plain copies until the browser compacts them"),
                draw().words());
        assertTrue(draw().words().contains("clear this site\u2019s data"), draw().words());
        library = library.withStatus(status("idle").with("protection", "unlocked"));
        assertFalse(draw().words().contains("plain copies"), draw().words());
        library = library.withStatus(status("idle").with("protection", "unlocked").with("had_plain", true));
        assertTrue(draw().words().contains("may still hold plain copies of them until the browser compacts them"),
                draw().words());
        library = library.withStatus(status("locked").with("protection", "locked").with("had_plain", true));
        assertTrue(draw().words().contains("may still hold plain copies"), draw().words());
    }

    @Test
    void withoutAnEncoderOneIsOfferedWithItsSize() {
        library = library.withList(JsonArray.of(entry("a", "words")));
        library = library.withStatus(status("idle").without("encoder"));
        packages = packages
                .withCatalog(JsonArray.of(JsonObject.of("name", "all-minilm-l6-v2:q8", "bytes", 24_000_000)));
        draw().click("Install MiniLM L6, 24 MB");
        assertEquals(List.of("installEncoder"), calls);
        assertTrue(draw().words().contains("words only"), draw().words());
    }

    @Test
    void namesAndTextsWithMarkupAreShownAsText() {
        String markup = "<img src=x onerror=alert(1)>";
        found(passage().with("title", markup).with("text", markup).with("context", markup).with("highlights",
                JsonArray.of(JsonArray.of(0, 4))));
        library = library.withList(JsonArray.of(
                entry("a", "ready").with("title", markup).with("name", markup).with("notices", JsonArray.of(markup))));
        String page = HtmlText.of(screen());
        assertFalse(page.contains("<img"), page);
        assertTrue(page.contains("<mark>&lt;img</mark> src=x"), page);
    }

    @Test
    void ofAFolderOnlyWhatCanBeReadIsTried() {
        assertTrue(DropZone.isKnown("Policy.PDF"));
        assertFalse(DropZone.isKnown(".md"));
        assertFalse(DropZone.isKnown("photo.jpg"));
        assertFalse(DropZone.isKnown("README"));
    }

    @Test
    void whatLiesInHiddenFoldersAndLockFilesOfADroppedFolderStaysOutAndIsCounted() {
        SkippedFiles leftOut = new SkippedFiles();
        List<String> in = new ArrayList<>();
        for (String path : List.of("folder/.git/description.txt", "folder/.obsidian/cache.md", "folder/ok/note.txt",
                "folder/~$doc.docx", "folder/photo.jpg", "folder/Thumbs.db")) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (leftOut.admits(name, path)) {
                in.add(path);
            }
        }
        assertEquals(List.of("folder/ok/note.txt"), in);
        assertEquals(
                "5 files were left out: 1 of another kind, 2 hidden or in hidden folders, 2 lock or system files. Documents can be PDF, Markdown, text, HTML, CSV, TSV, DOCX or EPUB.",
                leftOut.sentence());
        library = library.with(library.said().withLeftOut(leftOut.sentence()));
        assertTrue(draw().words().contains("5 files were left out"), draw().words());
    }

    @Test
    void filesThatWereChosenOneByOneComeInUnlessTheyAreLockFiles() {
        SkippedFiles leftOut = new SkippedFiles();
        assertTrue(leftOut.admits("photo.jpg", ""), "its reader says what is wrong with it");
        assertTrue(leftOut.admits(".notes.md", ""));
        assertEquals("", leftOut.sentence());
        assertFalse(leftOut.admits(".~lock.offer.odt#", ""));
        assertEquals("1 file was left out: 1 lock or system file.", leftOut.sentence());
    }

    @Test
    void aNameThatTurnsTheLineIsIsolatedAndTheSignIsShown() {
        String name = "\u202Etxt.exe.md";
        library = library.withList(JsonArray.of(entry("a", "ready").with("title", "").with("name", name)));
        library = library.with(library.said().with(new Library.Refusal(name,
                ApiError.of(new InvalidInput("\u201c" + name + "\u201d is empty.", Finding.at(name))))));
        found(passage().with("title", name));
        library = library.withList(JsonArray.of(entry("a", "ready").with("title", "").with("name", name)));
        library = library.withRemoving("a");
        String page = HtmlText.of(screen());
        assertFalse(page.contains("\u202E"), page);
        assertTrue(page.contains("<bdi translate=\"no\">[U+202E]txt.exe.md</bdi>"), page);
        assertTrue(page.contains("aria-label=\"Delete [U+202E]txt.exe.md\""), page);
        reading(JsonObject.of("document", "a", "state", "there", "title", name, "name", name, "text", "x", "start", 0,
                "end", 1, "length", 1), 0, 0);
        assertFalse(HtmlText.of(screen()).contains("\u202E"));
        assertFalse(Citation.text(passage().with("title", name), "https://a.example/").contains("\u202E"));
    }

    @Test
    void anyEmbeddingModelOfThisTabCanTakeTheEncodersPlace() {
        library = library.withList(JsonArray.of(entry("a", "ready"))).withStatus(status("idle"));
        packages = packages.withCatalog(JsonArray.of(
                JsonObject.of("name", "all-minilm-l6-v2:q8", "state", "installed", "task", "sentence-embedding"),
                JsonObject.of("name", "e5:as-is", "state", "installed", "task", "sentence-similarity", "bytes",
                        488_000_000, "import", JsonObject.of("kind", "encoder")),
                JsonObject.of("name", "e5:q4", "state", "available", "task", "sentence-embedding"),
                JsonObject.of("name", "ner:as-is", "state", "installed", "import",
                        JsonObject.of("kind", "token-classifier"))));
        Drawn others = new Drawn(draw().withClass("encoders"));
        assertEquals("e5:as-is 488 MB Use it", others.words());
        others.click("Use it");
        assertEquals(List.of("reindex e5:as-is"), calls);
    }

    @Test
    void anEncoderForManyLanguagesIsRecommendedWithItsSizeWhereAHubCanBeReached() {
        library = library.withList(JsonArray.of(entry("a", "ready"))).withStatus(status("idle"));
        assertFalse(draw().words().contains("multilingual-e5-small"), "without a hub: " + draw().words());
        hub = "huggingface.co";
        assertTrue(draw().words().contains("a download of about 488 MB from huggingface.co"), draw().words());
        draw().click("Look at it");
        assertEquals(List.of("lookAtRecommended"), calls);
        packages = packages.withCatalog(JsonArray.of(JsonObject.of("name", "e5:as-is", "state", "installed", "source",
                "hf:intfloat/multilingual-e5-small@abc")));
        assertFalse(draw().words().contains("a download of about"), "it is here: " + draw().words());
        packages = Packages.UNKNOWN;
        library = library.withList(JsonArray.EMPTY);
        assertFalse(draw().words().contains("a download of about"), "without documents: " + draw().words());
    }

    @Test
    void whichPromptsWereUsedAndWhatOrderedThePassagesAgainIsSaid() {
        library = library.withList(JsonArray.of(entry("a", "ready"))).withStatus(status("idle").with("encoder",
                JsonObject.of("name", "e5:as-is", "digest", "sha256:" + "ab".repeat(32), "prompts",
                        JsonObject.of("query", "query: ", "passage", "passage: ")))
                .with("reranker", "ms-marco:as-is"));
        assertTrue(draw().words().contains("Put before each passage passage:"), draw().words());
        assertTrue(draw().words().contains("ms-marco:as-is\u201d orders the first passages again"), draw().words());
    }

    @Test
    void aNameFromRightToLeftDoesNotMoveWhatStandsBesideIt() {
        String name = "\u05d3\u05d5\u05d7 2026.pdf";
        library = library.withList(JsonArray.of(entry("a", "ready").with("title", "").with("name", name)));
        String page = HtmlText.of(screen());
        assertTrue(page.contains("<bdi translate=\"no\">" + name + "</bdi>"), page);
        assertTrue(page.contains("aria-label=\"Delete \u2068" + name + "\u2069\""), page);
    }

    @Test
    void ranksAreCountedAsPeopleCount() {
        assertEquals(List.of("first", "tenth", "11th", "12th", "21st", "22nd", "103rd", "111th"),
                List.of(DocumentMessages.ordinal(1), DocumentMessages.ordinal(10), DocumentMessages.ordinal(11),
                        DocumentMessages.ordinal(12), DocumentMessages.ordinal(21), DocumentMessages.ordinal(22),
                        DocumentMessages.ordinal(103), DocumentMessages.ordinal(111)));
        assertEquals("rows 7 to 9, Sheet 2",
                DocumentMessages.place(JsonObject.of("unit", "row", "number", 7, "to", 9, "part", "Sheet 2")));
    }

    private List<Html> render() {
        return DocumentsScreen.render(new DocumentsState(library, Question.FIRST, found, opened, fields, hub), packages,
                actions, search);
    }

    private Drawn draw() {
        return new Drawn(render());
    }

    private Html screen() {
        return Html.el("div", render());
    }

    private List<String> marks() {
        List<String> marks = new ArrayList<>();
        gather(screen(), marks);
        return marks;
    }

    private static void gather(Html html, List<String> marks) {
        if (html.tag().equals("mark")) {
            marks.add(html.children().get(0).text());
        }
        html.children().forEach(child -> gather(child, marks));
    }

    private void found(JsonObject passage) {
        library = library.withList(JsonArray.of(entry("a", "ready")));
        found = Found.answered(answer("found", JsonArray.of(passage)));
    }

    private void reading(JsonObject stretch, int start, int end) {
        library = library.withList(JsonArray.of(entry("b", "ready")));
        opened = new Opened("a", start, end, Optional.empty(), Optional.of(stretch), Optional.empty());
    }

    private static JsonObject block(String kind, int level, int start, int end) {
        return JsonObject.of("kind", kind, "level", level, "start", start, "end", end);
    }

    private static JsonObject answer(String verdict, JsonArray passages) {
        return JsonObject.of("passages", passages, "verdict", verdict, "reason",
                JsonObject.of("words_asked", 2, "words_found", 2), "mode", "hybrid",
                "searched", JsonObject.of("documents", 3, "passages", 214, "embedded", 214), "total_duration",
                21_000_000L);
    }

    private static JsonObject passage() {
        return JsonObject.of("document", "a", "title", "Records policy", "start", 100, "end", 121, "text",
                "On sick leave, counts", "score", 0.03,
                "ranks", JsonObject.of("meaning", JsonObject.of("rank", 1, "similarity", 0.63),
                        "words",
                        JsonObject.of("rank", 3, "score", 4.2, "terms",
                                JsonArray.of(JsonObject.of("term", "leave", "count", 2),
                                        JsonObject.of("term", "sick", "count", 1)))),
                "highlights", JsonArray.of(JsonArray.of(3, 7), JsonArray.of(8, 13)), "context", "4.2 Absence", "place",
                JsonObject.of("unit", "page", "number", 12), "index", 4, "of", 131);
    }

    private static JsonObject entry(String id, String state) {
        return JsonObject.of("id", id, "title", "Records policy", "name", "records.pdf", "format", "pdf", "bytes",
                820_000, "added_at_utc", "2026-03-01T10:20:30Z", "characters", 90_000,
                "passages", 131, "embedded", state.equals("ready") ? 131 : 0, "state", state, "pages", 42, "notices",
                JsonArray.EMPTY);
    }

    private static JsonObject status(String state) {
        return JsonObject.of("state", state, "documents", 1, "passages", 131, "embedded", 131, "waiting", 0,
                "protection", "none", "stored_bytes", 1_300_000,
                "memory", JsonObject.of("vectors_bytes", 200_000, "words_bytes", 90_000), "threads", 2,
                "encoder", JsonObject.of("name", "all-minilm-l6-v2:q8", "digest", "sha256:" + "ab".repeat(32), "title",
                        "MiniLM L6"));
    }

    @Test
    void filesThatTheBrowserCannotReadAreCountedApart() {
        SkippedFiles leftOut = new SkippedFiles();
        leftOut.unreadable();
        assertEquals("The browser could not read 1 file or folder: check that you may open it, and add it again.",
                leftOut.sentence());
        leftOut.unreadable();
        for (String hidden : List.of(".git/description.txt", "notes/.obsidian/cache.md", "ok/~$doc.docx",
                "__MACOSX/a.pdf", "notes/photo.jpg")) {
            assertFalse(leftOut.admits(hidden.substring(hidden.lastIndexOf('/') + 1), hidden), hidden);
        }
        for (String shown : List.of("ok/note.txt", "a.b/c.d.md", "./note.txt")) {
            assertTrue(leftOut.admits(shown.substring(shown.lastIndexOf('/') + 1), shown), shown);
        }
        assertEquals(
                "5 files were left out: 1 of another kind, 3 hidden or in hidden folders, 1 lock or system file. Documents can be PDF, Markdown, text, HTML, CSV, TSV, DOCX or EPUB. The browser could not read 2 files or folders: check that you may open them, and add them again.",
                leftOut.sentence());
    }
}
