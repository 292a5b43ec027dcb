/**
 * What is remembered from one run to the next, in a folder of the user's.
 *
 * <p>So far the credentials that were refused, so that no check ever locks an account. Knows {@code
 * model} and {@code probe}, whose memory it is; is known by {@code cli} alone.
 */
@NullMarked
package dev.rollcall.history;

import org.jspecify.annotations.NullMarked;
