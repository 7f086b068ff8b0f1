/**
 * Small changes to a base that stays as it is: their kinds, their files, stacks of them as steps of a graph, and
 * whether they belong to a base. The files are specified in {@code docs/formats/adapter.md}.
 *
 * <p>
 * Entry type: {@link Adapter}. Depends on {@code device}, {@code digest}, {@code error}, {@code evidence},
 * {@code format}, {@code graph}, {@code ids}, {@code json}, {@code licences}, {@code math}, {@code model},
 * {@code packages}, {@code runtime}, {@code tensor}, {@code text}.
 */
package dev.tabitat.core.adapter;
