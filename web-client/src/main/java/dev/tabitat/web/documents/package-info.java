/**
 * The worker of private documents, a binary of its own: takes files in, reads them, cuts them into passages, embeds and
 * searches them, and keeps them sealed where the person wishes. Depends on {@code core}, {@code kernels},
 * {@code store}, {@code protocol}, {@code kernelhost}, {@code jso} and of {@code fetch} how work is stopped; only
 * {@code BrowserDocumentEnvironment}, {@code PdfWorker} and {@code DocumentsMain} know the browser.
 */
package dev.tabitat.web.documents;
