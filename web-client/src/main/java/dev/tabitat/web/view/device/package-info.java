/** What this tab has, what it stores, and every byte that it sent or received. */
package dev.tabitat.web.view.device;
