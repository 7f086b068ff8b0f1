package dev.tabitat.core.lineage;

import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lineage as a graph: sources above, the packages made from them, the runs of each package below. Built from the
 * unbroken part of the chain only.
 *
 * <p>
 * An installed package stands as {@code specialist} (it answers the task that it declares), a removed one as
 * {@code archived}. As JSON {@code {nodes, edges: [{from, to, operator}], head, length, chain_ok}}.
 */
public final class LineageGraph {

    private final List<GraphNode> nodes;
    private final List<Edge> edges;
    private final ChainReport chain;

    /** {@code to} was made from {@code from} by {@code operator}. */
    public record Edge(String from, String to, String operator) {

        JsonObject toJson() {
            return JsonObject.of("from", from, "to", to, "operator", operator);
        }
    }

    private LineageGraph(List<GraphNode> nodes, List<Edge> edges, ChainReport chain) {
        this.nodes = List.copyOf(nodes);
        this.edges = List.copyOf(edges);
        this.chain = chain;
    }

    /** The graph of a chain, broken or not. */
    public static LineageGraph of(List<LineageRecord> records) {
        ChainReport chain = LineageChain.verify(records);
        List<LineageRecord> sound = records.subList(0, (int) chain.verified());
        Builder builder = new Builder();
        for (LineageRecord record : sound) {
            builder.add(record);
        }
        builder.addLearning();
        for (RunSummary summary : RunSummary.of(sound)) {
            builder.addRuns(summary);
        }
        return new LineageGraph(builder.nodes(), builder.edges, chain);
    }

    public List<GraphNode> nodes() {
        return nodes;
    }

    public List<Edge> edges() {
        return edges;
    }

    public JsonObject toJson() {
        JsonArray nodeItems = JsonArray.ofEach(nodes, GraphNode::toJson);
        JsonArray edgeItems = JsonArray.ofEach(edges, Edge::toJson);
        return JsonObject.of("nodes", nodeItems, "edges", edgeItems,
                "head", chain.head().toString(), "length", chain.records(), "chain_ok", chain.ok());
    }

    /** Collects nodes while the chain is read; used once. */
    private static final class Builder {

        private final Map<String, GraphNode> sources = new LinkedHashMap<>();
        private final Map<String, GraphNode> parents = new LinkedHashMap<>();
        private final Map<String, Installed> packages = new LinkedHashMap<>();
        private final List<GraphNode> runs = new ArrayList<>();
        private final List<Edge> edges = new ArrayList<>();
        private final Map<String, Integer> repairs = new LinkedHashMap<>();
        private final Map<String, GraphNode> examples = new LinkedHashMap<>();
        private final Map<String, String> examplesByDigest = new LinkedHashMap<>();
        /** The examples that a package learnt from, by its manifest digest: the two may become known in any order. */
        private final Map<String, String> learnt = new LinkedHashMap<>();
        private final Map<String, DescendantBred> bred = new LinkedHashMap<>();
        private final Map<String, String> bredAt = new LinkedHashMap<>();
        private final Map<String, LifecycleChanged> lives = new LinkedHashMap<>();
        private final Map<String, Map<String, DescendantEvaluated>> evaluations = new LinkedHashMap<>();
        private String device = "";

        /** A package and what became of it. */
        private record Installed(PackageInstalled body, String firstAt, Lifecycle state, String rollbackTarget) {

            Installed in(Lifecycle now) {
                return new Installed(body, firstAt, now, rollbackTarget);
            }
        }

