/**
 * Text for people: made safe to show, wrapped, and the same under every locale.
 *
 * <p>Knows the JDK only.
 */
@NullMarked
package dev.rollcall.text;

import org.jspecify.annotations.NullMarked;
