/**
 * The JSON documents: a run, and what a stand-in saw. They are complete: every report can be made
 * from them later.
 *
 * <p>{@link dev.rollcall.document.RunDocument} and {@link dev.rollcall.document.StandInDocument}
 * are written and read by one mechanism ({@code DocumentForm}), strictly and within bounds. {@link
 * dev.rollcall.document.Stored} reads either. Knows {@code model}, {@code files} and {@code text}.
 */
@NullMarked
package dev.rollcall.document;

import org.jspecify.annotations.NullMarked;
