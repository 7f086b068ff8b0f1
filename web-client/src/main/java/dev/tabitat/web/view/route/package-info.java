/**
 * The route screen: a text's decision with everything that led to it, the plan to approve, the policy, endpoints and
 * the log.
 */
package dev.tabitat.web.view.route;
