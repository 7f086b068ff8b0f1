/**
 * Small changes to a base that stays as it is: their kinds, their files, stacks of them as steps of a graph, and
 * whether they belong to a base. The files are specified in {@code docs/formats/adapter.md}. Depends on {@code model},
 * {@code graph}, {@code tensor}, {@code format}, {@code packages}, {@code licences}, {@code runtime} (backends to
 * test), {@code lineage} (how an adapter is written down), {@code device} (fit arithmetic), {@code fitness} (how a
 * figure is known), {@code digest}, {@code json} and {@code error}.
 */
package dev.tabitat.core.adapter;
