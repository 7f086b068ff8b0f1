/** A tree of markup as a value, and the patcher that makes a real document like it. Knows nothing of Tabitat. */
package dev.tabitat.web.view.dom;
