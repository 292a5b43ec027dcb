/**
 * What a notification says of a run: {@link dev.rollcall.report.notice.Notice} chooses it, and each
 * form writes it. {@code cli.notify} sends it.
 */
@NullMarked
package dev.rollcall.report.notice;

import org.jspecify.annotations.NullMarked;
