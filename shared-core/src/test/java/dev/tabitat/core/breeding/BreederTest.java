package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdapterType;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.Genome;
import dev.tabitat.core.model.CharNgramMaxent;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.specialist.Specialist;
import dev.tabitat.core.training.MatrixProducts;
import dev.tabitat.core.training.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is bred follows from its recipe alone, whoever breeds it, at once or after a break; its package says where it
 * came from.
 */
final class BreederTest {

    private static final String AT = "2026-11-23T09:30:01.250Z";
    /** Above 2^53: a JSON number would round it. */
    private static final long SEED = (1L << 53) + 1;

    private final BreedingSamples.TestModels models = new BreedingSamples.TestModels();
    private final Examples examples = BreedingSamples.examples(1);
    private Digest base;
    private Digest data;

    @BeforeEach
    void fill() {
        base = models.add(BreedingSamples.encoder("tiny:fp32"));
        data = models.add(examples);
    }

    private BreedingResult breed(Recipe recipe, String name) {
        return breed(recipe, new BreedingResult.Facts(PackageName.parse(name), "letters"), Breeder.Progress.NONE);
    }

    private BreedingResult breed(Recipe recipe, BreedingResult.Facts facts, Breeder.Progress progress) {
        try (Breeder breeder = new Breeder(models)) {
            return breeder.breed(recipe, facts, progress, ProgressListener.NONE);
        }
    }

    private Recipe.TrainHead head(long seed) {
        return new Recipe.TrainHead(base, data, seed, 0.02, 0.01, true);
    }

    private static void same(BreedingResult expected, BreedingResult found) {
        assertEquals(expected.digest(), found.digest());
        assertEquals(expected.files().keySet(), found.files().keySet());
        expected.files().forEach((path, bytes) -> assertArrayEquals(bytes, found.files().get(path), path));
    }

    @Test
    void theSameRecipeGivesTheSameBytes() {
        BreedingResult first = breed(head(SEED), "toy:c1");
        same(first, breed(head(SEED), "toy:c1"));
        assertNotEquals(first.digest(), breed(head(SEED), "toy:c2").digest(), "the name is part of the package");
        assertNotEquals(first.digest(), breed(head(SEED + 1), "toy:c1").digest(),
                "2^53 + 1 and 2^53 + 2 are two seeds");
    }

    @Test
    void aNetworkOfNgramsGetsAnotherOutputLayer() {
        Digest network = models.add(BreedingSamples.network("net:q8", 3, List.of("x", "y", "z")));
        Recipe recipe = new Recipe.TrainHead(network, data, 7, 0.02, 0.01, true);
        BreedingResult first = breed(recipe, "toy:n1");
        same(first, breed(recipe, "toy:n1"));
        assertEquals(BreedingSamples.LABELS, Genes.of(first.asModel()).labels());
    }

    @Test
    void aChangedExampleGivesAnotherPackage() {
        List<Example> items = new ArrayList<>(examples.items());
        items.set(0, new Example(items.get(0).text() + " m", items.get(0).label()));
        Digest other = models.add(Examples.sorted(items));
        assertNotEquals(data, other);
        assertNotEquals(breed(head(7), "toy:c1").digest(),
                breed(new Recipe.TrainHead(base, other, 7, 0.02, 0.01, true), "toy:c1").digest());
    }

    @Test
    void trainingGoesOnFromACheckpointToTheSameBytes() {
        for (AdapterType kind : List.of(AdapterType.REPRESENTATION_INTERVENTION, AdapterType.LORA)) {
            Recipe recipe = new Recipe.TrainAdapter(base, data, SEED, kind, 1, 4, 0.01, 0.002);
            BreedingResult.Facts facts = new BreedingResult.Facts(PackageName.parse("toy:a1"), "letters");
            List<byte[]> kept = new ArrayList<>();
            BreedingResult whole = breed(recipe, facts, new Breeder.Progress(Optional.empty(), kept::add));
            assertTrue(kept.size() >= 2, kind + ": passes " + kept.size());
            int passes = kept.size();
            for (byte[] state : List.copyOf(kept)) {
                List<byte[]> later = new ArrayList<>();
                same(whole, breed(recipe, facts, new Breeder.Progress(Optional.of(state), later::add)));
                passes--;
                assertEquals(passes, later.size(), kind + ": only the passes that are left");
            }
            assertEquals(1, whole.adapters().size());
            assertTrue(Specialist.read(whole.asModel()).adapter().isPresent());
        }
    }

