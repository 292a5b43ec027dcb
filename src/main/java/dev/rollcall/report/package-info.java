/**
 * What a person, a dashboard or a later report reads: one renderer per format, each a pure function
 * of the run.
 *
 * <p>{@link dev.rollcall.report.Format} names them. {@link dev.rollcall.document.RunDocument} is
 * the complete one: every other report can be rendered from it later. Cause, owner and advice are
 * texts of the verdict; renderers only place them. What a remote server sent goes through {@link
 * dev.rollcall.text.Printable} before it is shown.
 *
 * <p>Knows {@code model}, {@code document} and {@code text}. {@code cli} chooses formats, widths
 * and streams.
 */
@NullMarked
package dev.rollcall.report;

import org.jspecify.annotations.NullMarked;
