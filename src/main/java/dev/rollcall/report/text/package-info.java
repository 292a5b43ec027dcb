/**
 * Reports for people: the console's, several runs side by side, and drift.
 *
 * <p>What a remote server sent passes {@link dev.rollcall.text.Printable} before it reaches a
 * person.
 */
@NullMarked
package dev.rollcall.report.text;

import org.jspecify.annotations.NullMarked;