        void add(LineageRecord record) {
            LineageBody body = record.typedBody();
            if (body instanceof PackageInstalled installed) {
                addPackage(installed, record.createdAtUtc());
            } else if (body instanceof PackageRemoved removed) {
                packages.computeIfPresent(removed.manifestDigest().toString(),
                        (id, known) -> known.in(Lifecycle.ARCHIVED));
            } else if (body instanceof PackageReplaced replaced) {
                replace(replaced);
            } else if (body instanceof ExamplesAdded added) {
                addExamples(added, record.createdAtUtc());
            } else if (body instanceof DescendantBred descendant) {
                addBred(descendant, record.createdAtUtc());
            } else if (body instanceof DescendantEvaluated evaluated) {
                evaluations.computeIfAbsent(evaluated.manifestDigest().toString(), key -> new LinkedHashMap<>())
                        .put(evaluated.part(), evaluated);
            } else if (body instanceof LifecycleChanged changed) {
                lives.put(changed.manifestDigest().toString(), changed);
            } else if (body instanceof DeviceProfiled profiled) {
                device = "urn:tabitat:device-" + profiled.profileDigest().hex();
            } else if (body instanceof StoreRepaired repaired) {
                for (RepairedChunk chunk : repaired.repaired()) {
                    repairs.merge(chunk.packageName(), 1, Integer::sum);
                }
            }
        }

        private void addExamples(ExamplesAdded added, String at) {
            String id = added.manifestDigest().toString();
            examplesByDigest.put(added.examplesDigest().toString(), id);
            examples.put(id, new GraphNode(GraphNode.Kind.EXAMPLES, added.name(),
                    LineageNode.of(id, id, Lifecycle.SPECIALIST, at), List.of(
                            new Statement("examples", added.n() + ", " + added.labels() + " labels", Known.CHECKED),
                            new Statement("split",
                                    added.train() + " train, " + added.select() + " select, " + added.test() + " test",
                                    Known.CHECKED),
                            new Statement("digest", added.examplesDigest().toString(), Known.CHECKED))));
        }

        /** A descendant stands below all of its parents and below the examples that it learnt from. */
        private void addBred(DescendantBred descendant, String at) {
            String id = descendant.manifestDigest().toString();
            if (bred.put(id, descendant) != null) {
                return;
            }
            bredAt.put(id, at);
            edges.removeIf(edge -> edge.to().equals(id));
            JsonObject recipe = JsonReader.readObject(descendant.recipe(), JsonLimits.DEFAULT);
            String operator = recipe.stringOr("operator", "");
            for (String parent : descendant.genome().mergeParents()) {
                parents.putIfAbsent(parent,
                        new GraphNode(GraphNode.Kind.MODEL, shortened(parent),
                                LineageNode.of(parent, parent, Lifecycle.ARCHIVED, at),
                                List.of(new Statement("installed", "not here", Known.CHECKED))));
                edges.add(new Edge(parent, id, operator));
            }
            learnt.put(id, recipe.stringOr("dataset", ""));
        }

        /** Packages stand below the examples that they learnt from, wherever they were bred. */
        void addLearning() {
            learnt.forEach((id, dataset) -> {
                if (examplesByDigest.containsKey(dataset)) {
                    edges.add(new Edge(examplesByDigest.get(dataset), id, "learn"));
                }
            });
        }

        private static String shortened(String digest) {
            return digest.length() > 19 ? digest.substring(7, 19) : digest;
        }

        /**
         * The version that was replaced is kept aside; an updated one names it as what takes its place when it fails.
         */
        private void replace(PackageReplaced replaced) {
            String before = replaced.replacedDigest().toString();
            packages.computeIfPresent(before, (id, known) -> known.in(Lifecycle.ARCHIVED));
            packages.computeIfPresent(replaced.manifestDigest().toString(),
                    (id, known) -> new Installed(known.body, known.firstAt,
                            Lifecycle.SPECIALIST,
                            replaced.how() == PackageReplaced.How.UPDATE ? before : known.rollbackTarget));
        }

        private void addPackage(PackageInstalled installed, String at) {
            String id = installed.manifestDigest().toString();
            Installed before = packages.get(id);
            packages.put(id, new Installed(installed, before == null ? at : before.firstAt, Lifecycle.SPECIALIST, ""));
            if (before != null) {
                return;
            }
            addInstalledExamples(installed, at);
            if (bred.containsKey(id)) {
                return;
            }
            if (installed.parent().isPresent()) {
                addParent(id, installed.parent().get(), at);
            } else if (!installed.source().isEmpty()) {
                addSource(id, installed, at);
            }
        }

