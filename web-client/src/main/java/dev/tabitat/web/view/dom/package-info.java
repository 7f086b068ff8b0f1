/** A tree of markup as a value, and the patcher that makes a real document like it. Depends on nothing of Tabitat. */
package dev.tabitat.web.view.dom;
