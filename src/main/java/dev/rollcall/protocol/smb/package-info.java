/**
 * Windows file sharing (SMB 2 and 3, MS-SMB2) over TCP 445, as far as a destination can be proven
 * without credentials: NEGOTIATE. Knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.smb;

import org.jspecify.annotations.NullMarked;
