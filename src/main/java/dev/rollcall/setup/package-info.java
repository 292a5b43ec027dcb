/**
 * Makes a site file with its user: which questions there are ({@link
 * dev.rollcall.setup.Questions}), what this host knows already ({@link
 * dev.rollcall.setup.Defaults}), whether an answer is right ({@link
 * dev.rollcall.setup.AnswerCheck}), and the file's text ({@link dev.rollcall.setup.SiteFileText}).
 *
 * <p>How it asks is the command line's.
 */
@NullMarked
package dev.rollcall.setup;

import org.jspecify.annotations.NullMarked;
