/** What this tab has, what it stores, and every byte that crossed its border. */
package dev.tabitat.web.view.device;
