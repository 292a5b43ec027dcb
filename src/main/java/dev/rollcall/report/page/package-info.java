/**
 * The HTML report: one file that needs no network, is complete without JavaScript, and executes
 * nothing but its own script.
 *
 * <p>{@code view} makes records from runs, pure functions whose texts are {@link
 * dev.rollcall.text.Printable}. The templates in {@code src/main/jte} turn records into HTML and
 * escape by context; the build makes classes of them, in {@code template}. {@link
 * dev.rollcall.report.page.HtmlReport} puts them together with {@code page.css} and {@code
 * page.js}.
 */
@NullMarked
package dev.rollcall.report.page;

import org.jspecify.annotations.NullMarked;
