package dev.tabitat.core.contract;

import dev.tabitat.core.adapter.AdapterContract;
import dev.tabitat.core.adapter.AdapterPackageContract;
import dev.tabitat.core.binary.BinaryContract;
import dev.tabitat.core.breeding.AdapterSumContract;
import dev.tabitat.core.breeding.MergingContract;
import dev.tabitat.core.device.DeviceContract;
import dev.tabitat.core.documents.DocumentFormatsContract;
import dev.tabitat.core.documents.DocumentsContract;
import dev.tabitat.core.examples.ExamplesContract;
import dev.tabitat.core.escalation.EscalationContract;
import dev.tabitat.core.fitness.CalibrationContract;
import dev.tabitat.core.fitness.EvaluatorContract;
import dev.tabitat.core.fitness.FitnessContract;
import dev.tabitat.core.format.onnx.OnnxContract;
import dev.tabitat.core.format.tar.ArchiveContract;
import dev.tabitat.core.graph.GraphContract;
import dev.tabitat.core.ids.IdsContract;
import dev.tabitat.core.ledger.LedgerContract;
import dev.tabitat.core.licences.LicencesContract;
import dev.tabitat.core.lineage.LineageContract;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.model.FastTextContract;
import dev.tabitat.core.model.ModelContract;
import dev.tabitat.core.model.OnnxBertContract;
import dev.tabitat.core.model.encoder.EncoderContract;
import dev.tabitat.core.model.head.HeadContract;
import dev.tabitat.core.random.SeedsContract;
import dev.tabitat.core.retrieval.RankingContract;
import dev.tabitat.core.retrieval.RetrievalContract;
import dev.tabitat.core.routing.RouterContract;
import dev.tabitat.core.routing.RoutingContract;
import dev.tabitat.core.runtime.AdapterOpsContract;
import dev.tabitat.core.runtime.EncoderOpsContract;
import dev.tabitat.core.runtime.RuntimeContract;
import dev.tabitat.core.sensitivity.SensitiveNumbersContract;
import dev.tabitat.core.sensitivity.SensitiveTextContract;
import dev.tabitat.core.sensitivity.SensitivityContract;
import dev.tabitat.core.signing.SigningContract;
import dev.tabitat.core.time.UtcContract;
import dev.tabitat.core.tokenizer.TokenizerContract;
import dev.tabitat.core.tokenizer.TokenizersContract;
import dev.tabitat.core.tokenizer.WordPieceContract;
import dev.tabitat.core.training.TrainingContract;
import java.util.ArrayList;
import java.util.List;

/** Every contract of the core. */
public final class CoreContracts {

    private CoreContracts() {}

    public static List<Contract> all() {
        List<Contract> all = new ArrayList<>();
        all.add(new IdsContract());
        all.addAll(BinaryContract.all());
        all.addAll(JsonContract.all());
        all.addAll(DigestContract.all());
        all.addAll(SafetensorsContract.all());
        all.addAll(FileKindContract.all());
        all.addAll(OnnxContract.all());
        all.addAll(PackagesContract.all());
        all.addAll(ArchiveContract.all());
        all.addAll(DocumentFormatsContract.all());
        all.addAll(DocumentsContract.all());
        all.addAll(LicencesContract.all());
        all.addAll(SigningContract.all());
        all.add(new UtcContract());
        all.add(new LedgerContract());
        all.add(new FitnessContract());
        all.add(new DeviceContract());
        all.add(new RoutingContract());
        all.add(new CalibrationContract());
        all.add(new RouterContract());
        all.add(new SensitivityContract());
        all.add(new SensitiveNumbersContract());
        all.add(new SensitiveTextContract());
        all.add(new EscalationContract());
        all.add(new LineageContract());
        all.add(new GraphContract());
        all.addAll(RuntimeContract.all());
        all.addAll(EncoderOpsContract.all());
        all.addAll(AdapterOpsContract.all());
        all.addAll(TokenizerContract.all());
        all.addAll(TokenizersContract.all());
        all.addAll(WordPieceContract.all());
        all.addAll(ModelContract.all());
        all.addAll(FastTextContract.all());
        all.addAll(OnnxBertContract.all());
        all.addAll(BertContract.all());
        all.addAll(EncoderContract.all());
        all.addAll(HeadContract.all());
        all.addAll(AdapterContract.all());
        all.addAll(AdapterPackageContract.all());
        all.addAll(AdapterSumContract.all());
        all.addAll(EvaluatorContract.all());
        all.addAll(ExamplesContract.all());
        all.addAll(TrainingContract.all());
        all.addAll(MergingContract.all());
        all.addAll(SeedsContract.all());
        all.addAll(RetrievalContract.all());
        all.addAll(RankingContract.all());
        return all;
    }
}
