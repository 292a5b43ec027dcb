/**
 * Stores runs in a folder of the user, and compares them.
 *
 * <p>{@link dev.rollcall.history.failedlogins.FailedLogins} are the failed logins, stored so that
 * no check ever locks an account; they are in the user's state folder as well. {@link
 * dev.rollcall.history.store.Archive} reads runs and {@link dev.rollcall.history.store.Recorder}
 * writes them:
 *
 * <pre>
 * lock                                     held by the one process that writes; names that process
 * refused-ACCOUNT.json                     the account's logins that were refused or got no answer
 * login-HASH.lock                          held while a process logs in with that account
 * baseline-CATALOGUE-VANTAGE.json          what runs of a series are compared with
 * bundle.key                               the key of the pseudonyms of redacted bundles
 * runs/2026-11-23/journal.jsonl            a line a run: what drift compares, and what had changed
 * runs/2026-11-23/2026-11-23T043434.123Z-appsanywhere.json.gz    the run document
 * </pre>
 *
 * <p>Every file is written atomically; the journal grows by whole lines. A run is part of the
 * history once its line is there. A killed process leaves at most a document without its line, a
 * temporary file or a partial line, which the next process removes or skips.
 *
 * <p>Another user who may write to the folder can change the history, but nothing elsewhere: no
 * link in it is followed ({@link dev.rollcall.history.store.HistoryFiles}). As a clock may be wrong
 * ({@link dev.rollcall.history.store.Days}), runs dated after tomorrow count as the oldest, and age
 * is counted along the days that have runs.
 *
 * <p>Knows {@code model}, {@code probe}, {@code document}, {@code files} and {@code text}. Used by
 * {@code cli} and {@code run} only.
 */
@NullMarked
package dev.rollcall.history;

import org.jspecify.annotations.NullMarked;
