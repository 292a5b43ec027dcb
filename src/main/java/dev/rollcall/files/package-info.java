/**
 * Files that appear whole or not at all, and the rules for folders that root writes into.
 *
 * <p>Knows {@code text} only.
 */
@NullMarked
package dev.rollcall.files;

import org.jspecify.annotations.NullMarked;
