/**
 * A server's certificates: which roots are trusted, whether the chain and the name are right, and
 * how that is put into words. The rules for chains are in {@code probe.chain}.
 */
@NullMarked
package dev.rollcall.probe.certificate;

import org.jspecify.annotations.NullMarked;
