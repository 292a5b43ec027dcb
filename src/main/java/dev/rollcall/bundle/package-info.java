/**
 * The file for the vendor's support: a zip archive with the last run and what belongs to it.
 *
 * <pre>
 * README.txt       what is in it, and what was left out
 * run.json         the last run: {@link dev.rollcall.document.RunDocument}
 * course.json      how each rule went before: {@link dev.rollcall.document.CourseDocument}
 * site.yaml        the site file, without comments and references to secrets
 * host.json        {@link dev.rollcall.model.HostFacts}
 * stand-in-1.json  what a stand-in saw: {@link dev.rollcall.document.StandInDocument}
 * </pre>
 *
 * <p>{@link dev.rollcall.bundle.redact} makes its redacted form. Knows {@code document}, {@code
 * files}, {@code probe}, {@code text} and {@code model}. Used by {@code cli} and {@code run} only.
 */
@NullMarked
package dev.rollcall.bundle;

import org.jspecify.annotations.NullMarked;
