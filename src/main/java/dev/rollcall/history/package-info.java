/**
 * What is remembered from one run to the next, in a folder of the user's.
 *
 * <p>{@link dev.rollcall.history.Rejections} are the credentials that were refused, so that no
 * check ever locks an account. {@link dev.rollcall.history.Archive} and {@link
 * dev.rollcall.history.Recorder} keep the runs:
 *
 * <pre>
 * lock                                     held by the one process that writes; says who that is
 * refused-ACCOUNT.json
 * baseline-CATALOGUE-VANTAGE.json          what runs of a series are compared with
 * runs/2026-11-23/journal.jsonl            a line a run: what drift compares, and what had changed
 * runs/2026-11-23/2026-11-23T043434.123Z-appsanywhere.json.gz    the run document
 * </pre>
 *
 * <p>Every file appears whole, or in the journal's case grows by whole lines: the line is what
 * makes a run part of the history. A process that is killed leaves at most a document without its
 * line, a temporary file or a part of a line, which the next one removes, or passes over.
 *
 * <p>Knows {@code model}, {@code probe}, whose memory the refused credentials are, and {@code
 * report}, for the run document and the way files are written; is known by {@code cli} alone.
 */
@NullMarked
package dev.rollcall.history;

import org.jspecify.annotations.NullMarked;
