/**
 * Files that appear whole or not at all, the rules for folders that root writes into, and how an
 * input is opened.
 *
 * <p>Knows {@code text} only.
 */
@NullMarked
package dev.rollcall.files;

import org.jspecify.annotations.NullMarked;
