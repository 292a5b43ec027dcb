/**
 * What the HTML report shows, as records: made from runs by pure functions, without HTML.
 *
 * <p>Every text is {@link dev.rollcall.text.Printable}: the templates only place it. A number is a
 * place on a drawing of 1000 units.
 */
@NullMarked
package dev.rollcall.report.page.view;

import org.jspecify.annotations.NullMarked;
