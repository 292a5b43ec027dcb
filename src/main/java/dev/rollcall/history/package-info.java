/**
 * What is remembered from one run to the next, in a folder of the user's.
 *
 * <p>{@link dev.rollcall.history.refusals.Rejections} are the logins that were not accepted, so
 * that no check ever locks an account; they are in the user's state folder as well. {@link
 * dev.rollcall.history.store.Archive} and {@link dev.rollcall.history.store.Recorder} keep the
 * runs:
 *
 * <pre>
 * lock                                     held by the one process that writes; says who that is
 * refused-ACCOUNT.json                     the account's logins that were refused or got no answer
 * login-HASH.lock                          held while a process logs in with that account
 * baseline-CATALOGUE-VANTAGE.json          what runs of a series are compared with
 * runs/2026-11-23/journal.jsonl            a line a run: what drift compares, and what had changed
 * runs/2026-11-23/2026-11-23T043434.123Z-appsanywhere.json.gz    the run document
 * </pre>
 *
 * <p>Every file appears whole, or in the journal's case grows by whole lines: the line is what
 * makes a run part of the history. A process that is killed leaves at most a document without its
 * line, a temporary file or a part of a line, which the next one removes, or passes over.
 *
 * <p>Who else may write to the folder can change what it says, and nothing elsewhere: no link in it
 * is followed ({@link dev.rollcall.history.store.HistoryFiles}). The dates of runs are only
 * believed as far as a clock can be ({@link dev.rollcall.history.store.Days}): those after tomorrow
 * count as the oldest, and what is too old is counted along the days that have runs.
 *
 * <p>Knows {@code model}, {@code probe}, {@code document}, {@code files} and {@code text}. {@code
 * cli} alone knows it, and {@code run}.
 */
@NullMarked
package dev.rollcall.history;

import org.jspecify.annotations.NullMarked;
