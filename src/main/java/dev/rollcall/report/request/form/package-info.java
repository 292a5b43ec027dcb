/**
 * The forms of a change request: Markdown, CSV and plain text.
 *
 * <p>{@link dev.rollcall.report.request.form.RequestForm} chooses one by the file's ending. Nothing
 * that others wrote is markup or a formula in them.
 */
@NullMarked
package dev.rollcall.report.request.form;

import org.jspecify.annotations.NullMarked;
