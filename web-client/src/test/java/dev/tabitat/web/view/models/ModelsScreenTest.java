package dev.tabitat.web.view.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Drawn;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The models screen shows what each model is and needs, in every state. */
final class ModelsScreenTest {

    private final List<String> calls = new ArrayList<>();
    private final ModelsActions actions = Drawn.asked(ModelsActions.class, calls);
    private final AddActions adding = Drawn.asked(AddActions.class, calls);
    private ModelsState state = ModelsState.FIRST;
    private Packages packages = Packages.UNKNOWN;
    private PageStatus status = PageStatus.FIRST;

    @Test
    void isBusyUntilTheShelfIsKnown() {
        assertTrue(draw().words().contains("Loading the catalogue"));
    }

    @Test
    void whatIsNotInstalledIsClaimedAndItsSizeStandsOnTheButton() {
        catalogue(entry("available", "fits", 17_500_000, 2_100_000_000L));
        assertTrue(draw().words().contains("claimed until installed"), draw().words());
        draw().click("Install, 7.9 MB");
        assertEquals(List.of("install opennlp-langdetect:fp32"), calls);
    }

    @Test
    void claimsHaveTheirNumberAndTheirInterval() {
        catalogue(entry("available", "fits", 17_500_000, 2_100_000_000L));
        assertTrue(draw().words().contains("accuracy 93.6 % (92.6 to 94.4 %), n = 2748"), draw().words());
    }

    @Test
    void whatIsTooLargeOvershootsAndSaysByHowMuch() {
        catalogue(entry("available", "too_large", 690_000_000, 512_000_000));
        assertTrue(draw().words().contains("Too large for this tab:"), draw().words());
        assertTrue(draw().words().contains("512 MB for models, 178 MB too little"), draw().words());
        assertEquals(1, draw().withClass("over").size());
    }

