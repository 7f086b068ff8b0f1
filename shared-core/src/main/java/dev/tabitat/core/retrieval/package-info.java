/**
 * Finding passages: documents cut into passages, their words (BM25), their meaning (exact nearest vectors), both fused,
 * and when to say that nothing fits. Depends on {@code documents}, {@code tokenizer}, {@code text}, {@code fitness}
 * (intervals), {@code json} and {@code error}.
 */
package dev.tabitat.core.retrieval;
