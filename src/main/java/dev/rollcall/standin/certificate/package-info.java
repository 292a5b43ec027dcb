/** Keys and certificates that stand-ins show. */
@NullMarked
package dev.rollcall.standin.certificate;

import org.jspecify.annotations.NullMarked;
