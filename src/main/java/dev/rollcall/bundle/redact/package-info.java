/**
 * Replaces what identifies a site by stable pseudonyms.
 *
 * <p>{@link dev.rollcall.bundle.redact.Redaction} is the whole. It walks over records, and treats
 * each text by what its component holds ({@link dev.rollcall.bundle.redact.Treatments}). A text of
 * no known kind keeps only words that are known to be harmless ({@link
 * dev.rollcall.bundle.redact.KnownWords}): Rollcall's own words, and those of the catalogue that
 * the jar has. So what is new or unexpected is replaced, and not overlooked.
 *
 * <p>Pure functions of a value and a key, except that the known words are read from the jar.
 */
@NullMarked
package dev.rollcall.bundle.redact;

import org.jspecify.annotations.NullMarked;
