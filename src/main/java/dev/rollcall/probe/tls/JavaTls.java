package dev.rollcall.probe.tls;

import java.security.Security;

/**
 * Java's settings of TLS, the same on every Java: what a server may offer must not depend on the
 * Java that asks. They hold for the process, and only if they are made before TLS is first used.
 *
 * <p>They concern the handshake alone. How certificates are judged ({@code
 * jdk.certpath.disabledAlgorithms}) is left as it is.
 */
public final class JavaTls {
  /** The longest handshake message that Java takes by default, in bytes. */
  public static final int USUAL_MESSAGE = 32_768;

  /** The most certificates that Java takes from a server by default. */
  public static final int USUAL_CHAIN = 10;

  /** The default of Java 17: newer ones refuse TLS_RSA and signatures with SHA-1 as well. */
  private static final String DISABLED =
      "SSLv3, TLSv1, TLSv1.1, DTLSv1.0, RC4, DES, MD5withRSA, DH keySize < 1024, EC keySize < 224,"
          + " 3DES_EDE_CBC, anon, NULL, ECDH";

  static {
    Security.setProperty("jdk.tls.disabledAlgorithms", DISABLED);
    // GnuTLS takes 128 KiB, OpenSSL 100; a session reads 4 MiB at most.
    System.setProperty("jdk.tls.maxHandshakeMessageSize", String.valueOf(256 << 10));
    System.setProperty("jdk.tls.maxCertificateChainLength", "100");
    System.setProperty("jdk.tls.client.maxInboundCertificateChainLength", "100");
  }

  private JavaTls() {}

  /** Makes the settings, once. */
  public static void prepare() {}
}