        /** A parent stands as what it is known as: by name and digest, until it is installed itself. */
        private void addParent(String id, PackageInstalled.Parent parent, String at) {
            String key = parent.manifestDigest().toString();
            parents.putIfAbsent(key, new GraphNode(GraphNode.Kind.MODEL, parent.name(),
                    LineageNode.of(key, key, Lifecycle.ARCHIVED, at),
                    List.of(new Statement("installed", "not here", Known.CHECKED))));
            edges.add(new Edge(key, id, parent.operator()));
            JsonObject recipe = JsonReader.readObject(parent.recipe(), JsonLimits.DEFAULT);
            for (Json item : recipe.find("parents").filter(JsonArray.class::isInstance).map(JsonArray.class::cast)
                    .orElse(JsonArray.EMPTY).items()) {
                String other = item instanceof JsonString digest ? digest.value() : key;
                if (!other.equals(key)) {
                    parents.putIfAbsent(other,
                            new GraphNode(GraphNode.Kind.MODEL, shortened(other),
                                    LineageNode.of(other, other, Lifecycle.ARCHIVED, at),
                                    List.of(new Statement("installed", "not here", Known.CHECKED))));
                    edges.add(new Edge(other, id, parent.operator()));
                }
            }
            recipe.find("dataset").filter(JsonString.class::isInstance)
                    .ifPresent(dataset -> learnt.put(id, ((JsonString) dataset).value()));
        }

        /** Examples that came as a package: the installation alone tells of them. */
        private void addInstalledExamples(PackageInstalled installed, String at) {
            String id = installed.manifestDigest().toString();
            installed.examples().ifPresent(digest -> {
                examplesByDigest.putIfAbsent(digest, id);
                examples.putIfAbsent(id,
                        new GraphNode(GraphNode.Kind.EXAMPLES, installed.name(),
                                LineageNode.of(id, id, Lifecycle.SPECIALIST, at),
                                List.of(new Statement("digest", digest, Known.CHECKED))));
            });
        }

        private void addSource(String id, PackageInstalled installed, String at) {
            String source = "source:" + installed.source();
            sources.computeIfAbsent(source, key -> new GraphNode(GraphNode.Kind.SOURCE, installed.source(),
                    LineageNode.of(key, installed.sourceDigest(), Lifecycle.ARCHIVED, at),
                    List.of(new Statement("licence", installed.licence(), Known.CLAIMED))));
            edges.add(new Edge(source, id, "conversion"));
        }

        void addRuns(RunSummary summary) {
            String model = summary.model().toString();
            String id = "runs:" + model + ":" + summary.backend();
            Installed installed = packages.get(model);
            String name = (installed == null ? summary.model().shortForm() : installed.body.name())
                    + " on " + summary.backend();
            LineageNode node = LineageNode.of(id, "", Lifecycle.SPECIALIST, summary.firstAt()).withParent(model)
                    .withResourceProfile(device);
            runs.add(new GraphNode(GraphNode.Kind.RUNS, name, node, List.of(
                    new Statement("runs", String.valueOf(summary.n()), Known.MEASURED),
                    new Statement("median time", summary.medianWords(), Known.MEASURED),
                    new Statement("first", summary.firstAt(), Known.MEASURED),
                    new Statement("last", summary.lastAt(), Known.MEASURED))));
            if (installed != null) {
                edges.add(new Edge(model, id, "run"));
            }
        }

        List<GraphNode> nodes() {
            List<GraphNode> all = new ArrayList<>(sources.values());
            all.addAll(examples.values());
            for (Map.Entry<String, GraphNode> parent : parents.entrySet()) {
                if (!packages.containsKey(parent.getKey()) && !bred.containsKey(parent.getKey())) {
                    all.add(parent.getValue());
                }
            }
            for (Map.Entry<String, Installed> entry : packages.entrySet()) {
                if (!examples.containsKey(entry.getKey())) {
                    all.add(model(entry.getKey(), entry.getValue()));
                }
            }
            for (Map.Entry<String, DescendantBred> entry : bred.entrySet()) {
                if (!packages.containsKey(entry.getKey())) {
                    String id = entry.getKey();
                    all.add(new GraphNode(GraphNode.Kind.MODEL, entry.getValue().genome().genomeId(),
                            lived(LineageNode.of(id, id, Lifecycle.LAB, bredAt.get(id)), id), said(id)));
                }
            }
            all.addAll(runs);
            return all;
        }

