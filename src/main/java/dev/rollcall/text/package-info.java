/**
 * Text that is fit to be shown: made harmless, wrapped, and the same under every locale.
 *
 * <p>Knows the JDK only.
 */
@NullMarked
package dev.rollcall.text;

import org.jspecify.annotations.NullMarked;
