package dev.rollcall.protocol.kerberos;

import com.unboundid.asn1.ASN1Element;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;

/**
 * An AS-REQ (RFC 4120 §5.4.1) without pre-authentication: the first message of every login, sent
 * before a password is needed. A KDC answers it with what it wants to see, not with a failed login.
 *
 * @param client the principal to ask a ticket for
 */
record AsRequest(String realm, Principal client) {
  private static final int TAG = 10;
  private static final int PVNO = 5;
  private static final int CANONICALIZE = 0x0001_0000;

  /** AES with SHA-1 first (every AD since 2008), AES with SHA-2, RC4 last (old domains). */
  private static final int[] ENCRYPTION_TYPES = {18, 17, 20, 19, 23};

  private static final SecureRandom RANDOM = new SecureRandom();

  AsRequest(KerberosSettings settings) {
    this(settings.realm(), Principal.of(settings.principal(), settings.realm()));
  }

  /** The message, with a new nonce: positive and below 2³¹, as old KDCs read it signed. */
  byte[] encode() {
    ASN1Element body =
        Der.sequence(
            Der.field(0, Der.flags(client.enterprise() ? CANONICALIZE : 0)),
            Der.field(1, client.encode()),
            Der.field(2, Der.string(realm)),
            Der.field(3, Principal.krbtgt(realm).encode()),
            // 1970 stands for "as long as you allow" (§5.4.1): no clock of ours is in it.
            Der.field(5, Der.time(Instant.EPOCH)),
            Der.field(7, Der.integer(RANDOM.nextInt(Integer.MAX_VALUE))),
            Der.field(
                8,
                Der.sequence(
                    Arrays.stream(ENCRYPTION_TYPES)
                        .mapToObj(Der::integer)
                        .toArray(ASN1Element[]::new))));
    return Der.application(
            TAG,
            Der.sequence(
                Der.field(1, Der.integer(PVNO)),
                Der.field(2, Der.integer(TAG)),
                Der.field(4, body)))
        .encode();
  }
}