        /** Its parents, and its place where one was given to it. */
        private LineageNode lived(LineageNode node, String id) {
            LineageNode lived = node;
            DescendantBred descendant = bred.get(id);
            if (descendant != null) {
                lived = new LineageNode(id, id, descendant.genome().mergeParents(), descendant.genome().baseModelId(),
                        List.of(), descendant.recipe(), node.quantization(), "", "",
                        "", device, node.lifecycleState() == Lifecycle.ARCHIVED ? Lifecycle.ARCHIVED : Lifecycle.LAB,
                        node.rollbackTarget(), node.createdAtUtc());
            }
            LifecycleChanged life = lives.get(id);
            Map<String, DescendantEvaluated> judged = evaluations.getOrDefault(id, Map.of());
            String packet = judged.isEmpty() ? ""
                    : "urn:tabitat:scorecard-" + judged.values().iterator().next().scorecardDigest().hex();
            if (life == null || node.lifecycleState() == Lifecycle.ARCHIVED) {
                return packet.isEmpty() ? lived : lived.withEvaluation(packet);
            }
            return (packet.isEmpty() ? lived : lived.withEvaluation(packet)).withState(life.state())
                    .withRollbackTarget(life.rollbackTarget());
        }

        /** What its breeding and its judges say. */
        private List<Statement> said(String id) {
            List<Statement> facts = new ArrayList<>();
            DescendantBred descendant = bred.get(id);
            if (descendant != null) {
                facts.add(new Statement("recipe", descendant.recipe(), Known.CHECKED));
                facts.add(new Statement("task", descendant.task(), Known.CHECKED));
            }
            for (DescendantEvaluated one : evaluations.getOrDefault(id, Map.of()).values()) {
                JsonObject f1 = one.scorecard().findObject("macro_f1").orElse(JsonObject.EMPTY);
                facts.add(new Statement("macro-F1, " + one.part(),
                        hundredths(f1.numberOr("value", 0)) + " [" + hundredths(f1.numberOr("low", 0)) + ", "
                                + hundredths(f1.numberOr("high", 0)) + "], n = " + one.scorecard().integerOr("n", 0),
                        Known.MEASURED));
            }
            LifecycleChanged life = lives.get(id);
            if (life != null) {
                facts.add(new Statement("place", life.state().id() + ": " + life.reason(), Known.CHECKED));
            }
            return facts;
        }

        private static String hundredths(double value) {
            long thousandths = Math.round(value * 1000);
            String digits = Long.toString(thousandths % 1000);
            return thousandths / 1000 + "." + "0".repeat(3 - digits.length()) + digits;
        }

        private GraphNode model(String id, Installed installed) {
            PackageInstalled body = installed.body;
            LineageNode node = LineageNode.of(id, id, installed.state, installed.firstAt)
                    .withQuantization(body.quantization()).withRollbackTarget(installed.rollbackTarget);
            if (body.parent().isPresent()) {
                node = node.withParent(body.parent().get().manifestDigest().toString());
            } else if (!body.source().isEmpty()) {
                node = node.withParent("source:" + body.source());
            }
            node = lived(node, id);
            List<Statement> facts = new ArrayList<>();
            facts.add(new Statement("licence", body.licence(), Known.CLAIMED));
            if (!bred.containsKey(id)) {
                body.parent().ifPresent(parent -> facts.add(new Statement("recipe", parent.recipe(), Known.CLAIMED)));
            }
            facts.addAll(said(id));
            facts.addAll(body.facts());
            Integer mended = repairs.get(body.name());
            if (mended != null) {
                facts.add(new Statement("pieces mended", String.valueOf(mended), Known.CHECKED));
            }
            return new GraphNode(GraphNode.Kind.MODEL, body.name(), node, facts);
        }
    }
}
