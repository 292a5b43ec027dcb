/**
 * The change request: what the firewall, load balancer, proxy and DNS teams must change, so that
 * the failing rules pass.
 *
 * <p>{@link dev.rollcall.report.request.ChangeRequests} makes one from runs: rows by team, merged
 * where they are one firewall rule. The package {@code form} writes it as Markdown, CSV or plain
 * text. All are pure functions. Knows {@code model}, {@code text}, {@code report.cause} and {@code
 * report.text}.
 */
@NullMarked
package dev.rollcall.report.request;

import org.jspecify.annotations.NullMarked;
