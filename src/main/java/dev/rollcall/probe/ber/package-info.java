/**
 * BER encodings (ITU-T X.690) as LDAP and Kerberos use them, looked at before a library decodes
 * them.
 */
@NullMarked
package dev.rollcall.probe.ber;

import org.jspecify.annotations.NullMarked;