    @Test
    void aPackageSaysWhereItCameFrom() {
        BreedingResult bred = breed(head(SEED), "toy:c1");
        assertEquals(base.toString(), bred.manifest().annotation(PackageAnnotations.PARENT));
        assertEquals("tiny:fp32", bred.manifest().annotation(PackageAnnotations.PARENT_NAME));
        assertEquals(base.toString(), bred.manifest().annotation(PackageAnnotations.BASE));
        assertEquals("MIT", bred.manifest().annotation(PackageAnnotations.LICENCE));
        assertEquals("letters", bred.manifest().annotation(PackageAnnotations.TASK));
        assertEquals(Specialist.ID, bred.manifest().annotation(PackageAnnotations.ARCHITECTURE));
        assertEquals("2", bred.manifest().annotation(PackageAnnotations.LABELS));
        assertEquals(head(SEED), Recipe.read(
                JsonReader.readObject(bred.manifest().annotation(PackageAnnotations.RECIPE), JsonLimits.DEFAULT)));
        assertTrue(Replay.isBred(bred.manifest()));
        assertFalse(Replay.isBred(models.find(base).manifest()));
        String card = new String(bred.files().get(ModelPackage.CARD), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(card.contains(base.toString()) && card.contains(data.toString()), card);
        Genome genome = bred.genome(AT);
        assertEquals(SEED, genome.randomSeed());
        assertEquals(base.toString(), genome.baseModelId());
        assertEquals(List.of(base.toString()), genome.mergeParents());
        assertEquals(bred.digest().toString(), genome.artifactUri());
        assertEquals(genome,
                Genome.fromJson(JsonReader.readObject(CanonicalJson.text(genome.toJson()), JsonLimits.DEFAULT)));
        assertThrows(InvalidInput.class, () -> breed(head(7), "tiny:fp32"), "the parent's name");
    }

    @Test
    void aManifestIsEnoughToBreedAgain() {
        BreedingResult bred = breed(head(SEED), "toy:c1");
        try (Breeder breeder = new Breeder(models)) {
            same(bred, breeder.replay(bred.manifest(), ProgressListener.NONE));
            assertThrows(InvalidInput.class, () -> breeder.replay(models.find(base).manifest(), ProgressListener.NONE));
        }
    }

    @Test
    void packagesOfOlderVersionsComeOutWithTheirBytes() {
        BreedingResult old = breed(head(7), new BreedingResult.Facts(PackageName.parse("toy:c1"), "letters", true),
                Breeder.Progress.NONE);
        assertTrue(old.manifest().annotation(PackageAnnotations.RECIPE).contains("\"seed\":7,"), "the old form");
        assertNotEquals(old.digest(), breed(head(7), "toy:c1").digest());
        try (Breeder breeder = new Breeder(models)) {
            same(old, breeder.replay(old.manifest(), ProgressListener.NONE));
        }
        try (Replay replay = replay(List.of(record(old)), examples)) {
            assertTrue(replay.run(old.digest()).isIdentical(), "from its record alone");
        }
    }

    private static DescendantBred record(BreedingResult bred) {
        return new DescendantBred(bred.genome(AT), bred.digest(), "letters",
                bred.manifest().annotation(PackageAnnotations.RECIPE), 1);
    }

    private Replay replay(List<DescendantBred> records, Examples given) {
        return new Replay(records, models::kept, digest -> given, new ExactBackend(), MatrixProducts.PLAIN,
                ProgressListener.NONE);
    }

    /** A head, and a student of it. */
    private List<BreedingResult> line() {
        BreedingResult teacher = breed(head(SEED), "toy:c1");
        BreedingSamples.TestModels all = new BreedingSamples.TestModels();
        all.add(models.find(base));
        all.add(examples);
        all.add(teacher);
        try (Breeder breeder = new Breeder(all)) {
            return List.of(teacher,
                    breeder.breed(new Recipe.Distil(teacher.digest(), data, SEED, 0.5),
                            new BreedingResult.Facts(PackageName.parse("toy:c2"), "letters"),
                            Breeder.Progress.NONE, ProgressListener.NONE));
        }
    }

    @Test
    void aLineIsMadeAgainFromItsRecords() {
        List<BreedingResult> line = line();
        assertEquals(CharNgramMaxent.ID, line.get(1).manifest().annotation(PackageAnnotations.ARCHITECTURE));
        try (Replay replay = replay(List.of(record(line.get(1)), record(line.get(0))), examples)) {
            Digest student = line.get(1).digest();
            assertEquals(List.of(line.get(0).digest(), student), replay.ancestry(student),
                    "the oldest first, the base not among them");
            Replay.Outcome outcome = replay.run(student);
            assertTrue(outcome.isIdentical());
            assertEquals("toy:c2", outcome.name());
        }
    }

    @Test
    void whatIsKeptIsNotTrusted() {
        List<BreedingResult> line = line();
        DescendantBred honest = record(line.get(0));
        String lie = honest.recipe().replace(Long.toString(SEED), Long.toString(SEED + 1));
        assertNotEquals(honest.recipe(), lie);
        DescendantBred other = new DescendantBred(honest.genome(), honest.manifestDigest(), honest.task(), lie, 1);
        try (Replay replay = replay(List.of(other), examples)) {
            Replay.Outcome outcome = replay.run(honest.manifestDigest());
            assertFalse(outcome.isIdentical());
            assertEquals(honest.manifestDigest(), outcome.expected());
        }
        try (Replay replay = replay(List.of(other, record(line.get(1))), examples)) {
            assertThrows(Incompatible.class, () -> replay.run(line.get(1).digest()),
                    "an ancestor that comes out otherwise");
        }
    }

    @Test
    void otherExamplesAndMissingParentsAreRefused() {
        BreedingResult bred = breed(head(7), "toy:c1");
        try (Replay replay = replay(List.of(record(bred)), BreedingSamples.examples(2))) {
            Incompatible refused = assertThrows(Incompatible.class, () -> replay.run(bred.digest()));
            assertEquals(data.toString(), refused.finding().expected());
        }
        try (Replay replay = replay(List.of(), examples)) {
            assertThrows(InvalidInput.class, () -> replay.run(bred.digest()));
        }
        assertThrows(InvalidInput.class,
                () -> breed(new Recipe.TrainHead(Digest.of(new byte[1]), data, 7, 0.02, 0.01, true), "toy:c1"));
    }
}
