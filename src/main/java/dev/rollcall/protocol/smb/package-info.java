/**
 * Windows file sharing (SMB 2 and 3, MS-SMB2) over TCP 445: NEGOTIATE proves a destination without
 * credentials; with them one login ({@link dev.rollcall.protocol.smb.SmbLogin}) reads the share.
 * Its tokens are jcifs-ng's; messages, limits and the connection are our own, since the library
 * connects, retries and follows referrals by itself. Uses {@code probe}, {@code text} and {@code
 * model}.
 */
@NullMarked
package dev.rollcall.protocol.smb;

import org.jspecify.annotations.NullMarked;
