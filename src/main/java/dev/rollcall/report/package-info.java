/**
 * What a person, a dashboard or a later report reads: one renderer per format, each a pure function
 * of the run.
 *
 * <p>{@link dev.rollcall.report.Format} names them. {@link dev.rollcall.document.RunDocument} is
 * the one that loses nothing: every other report can be rendered from it later. Texts that decide
 * (what is wrong, whose job it is, what to ask) come ready in the verdict; renderers only place
 * them. What a remote server sent passes {@link dev.rollcall.text.Printable} before it reaches a
 * person.
 *
 * <p>Knows {@code model}, {@code document} and {@code text}. {@code cli} chooses formats, widths
 * and streams.
 */
@NullMarked
package dev.rollcall.report;

import org.jspecify.annotations.NullMarked;
