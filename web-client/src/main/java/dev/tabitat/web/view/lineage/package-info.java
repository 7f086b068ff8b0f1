/** Where models came from and what ran: drawn, listed, exported, imported. */
package dev.tabitat.web.view.lineage;
