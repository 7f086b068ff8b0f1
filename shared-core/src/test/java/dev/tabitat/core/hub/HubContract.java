package dev.tabitat.core.hub;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.GitBlobId;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A hub's listings are read strictly, and its failures say what to do. */
public final class HubContract {

    private static final HubModelId BGE = new HubModelId("BAAI", "bge-small-en-v1.5");
    private static final String COMMIT = "5c38ec7c405ec4b44b94cc5a9bb96e735b38267a";
    private static final HubAddresses HUB = HubAddresses.HUGGING_FACE;

    private HubContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("hub: git's names of files are git's", HubContract::gitIds),
                Contract.of("hub: names and revisions are those that the hub takes", HubContract::names),
                Contract.of("hub: addresses pin a commit and encode their parts", HubContract::addresses),
                Contract.of("hub: a redirect is followed to the file origins only", HubContract::redirects),
                Contract.of("hub: pages of files are gathered, broken ones refused", HubContract::tree),
                Contract.of("hub: a file's bytes are verified by sha256 or by git's name", HubContract::verified),
                Contract.of("hub: what is known of a model is read without trusting its form", HubContract::model),
                Contract.of("hub: every failure says what to do", HubContract::failures));
    }

    /** Expected: {@code git hash-object} of git 2.39. */
    private static void gitIds(Check check) {
        check.equal("nothing", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", GitBlobId.of(new byte[0]).hex());
        check.equal("a letter", "2e65efe2a145dda7ee51d1741299f848e5bf752e", GitBlobId.of(Utf8.encode("a")).hex());
        check.equal("a line", "3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
                GitBlobId.of(Utf8.encode("hello world\n")).hex());
        byte[] zeros = new byte[1_000_000];
        check.equal("a megabyte", "7c2624a6b9687e88178638cd95b609c329177ade", GitBlobId.of(zeros).hex());
        for (int piece : new int[]{1, 55, 56, 63, 64, 65, 1000}) {
            GitBlobId.Stream stream = new GitBlobId.Stream(3_000);
            for (int at = 0; at < 3_000; at += piece) {
                stream.update(zeros, at, Math.min(piece, 3_000 - at));
            }
            check.equal("in pieces of " + piece, GitBlobId.of(new byte[3_000]), stream.id());
        }
        check.fails("fewer bytes than announced", DamagedData.class, () -> new GitBlobId.Stream(5).id());
        check.fails("capitals", DamagedData.class, () -> new GitBlobId("E".repeat(40)));
    }

    private static void names(Check check) {
        check.equal("a name", BGE, HubModelId.parse("BAAI/bge-small-en-v1.5"));
        for (String bad : List.of("", "bert", "a/b/c", "/b", "a/", "a/b.git", "a--b/c", "a/b..c", "-a/b", "a/b-",
                "a/.b",
                "a/b.", "a b/c", "\u00e4/b", "a/" + "b".repeat(100), "https://huggingface.co/a/b")) {
            InvalidInput refused = check.fails(bad, InvalidInput.class, () -> HubModelId.parse(bad));
            check.isTrue("a remedy", !refused.finding().remedy().isEmpty());
        }
        check.isTrue("a commit", new HubRevision(COMMIT).isCommit());
        check.isTrue("a branch", !HubRevision.MAIN.isCommit());
        check.equal("a pull request", "refs/pr/1", new HubRevision("refs/pr/1").text());
        for (String bad : List.of("", "a b", "a..b", "/a", "a/", "a//b", "-a", "a~1", "a^", "a:b", "a\nb", "a\\b",
                "@{0}",
                "x".repeat(256))) {
            check.fails(bad, InvalidInput.class, () -> new HubRevision(bad));
        }
    }

    private static void addresses(Check check) {
        HubRevision commit = new HubRevision(COMMIT);
        check.equal("model", "https://huggingface.co/api/models/BAAI/bge-small-en-v1.5/revision/refs%2Fpr%2F1",
                HUB.model(BGE, new HubRevision("refs/pr/1")));
        check.equal("tree", "https://huggingface.co/api/models/BAAI/bge-small-en-v1.5/tree/main?recursive=true",
                HUB.tree(BGE, HubRevision.MAIN));
        check.equal("resolve",
                "https://huggingface.co/BAAI/bge-small-en-v1.5/resolve/" + COMMIT + "/1_Pooling/a%20%23%3F%C3%A4.json",
                HUB.resolve(BGE, commit, "1_Pooling/a #?\u00e4.json"));
        check.equal("raw", "https://huggingface.co/BAAI/bge-small-en-v1.5/raw/" + COMMIT + "/model.safetensors",
                HUB.raw(BGE, commit, "model.safetensors"));
        check.equal("search", "https://huggingface.co/api/models?search=a%26b%3Dc&limit=7", HUB.search(" a&b=c ", 7));
        check.fails("a branch may move", InvalidInput.class, () -> HUB.resolve(BGE, HubRevision.MAIN, "a"));
        for (String bad : List.of("", "/a", "a/", "../a", "a/../b", "a//b", "a\\b", "c:a", "a\nb")) {
            check.fails("path " + bad, InvalidInput.class, () -> HUB.resolve(BGE, commit, bad));
        }
        check.fails("no words", InvalidInput.class, () -> HUB.search("  ", 7));
        check.fails("too many hits", InvalidInput.class, () -> HUB.search("a", 1000));
        String next = "https://huggingface.co/api/models/a/b/tree/main?cursor=x%3D&limit=50";
        check.equal("next page", Optional.of(next), HUB.nextPage("<" + next + ">; rel=\"next\""));
        check.equal("second link", Optional.of(next),
                HUB.nextPage("<https://x.example/>; title=\"a, b; rel=next\"; rel=prev, <" + next + ">;rel=next"));
        check.equal("relative", Optional.of("https://huggingface.co/api?c=1"), HUB.nextPage("</api?c=1>; rel=next"));
        check.equal("last page", Optional.empty(), HUB.nextPage("<" + next + ">; rel=\"prev\""));
        check.equal("no header", Optional.empty(), HUB.nextPage(""));
        check.fails("another origin", InvalidInput.class, () -> HUB.nextPage("<https://evil.example/>; rel=next"));
        check.fails("another origin without scheme", InvalidInput.class,
                () -> HUB.nextPage("<//evil.example/>; rel=next"));
    }

    private static void redirects(Check check) {
        for (String good : List.of("https://cas-bridge.xethub.hf.co/xet?X=1", "https://cdn-lfs-us-1.hf.co/a",
                "https://cdn-lfs.huggingface.co/a#b", "https://huggingface.co/a", "https://CDN.HF.CO:443/x")) {
            check.isTrue(good, HUB.mayRedirectTo(good));
        }
        for (String bad : List.of("https://hf.co/x", "https://evilhf.co/x", "https://a.hf.co.evil.example/x",
                "http://cdn.hf.co/x", "https://cdn.hf.co:8443/x", "https://cdn.hf.co@evil.example/x", "//cdn.hf.co/x",
                "data:text/plain,https://cdn.hf.co", "", "https://a..hf.co/x")) {
            check.isTrue(bad, !HUB.mayRedirectTo(bad));
        }
        FileOrigins own = FileOrigins.parse(List.of("http://files.example:8080/"));
        check.isTrue("own", own.allow("http://files.example:8080/a"));
        check.isTrue("another port", !own.allow("http://files.example/a"));
        check.fails("every host", InvalidInput.class, () -> FileOrigins.parse(List.of("https://*.com")));
        check.fails("a star inside", InvalidInput.class, () -> FileOrigins.parse(List.of("https://a.*.com")));
        check.fails("a star without https", InvalidInput.class, () -> FileOrigins.parse(List.of("http://*.a.com")));
    }

    private static void tree(Check check) {
        String sha = "ab".repeat(32);
        String oid = "cd".repeat(20);
        HubTree tree = new HubTree();
        tree.add(Utf8.encode("[{\"type\":\"directory\",\"oid\":\"" + oid + "\",\"size\":0,\"path\":\"1_Pooling\"},"
                + "{\"type\":\"file\",\"oid\":\"" + oid
                + "\",\"size\":5000000000,\"path\":\"model.safetensors\",\"lfs\":"
                + "{\"oid\":\"" + sha + "\",\"size\":5000000000,\"pointerSize\":135},\"xetHash\":\"00\"}]"));
        tree.add(Utf8.encode(file("1_Pooling/config.json", 190)));
        check.equal("files", 2, tree.files().size());
        check.equal("large", new HubFile("model.safetensors", 5_000_000_000L, new GitBlobId(oid),
                Optional.of(Digest.parse("sha256:" + sha))), tree.files().get(0));
        check.equal("small", Optional.empty(), tree.files().get(1).sha256());
        check.fails("twice", DamagedData.class, () -> tree.add(Utf8.encode(file("model.safetensors", 1))));
        for (String bad : List.of("{}", "[1]", "[{\"type\":\"file\"}]", file("../x", 1), file("/x", 1),
                file("a\\\\b", 1),
                file("a", -1), file("a", 1).replace(oid, "zz"), "<html>",
                file("a", 1).replace("}]", ",\"lfs\":{\"oid\":\"" + sha + "\",\"size\":2}}]"),
                file("a", 1).replace("}]", ",\"lfs\":{\"oid\":\"12\",\"size\":1}}]"))) {
            check.fails(bad, DamagedData.class, () -> new HubTree().add(Utf8.encode(bad)));
        }
        StringBuilder many = new StringBuilder("[");
        for (int i = 0; i <= HubTree.MAX_FILES; i++) {
            String one = file("f" + i, 1);
            many.append(i == 0 ? "" : ",").append(one, 1, one.length() - 1);
        }
        check.fails("too many", OutOfBudget.class, () -> new HubTree().add(Utf8.encode(many + "]")));
    }

    private static String file(String path, long size) {
        return "[{\"type\":\"file\",\"oid\":\"" + "cd".repeat(20) + "\",\"size\":" + size + ",\"path\":\"" + path
                + "\"}]";
    }

    private static void verified(Check check) {
        byte[] bytes = Utf8.encode("hello world\n");
        HubFile small = new HubFile("a", 12, GitBlobId.of(bytes), Optional.empty());
        HubFile large = new HubFile("a", 12, new GitBlobId("0".repeat(40)), Optional.of(Digest.of(bytes)));
        small.verify(bytes);
        large.verify(bytes);
        byte[] other = bytes.clone();
        other[3] ^= 1;
        for (HubFile file : List.of(small, large)) {
            check.fails("another byte", DamagedData.class, () -> file.verify(other));
            DamagedData longer = check.fails("longer", DamagedData.class, () -> file.verify(new byte[13]));
            check.equal("length", "13 bytes", longer.finding().found());
        }
        LfsPointer pointer = LfsPointer.read(Utf8.encode("version https://git-lfs.github.com/spec/v1\noid "
                + Digest.of(bytes) + "\nsize 12\n"));
        check.equal("pointer", new LfsPointer(Digest.of(bytes), 12), pointer);
        for (String bad : List.of("", "hello", "oid sha256:12\nsize 1", "oid " + Digest.of(bytes) + "\nsize x",
                "oid " + Digest.of(bytes) + "\nsize 9999999999999999999")) {
            check.fails(bad, DamagedData.class, () -> LfsPointer.read(Utf8.encode(bad)));
        }
    }

    private static void model(Check check) {
        HubModel model = HubModel
                .read(Utf8.encode("{\"_id\":\"x\",\"id\":\"BAAI/bge-small-en-v1.5\",\"sha\":\"" + COMMIT
                        + "\",\"gated\":false,\"pipeline_tag\":\"feature-extraction\",\"tags\":[\"license:mit\",7],"
                        + "\"cardData\":{\"license\":\"mit\"},\"siblings\":[{\"rfilename\":\"a\"}]}"));
        check.equal("commit", COMMIT, model.commit().text());
        check.equal("tags", List.of("license:mit"), model.tags());
        check.equal("card", "mit", model.card().string("license"));
        check.equal("library", "", model.libraryName());
        check.isTrue("open", !model.isGated() && !model.isPrivate() && !model.isDisabled());
        check.equal("renamed", Optional.of(BGE), model.renamedFrom(new HubModelId("old", "name")));
        check.equal("not renamed", Optional.empty(), model.renamedFrom(BGE));
        HubModel odd = HubModel.read(Utf8.encode("{\"id\":\"a/b\",\"sha\":\"" + COMMIT
                + "\",\"gated\":\"manual\",\"private\":true,\"pipeline_tag\":null,\"tags\":{},\"cardData\":null}"));
        check.isTrue("gated and private", odd.isGated() && odd.isPrivate());
        check.equal("no task", "", odd.pipelineTag());
        for (String bad : List.of("[]", "{\"id\":\"a/b\"}", "{\"id\":\"a\",\"sha\":\"" + COMMIT + "\"}",
                "{\"id\":\"a/b\",\"sha\":\"main\"}")) {
            check.fails(bad, TabitatException.class, () -> HubModel.read(Utf8.encode(bad)));
        }
        List<HubSearch.Hit> hits = HubSearch
                .read(Utf8.encode("[{\"id\":\"gpt2\"},{\"id\":\"a/b\",\"downloads\":5,\"likes\":2,"
                        + "\"tags\":[\"x\"],\"pipeline_tag\":\"text-generation\"},{\"modelId\":\"c/d\",\"gated\":\"auto\"}]"));
        check.equal("hits with an owner", 2, hits.size());
        check.equal("downloads", 5L, hits.get(0).downloads());
        check.isTrue("gated", hits.get(1).isGated());
        check.fails("no list", DamagedData.class, () -> HubSearch.read(Utf8.encode("{}")));
    }

    private static void failures(Check check) {
        String[][] cases = {
                {"401", "GatedRepo", "refused", "agree"}, {"403", "GatedRepo", "refused", "agree"},
                {"401", "RepoNotFound", "invalid_input", "spelling"}, {"401", "", "invalid_input", "spelling"},
                {"404", "", "invalid_input", "spelling"}, {"404", "RevisionNotFound", "invalid_input", "revision out"},
                {"404", "EntryNotFound", "invalid_input", "Inspect"}, {"403", "", "refused", "account"},
                {"307", "", "invalid_input", "name"}, {"429", "", "unavailable", "in 2 minutes"},
                {"500", "", "unavailable", "later"}, {"503", "", "unavailable", "later"},
                {"400", "", "unavailable", "report"}};
        for (String[] one : cases) {
            int status = Integer.parseInt(one[0]);
            HubFailure failure = new HubFailure(status, one[1], "told\nso", OptionalLong.of(100));
            TabitatException error = failure.toError("https://huggingface.co", BGE, HubRevision.MAIN, "config.json");
            String what = String.join(" ", one);
            check.equal(what, one[2], error.code());
            check.isTrue(what + ": " + error.finding().remedy(), error.finding().remedy().contains(one[3]));
            check.isTrue("found", error.finding().found().contains("status " + status)
                    && error.finding().found().contains("told so"));
            check.isTrue("where", error.finding().where().contains("BAAI/bge-small-en-v1.5 at main, config.json"));
            check.isTrue("expected", !error.finding().expected().isEmpty());
            check.equal("again", status == 429 || status >= 500, failure.isTransient());
        }
    }
}
