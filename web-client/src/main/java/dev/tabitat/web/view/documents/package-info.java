/** The documents screen: private documents brought in, asked, read at the exact span, and deleted for good. */
package dev.tabitat.web.view.documents;
