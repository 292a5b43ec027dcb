/**
 * Reports for people: the console's, several runs side by side, and drift.
 *
 * <p>What a remote server sent goes through {@link dev.rollcall.text.Printable} before it is shown.
 */
@NullMarked
package dev.rollcall.report.text;

import org.jspecify.annotations.NullMarked;
