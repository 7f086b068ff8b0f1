package dev.tabitat.web.documents;

import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.documents.Documents;
import dev.tabitat.core.documents.PdfAssembler;
import dev.tabitat.core.documents.Source;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.format.Slices;
import dev.tabitat.web.fetch.CancellationToken;

/** Reads a file: PDFs page by page in a worker of their own, everything else here. */
final class Reader {

    /** What is read at once into memory. */
    private static final long MAX_BYTES = 512L << 20;
    private static final int HEAD = 1 << 16;

    private final DocumentEnvironment environment;

    Reader(DocumentEnvironment environment) {
        this.environment = environment;
    }

    /** What a file says. @param pages 0 where it has none */
    record Read(Documents.Format format, DocumentText text, int pages) {}

    /** Receives the progress; may cancel by throwing. */
    interface ProgressListener {
        void step(String unit, long done, long total);
    }

    /**
     * @param mediaType what its sender says it is; may be empty
     * @throws dev.tabitat.core.error.TabitatException naming what is wrong with the file
     */
    Read read(String name, String mediaType, Slices file, CancellationToken stop, ProgressListener watch) {
        Documents.Format format = Documents.sniff(name, file.read(0, (int) Math.min(HEAD, file.length())));
        if (format == Documents.Format.PDF) {
            return pdf(file, stop, watch);
        }
        if (file.length() > MAX_BYTES) {
            throw new OutOfBudget("This file is too large to be read here.",
                    Finding.at(name).expected("at most " + (MAX_BYTES >> 20) + " MiB")
                            .found((file.length() >> 20) + " MiB").remedy("Split it."));
        }
        watch.step("bytes", 0, file.length());
        DocumentText text = Documents.read(format, Slices.of(file.read(0, (int) file.length())),
                new Source(mediaType, environment.decoder()));
        watch.step("bytes", file.length(), file.length());
        return new Read(format, text, 0);
    }

    private Read pdf(Slices file, CancellationToken stop, ProgressListener watch) {
        try (DocumentEnvironment.Pdf pdf = environment.openPdf(file, stop)) {
            PdfAssembler assembler = new PdfAssembler(pdf.title());
            for (int number = 1; number <= pdf.pages(); number++) {
                watch.step("pages", number - 1, pdf.pages());
                DocumentEnvironment.Page page = pdf.page(number, stop);
                assembler.page(number, page.width(), page.height(), page.items());
                assembler.leftOut(page.hidden(), page.comments());
            }
            watch.step("pages", pdf.pages(), pdf.pages());
            return new Read(Documents.Format.PDF, assembler.finish(), pdf.pages());
        }
    }
}
