/**
 * Notifications of a finished run: by mail through the site's relay, or by a webhook.
 *
 * <p>{@link dev.rollcall.report.notice.Notice} is their content. A webhook's URL is a secret:
 * nothing here prints it.
 */
@NullMarked
package dev.rollcall.cli.notify;

import org.jspecify.annotations.NullMarked;