    @Test
    void removingAsksFirst() {
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L));
        draw().click("Remove");
        assertEquals(List.of("askRemove opennlp-langdetect:fp32"), calls);
        state = state.withRemoving("opennlp-langdetect:fp32");
        assertTrue(draw().words().contains("Remove opennlp-langdetect:fp32?"), draw().words());
        draw().click("Keep it");
        assertEquals("keep opennlp-langdetect:fp32", calls.get(1));
    }

    @Test
    void aSecondYesRemoves() {
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L));
        draw().click("Remove");
        state = state.withRemoving("opennlp-langdetect:fp32");
        draw().click("Remove it");
        assertEquals("remove opennlp-langdetect:fp32", calls.get(1));
    }

    @Test
    void aPausedDownloadSaysWhichPiecesAreHereAndResumes() {
        catalogue(
                entry("paused", "fits", 17_500_000, 2_100_000_000L).with("verified_chunks", 3).with("total_chunks", 8));
        assertTrue(draw().words().contains("3 of 8 checked"), draw().words());
        draw().click("Resume, 3 of 8 pieces are here");
        assertEquals(List.of("install opennlp-langdetect:fp32"), calls);
    }

    @Test
    void aDamagedModelIsNotUsedAndCanBeMended() {
        catalogue(entry("damaged", "fits", 17_500_000, 2_100_000_000L));
        assertTrue(draw().words().contains("Some of its bytes are damaged."), draw().words());
        draw().click("Repair");
        assertEquals(List.of("repair"), calls);
    }

    @Test
    void aDownloadShowsOneCellAPieceAndCanPause() {
        catalogue(entry("downloading", "fits", 17_500_000, 2_100_000_000L));
        packages = packages.with(new Download("opennlp-langdetect:fp32", "downloading",
                Optional.of(JsonObject.of("done", 4_000_000, "total", 8_000_000, "rate", 2_000_000, "eta_s", 2,
                        "verified_chunks", 3, "total_chunks", 8)),
                Optional.empty()));
        assertEquals(3, draw().withClass("ok").size());
        assertTrue(draw().words().contains("3 of 8 pieces checked"), draw().words());
        draw().click("Pause");
        assertEquals(List.of("pause opennlp-langdetect:fp32"), calls);
    }

    @Test
    void aDownloadThatWaitsSaysWhyAndHowLong() {
        catalogue(entry("downloading", "fits", 17_500_000, 2_100_000_000L));
        packages = packages.with(new Download("opennlp-langdetect:fp32", "downloading",
                Optional.of(JsonObject.of("done", 4_000_000, "total", 8_000_000, "rate", 0, "phase", "wait", "reason",
                        "The server is busy and asks to wait.", "retry_in_s", 12.4,
                        "verified_chunks", 3, "total_chunks", 8)),
                Optional.empty()));
        assertTrue(draw().words().contains("The server is busy and asks to wait. The next try is in 12 s."),
                draw().words());
    }

    @Test
    void anInstallThatFailedSaysWhatFailedAndWhatToDoAndIsNotPaused() {
        catalogue(entry("available", "fits", 17_500_000, 2_100_000_000L));
        status = status.withOnline(false);
        packages = packages.with(new Download("opennlp-langdetect:fp32", Download.FAILED, Optional.empty(),
                Optional.of(new ApiError("Unavailable", "unavailable", "The host could not be reached.", "", "",
                        "", "Try again later."))));
        assertFalse(draw().words().contains("Paused"), draw().words());
        assertTrue(draw().words().contains(
                "opennlp-langdetect:fp32 was not installed: there is no network. The host could not be reached."),
                draw().words());
        assertTrue(draw().words().contains("Connect to a network, then try again."), draw().words());
        assertTrue(draw().words().contains("Not installed. The host could not be reached. Try again later."),
                "on its own card too: " + draw().words());
        draw().click("Try again");
        assertEquals(List.of("install opennlp-langdetect:fp32"), calls);
        status = status.withOnline(true);
        assertFalse(draw().words().contains("there is no network"), draw().words());
    }

    @Test
    void whatIsFetchedStaysInOneLineThatKeepsInSight() {
        catalogue(entry("downloading", "fits", 17_500_000, 2_100_000_000L));
        assertTrue(draw().withClass("install-line").get(0).children().isEmpty(), "nothing is fetched");
        packages = packages.with(new Download("other:q8", "queued", Optional.empty(), Optional.empty()));
        packages = packages.with(new Download("opennlp-langdetect:fp32", "downloading",
                Optional.of(JsonObject.of("done", 4_000_000, "total", 8_000_000, "eta_s", 2)), Optional.empty()));
        Drawn line = new Drawn(draw().withClass("install-line"));
        assertEquals("Downloading opennlp-langdetect:fp32, 4 MB of 8 MB, 2 s left; 1 more below Show", line.words());
        line.click("Show");
        assertEquals(List.of("showDownloads"), calls);
        packages = new Packages(packages.catalog(), packages.error(), Map.of(), packages.storage());
        packages = packages.with(new Download("opennlp-langdetect:fp32", "paused", Optional.empty(), Optional.empty()));
        assertTrue(draw().withClass("install-line").get(0).children().isEmpty(), "a pause is the person's own");
    }

    @Test
    void anAdditionThatAReloadInterruptedResumesOrNeedsItsFilesAgain() {
        packages = packages
                .with(new Download("a/b:q8", "paused", Optional.of(JsonObject.of("done", 4, "total", 9, "add",
                        JsonObject.of("name", "a/b:q8", "source", JsonObject.of("hub", "a/b")))), Optional.empty()));
        draw().click("Resume");
        assertEquals(List.of("install a/b:q8"), calls);
        packages = packages.with(new Download("a/b:q8", "paused",
                Optional.of(JsonObject.of("done", 4, "total", 9, "add", JsonObject.of("name", "a/b:q8"))),
                Optional.empty()));
        assertTrue(draw().words().contains("choose them again to go on"), draw().words());
        packages = packages.with(new Download("a/b:q8", "downloading",
                Optional.of(JsonObject.of("done", 4, "total", 9, "phase", "convert")), Optional.empty()));
        assertTrue(draw().words().contains("Converting the weights of a/b:q8"), draw().words());
    }

    @Test
    void aCardSaysWhatAppliesToItsKind() {
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).with("task", "language-identification")
                .with("languages", 103));
        assertTrue(facts().contains("Languages 103") && facts().contains("Weights 32-bit"), facts());
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).with("task", "support").with("labels", 3)
                .with("architecture", "encoder-head").with("languages", 3));
        assertTrue(facts().contains("Labels 3") && facts().contains("Weights 32-bit head, base as installed")
                && !facts().contains("Languages"), facts());
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).with("kind", "examples")
                .with("task", "support").with("labels", 3).with("languages", 3).with("licence", "NOASSERTION"));
        assertTrue(facts().contains("Labels 3") && facts().contains("Licence none stated")
                && !facts().contains("Weights") && !facts().contains("Languages"), facts());
        assertFalse(draw().words().contains("This model fits"), "a data set is not loaded: " + draw().words());
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).without("labels")
                .with("task", "sentence-embedding").with("max_tokens", 256).with("quantization", "int8"));
        assertTrue(facts().contains("Reads up to 256 tokens") && facts().contains("Weights 8-bit")
                && !facts().contains("Labels"), facts());
    }

    private String facts() {
        return new Drawn(
                draw().withClass("model").get(0).children().stream().filter(child -> child.tag().equals("dl")).toList())
                .words();
    }

    @Test
    void aWrongFileNamesTheKindsThatAreAccepted() {
        catalogue(entry("available", "fits", 17_500_000, 2_100_000_000L));
        ApiError wrong = new ApiError("DamagedData", "damaged_data", "This is no archive.", "", "", "",
                "Get the file again.");
        state = state.with(ModelsState.Importing.failed(FileKinds.named(wrong, FileKinds.PACKAGES)));
        assertTrue(draw().words().contains(
                "Get the file again. Accepted here: an archive of packages (.tar) or a signature (.sig, .json)."),
                draw().words());
        ApiError full = new ApiError("OutOfBudget", "out_of_budget", "There is no room.", "", "", "",
                "Remove a model.");
        assertEquals(full, FileKinds.named(full, FileKinds.PACKAGES));
        for (String screen : List.of("Documents", "Lab", "Models", "Lineage")) {
            assertTrue(FileKinds.everywhere().contains(screen), screen);
        }
    }

    @Test
    void offlineIsSaidAndAnEmptyShelfTeaches() {
        status = status.withOnline(false);
        catalogue(entry("available", "too_large", 690_000_000, 512_000_000));
        assertTrue(draw().words().contains("You are offline."), draw().words());
        assertTrue(draw().words().contains("No model is in this tab yet."), draw().words());
        assertTrue(draw().words().contains("Tells"), draw().words());
        state = state.withFilter("fits");
        assertFalse(draw().words().contains("Tells"), draw().words());
        assertTrue(draw().words().contains("No further model of this host fits"), draw().words());
    }

    @Test
    void whatIsTooLargeMayBeTried() {
        catalogue(entry("available", "too_large", 690_000_000, 512_000_000));
        draw().click("Try anyway, 7.9 MB");
        assertEquals(List.of("install opennlp-langdetect:fp32"), calls);
    }

    @Test
    void whatARunMeasuredStandsBesideWhatWasThought() {
        JsonObject term = JsonObject.of("name", "weights", "bytes", 23_600_000, "how", "measured", "estimated_bytes",
                23_500_000);
        catalogue(entry("installed", "fits", 23_600_000, 2_100_000_000L).with("fit",
                JsonObject.of("terms", JsonArray.of(term), "total_bytes", 23_600_000, "available_bytes", 2_100_000_000L,
                        "verdict", "fits")));
        assertTrue(draw().words().contains("measured, thought to be 23.5 MB"), draw().words());
    }

    @Test
    void everyStateOfASignatureHasItsWords() {
        for (String[] one : new String[][]{
                {"trusted", "signed by Anna"}, {"unknown", "not one that you trust. Key ab12."},
                {"wrong", "signature is wrong"}, {"unsigned", "not signed"}}) {
            catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).with("signature",
                    JsonObject.of("state", one[0], "by", "Anna", "keyid", "ab12")));
            assertTrue(draw().words().contains(one[1]), draw().words());
        }
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).with("signature",
                JsonObject.of("state", "trusted", "by", "Anna", "keyid", "ab12", "covers", "files")));
        assertTrue(draw().words().contains("Its task, licence and lineage are not signed."), draw().words());
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).with("signature",
                JsonObject.of("state", "unknown", "keyid", "ab12", "reason",
                        "Its key is not known here, so the signature cannot be checked.")));
        assertTrue(draw().words().contains("so the signature cannot be checked. Key ab12."), draw().words());
    }

    @Test
    void theLicenceIsOneClickAway() {
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L));
        draw().click("Read the licence");
        assertEquals("licence opennlp-langdetect:fp32", calls.get(0));
        state = state.withOpenLicence("opennlp-langdetect:fp32");
        assertTrue(draw().words().contains("Reading the licence"), draw().words());
        state = state.withLicence("opennlp-langdetect:fp32",
                JsonObject.of("text", "Apache License", "obligations", JsonArray.of("Keep the notice.")));
        assertTrue(draw().words().contains("Keep the notice.") && draw().words().contains("Apache License"),
                draw().words());
        draw().click("Hide the licence");
        assertEquals("licence opennlp-langdetect:fp32", calls.get(1));
        state = state.withOpenLicence("");
        assertFalse(draw().words().contains("Apache License"), draw().words());
    }

    @Test
    void aNewerVersionIsFetchedOnlyWhenAsked() {
        JsonObject change = JsonObject.of("what", "licence", "from", "MIT", "to", "Apache-2.0");
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).with("update",
                JsonObject.of("bytes", 8_000_000, "missing_bytes", 1_200_000, "changes", JsonArray.of(change))));
        assertTrue(draw().words().contains("licence: MIT \u2192 Apache-2.0"), draw().words());
        draw().click("Update, 1.2 MB");
        assertEquals(List.of("update opennlp-langdetect:fp32"), calls);
    }

    @Test
    void theVersionBeforeIsOneClickAway() {
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L).with("previous",
                JsonObject.of("bytes", 7_000_000)));
        draw().click("Go back to it");
        assertEquals(List.of("rollback opennlp-langdetect:fp32"), calls);
    }

    @Test
    void whatIsHereLeavesAsAFile() {
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L));
        draw().click("Export as file");
        assertEquals(List.of("exportPackage opennlp-langdetect:fp32 oci"), calls);
    }

    @Test
    void adaptersAreGraftedUnderTheirBase() {
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L));
        state = state.withAdapters("opennlp-langdetect:fp32", JsonArray.of(
                JsonObject.of("name", "reviews:v1", "kind", "lora", "rank", 8, "bytes", 148_000, "compatible", true,
                        "installed", true),
                JsonObject.of("name", "letters:v1", "kind", "sparse_delta", "bytes", 61_000, "compatible", false,
                        "reason", "It was made for another base.", "installed", true)));
        assertTrue(draw().words().contains("LoRA, rank 8"), draw().words());
        assertTrue(
                draw().words().contains("does not attach") && draw().words().contains("It was made for another base."),
                draw().words());
    }

    @Test
    void aFileThatIsBroughtInSaysWhatWasCheckedAndRefused() {
        catalogue(entry("available", "fits", 17_500_000, 2_100_000_000L));
        state = state
                .with(ModelsState.Importing.done(JsonObject.of("ok", false, "checked", JsonArray.of("12 blobs, 24 MB"),
                        "refused", JsonArray.of(JsonObject.of("name", "x:q8", "reason", "A blob does not verify.")))));
        assertTrue(draw().words().contains("12 blobs, 24 MB"), draw().words());
        assertTrue(draw().words().contains("x:q8: A blob does not verify."), draw().words());
        assertTrue(draw().words().contains("Not everything in this file is right."), draw().words());
    }

    @Test
    void theShelfSaysWhatItTakesUp() {
        catalogue(entry("installed", "fits", 17_500_000, 2_100_000_000L));
        packages = packages.withStorage(
                JsonObject.of("mode", "indexeddb", "usage_bytes", 8_000_000, "quota_bytes", 10_000_000_000L,
                        "packages", JsonArray.of(JsonObject.of("name", "opennlp-langdetect:fp32", "bytes", 7_940_000,
                                "frees_bytes", 7_940_000))));
        assertTrue(draw().words().contains("1 package takes up 7.9 MB in this browser."), draw().words());
    }

    @Test
    void whatIsHereComesFirstThenWhatCanBeAddedAndDataSetsByThemselves() {
        packages = packages.withCatalog(JsonArray.of(
                entry("available", "fits", 1, 2).with("name", "a:q8").with("title", "Offered"),
                entry("installed", "fits", 1, 2).with("name", "b:q8").with("title", "Installed"),
                entry("available", "fits", 1, 2).with("name", "c:v1").with("title", "Letters").with("kind",
                        "examples")));
        String words = draw().words();
        List<String> order = List.of("In this tab", "Installed", "Add a model", "From this host", "Offered",
                "Data sets", "Letters");
        int last = -1;
        for (String part : order) {
            int at = words.indexOf(part, last + 1);
            assertTrue(at > last, part + " after " + last + " in " + words);
            last = at;
        }
    }

    @Test
    void aModelFromElsewhereShowsOnlyWhatBelongsToItsKind() {
        catalogue(entry("installed", "fits", 1, 2).without("labels").with("summary", "").with("claims",
                JsonArray.EMPTY).with("task", "feature-extraction").with("source",
                        "hf:intfloat/multilingual-e5-small@614241f622f53c4eeff9890bdc4f31cfecc418b3")
                .with("import", JsonObject.of("kind", "encoder", "architecture", "bert", "prompts",
                        JsonObject.of("query", "query: ", "passage", "passage: "))));
        String words = draw().words();
        assertTrue(words.contains("Kind embedding model"), words);
        assertTrue(words.contains("From intfloat/multilingual-e5-small, revision 614241f622f5"), words);
        assertTrue(words.contains("Verified by the digests that the hub publishes"), words);
        assertTrue(words.contains("Put before a question \u201cquery:\u201d"), words);
        assertTrue(words.contains("Turns texts into vectors"), words);
        assertFalse(words.contains("Try it"), "an encoder gives no answer to show: " + words);
        assertFalse(words.contains("Chat template"), words);
    }

    @Test
    void aTokenClassifierIsTriedOnItsCard() {
        JsonObject ner = entry("installed", "fits", 1, 2).with("name", "ner:as-is").with("import",
                JsonObject.of("kind", "token-classifier", "labels", JsonArray.of("O", "PER")));
        catalogue(ner);
        draw().click("Try it");
        assertEquals(List.of("openTrial ner:as-is tag"), calls);
        state = state.with(Trial.of("ner:as-is", Trial.TAG).typed(Trial.TEXT, "Ada lives here")
                .answered(JsonArray.of(JsonObject.of("start", 0, "end", 3, "label", "PER", "score", 0.987, "text",
                        "Ada"))));
        assertTrue(draw().words().contains("PER Ada 98.7 %"), draw().words());
        draw().type(Trial.TEXT, "Other");
        draw().click("Mark");
        assertEquals(List.of("openTrial ner:as-is tag", "typedTrial trial-text Other", "runTrial"), calls);
        state = state.with(state.trial().answered(JsonArray.EMPTY));
        assertTrue(draw().words().contains("Nothing is marked in this text."), draw().words());
    }

    @Test
    void eachKindIsTriedInItsOwnWay() {
        JsonObject plain = entry("installed", "fits", 1, 2);
        assertEquals(Trial.RERANK, TrialCard.kind(plain.with("import", JsonObject.of("kind", "reranker"))));
        assertEquals(Trial.EXTRACT, TrialCard.kind(plain.with("task", "question-answering").with("import",
                JsonObject.of("kind", "token-classifier"))));
        assertEquals(Trial.LABELS, TrialCard.kind(plain.with("import",
                JsonObject.of("kind", "classifier", "labels", JsonArray.of("ENTAILMENT", "NEUTRAL")))));
        assertEquals("", TrialCard.kind(plain.with("import", JsonObject.of("kind", "classifier"))),
                "a classifier is tried on the start screen");
        assertEquals("", TrialCard.kind(plain));
    }

    @Test
    void answersOfATrialAreWordsForPeople() {
        catalogue(entry("installed", "fits", 1, 2).with("name", "r:as-is").with("import",
                JsonObject.of("kind", "reranker")));
        state = state.with(Trial.of("r:as-is", Trial.RERANK).typed(Trial.TEXT, "first\n\nsecond\n")
                .answered(JsonObject.of("results", JsonArray.of(
                        JsonObject.of("index", 1, "relevance_score", 0.93),
                        JsonObject.of("index", 0, "relevance_score", 0.02)))));
        assertTrue(draw().words().contains("second 0.930 first 0.020"), draw().words());
        state = state.with(Trial.of("r:as-is", Trial.EXTRACT).answered(
                JsonObject.of("answer", "ten years", "score", 7.5, "no_answer_score", 1.0)));
        assertTrue(draw().words().contains("ten years"), draw().words());
        state = state.with(Trial.of("r:as-is", Trial.EXTRACT).answered(
                JsonObject.of("answer", "ten years", "score", 0.5, "no_answer_score", 1.0)));
        assertTrue(draw().words().contains("does not answer this"), draw().words());
        state = state.with(Trial.of("r:as-is", Trial.LABELS).answered(JsonObject.of("results",
                JsonArray.of(JsonArray.of(JsonObject.of("label", "billing", "score", 0.75))))));
        assertTrue(draw().words().contains("billing 75.0 %"), draw().words());
    }

    @Test
    void everyDownloadAndEveryCardHasAKeyOfItsOwn() {
        packages = packages.withCatalog(JsonArray.of(entry("available", "fits", 1, 2).with("name", "a:q8"),
                entry("available", "fits", 1, 2).with("name", "b:q8")));
        packages = packages.with(new Download("a:q8", "downloading", Optional.empty(), Optional.empty()))
                .with(new Download("b:q8", "queued", Optional.empty(), Optional.empty()));
        assertEquals(List.of("a:q8", "b:q8"), keys("downloads"));
        assertEquals(List.of("model-a:q8", "model-b:q8"), keys("shelf"));
        packages = packages.without("a:q8");
        assertEquals(List.of("b:q8"), keys("downloads"));
    }

    private List<String> keys(String list) {
        return draw().withClass(list).get(0).children().stream().map(Html::key).toList();
    }

    private Drawn draw() {
        return new Drawn(ModelsScreen.render(state, AddState.FIRST, packages, status, actions, adding));
    }

    private void catalogue(JsonObject entry) {
        packages = packages.withCatalog(JsonArray.of(entry));
    }

    private static JsonObject entry(String where, String verdict, long total, long available) {
        JsonObject claim = JsonObject.of("what", "accuracy", "value", 0.9356, "n", 2748, "low", 0.9258, "high", 0.9442,
                "how", "claimed");
        JsonObject fit = JsonObject.of("terms",
                JsonArray.of(JsonObject.of("name", "weights", "bytes", total, "how", "claimed")),
                "total_bytes", total, "available_bytes", available, "verdict", verdict);
        return JsonObject.of("name", "opennlp-langdetect:fp32", "title", "OpenNLP langdetect", "summary",
                "Tells languages apart.",
                "bytes", 7_940_000, "licence", "Apache-2.0", "labels", 103, "quantization", "none", "claims",
                JsonArray.of(claim), "fit", fit,
                "state", where);
    }
}
