package dev.rollcall.protocol.kerberos;

import com.unboundid.asn1.ASN1Element;
import dev.rollcall.protocol.kerberos.message.KerberosDer;
import dev.rollcall.protocol.kerberos.message.Principal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;

/**
 * An AS-REQ (RFC 4120 §5.4.1) without pre-authentication: the first message of every login, sent
 * before a password is needed. A KDC answers it with its pre-authentication methods, not with a
 * failed login.
 *
 * @param client the principal to ask a ticket for
 */
public record AsRequest(String realm, Principal client) {
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
  public byte[] encode() {
    ASN1Element body =
        KerberosDer.sequence(
            KerberosDer.field(0, KerberosDer.flags(client.enterprise() ? CANONICALIZE : 0)),
            KerberosDer.field(1, client.encode()),
            KerberosDer.field(2, KerberosDer.string(realm)),
            KerberosDer.field(3, Principal.krbtgt(realm).encode()),
            // 1970 stands for "as long as you allow" (§5.4.1): no clock of ours is in it.
            KerberosDer.field(5, KerberosDer.time(Instant.EPOCH)),
            KerberosDer.field(7, KerberosDer.integer(RANDOM.nextInt(Integer.MAX_VALUE))),
            KerberosDer.field(
                8,
                KerberosDer.sequence(
                    Arrays.stream(ENCRYPTION_TYPES)
                        .mapToObj(KerberosDer::integer)
                        .toArray(ASN1Element[]::new))));
    return KerberosDer.application(
            TAG,
            KerberosDer.sequence(
                KerberosDer.field(1, KerberosDer.integer(PVNO)),
                KerberosDer.field(2, KerberosDer.integer(TAG)),
                KerberosDer.field(4, body)))
        .encode();
  }
}
