/** The documents screen: private documents added, searched, read at the exact span, and deleted for good. */
package dev.tabitat.web.view.documents;
