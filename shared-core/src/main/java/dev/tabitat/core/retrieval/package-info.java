/**
 * Finding passages: documents cut into passages, their words (BM25), their meaning (exact nearest vectors), both fused,
 * and when to say that nothing fits.
 *
 * <p>
 * Entry type: {@link PassageRanking}. Depends on {@code binary}, {@code documents}, {@code error}, {@code json},
 * {@code org.tartarus.snowball}, {@code text}, {@code tokenizer}.
 */
package dev.tabitat.core.retrieval;
