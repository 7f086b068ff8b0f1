package dev.tabitat.web.view.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is typed into {@code Add a model} is a place of one model, or words to search for. */
final class AddInputTest {

    private static final String HUB = "http://127.0.0.1:4000";

    @Test
    void ownerAndNameIsAModelOfTheHub() {
        assertSource("{\"hub\":\"intfloat/multilingual-e5-small\"}", " intfloat/multilingual-e5-small ");
        assertSource("{\"hub\":\"a/b\",\"revision\":\"v1.0\"}", "a/b@v1.0");
    }

    @Test
    void aLinkToTheHubNamesItsModelRevisionAndFile() {
        assertSource("{\"hub\":\"a/b\"}", "https://huggingface.co/a/b");
        assertSource("{\"hub\":\"a/b\"}", "huggingface.co/a/b/tree/main");
        assertSource("{\"hub\":\"a/b\",\"revision\":\"abc\"}", "https://huggingface.co/a/b/tree/abc?x=1");
        assertSource("{\"hub\":\"a/b\",\"file\":\"onnx/model.onnx\"}",
                "https://huggingface.co/a/b/blob/main/onnx/model.onnx");
        assertSource("{\"hub\":\"a/b\",\"revision\":\"v2\",\"file\":\"m.gguf\"}", HUB + "/a/b/resolve/v2/m.gguf");
    }

    @Test
    void anAddressInARegistryIsAnOciReference() {
        assertSource("{\"oci\":\"ghcr.io/owner/model:tag\"}", "ghcr.io/owner/model:tag");
        assertSource("{\"oci\":\"localhost:5000/m/x:1\"}", "oci://localhost:5000/m/x:1");
        assertSource("{\"oci\":\"ghcr.io/o/m@sha256:ab\"}", "ghcr.io/o/m@sha256:ab");
    }

    @Test
    void anyOtherLinkIsAFile() {
        assertSource("{\"url\":\"https://example.org/m.gguf\"}", "https://example.org/m.gguf");
        assertSource("{\"url\":\"https://huggingface.co/a\"}", "https://huggingface.co/a");
    }

    @Test
    void everythingElseIsSearchedFor() {
        for (String typed : new String[]{"multilingual", "small german", "https://x y", "a--b/c", "/x"}) {
            AddInput input = AddInput.parse(typed, HUB);
            assertFalse(input.isSource(), typed);
            assertEquals(typed, input.query());
        }
        assertTrue(AddInput.parse("  ", HUB).isEmpty());
    }

    private static void assertSource(String expected, String typed) {
        AddInput input = AddInput.parse(typed, HUB);
        assertTrue(input.isSource(), typed);
        assertEquals(expected, input.source().toString());
    }
}
