package dev.rollcall.probe.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Has no certificate to show, and notes that a server asks for one: under TLS 1.3 its request is
 * encrypted, and only Java's TLS sees it.
 */
public final class ClientKeys extends X509ExtendedKeyManager {
  /** Each name of an authority is led by its length in two bytes (RFC 8446 §4.2.4). */
  private static final int LENGTH = 2;

  private volatile boolean asked;
  private volatile int authorities;

  /** Whether the server asked for a client certificate. */
  boolean asked() {
    return asked;
  }

  /** The length of the list of authorities that the server takes certificates from, in bytes. */
  public int authorities() {
    return authorities;
  }

  private @Nullable String ask(Principal @Nullable [] issuers) {
    asked = true;
    int length = 0;
    if (issuers != null) {
      for (Principal issuer : issuers) {
        length += issuer instanceof X500Principal name ? name.getEncoded().length + LENGTH : 0;
      }
    }
    authorities = Math.max(authorities, length);
    return null;
  }

  @Override
  @SuppressWarnings("NullAway") // the interface's own word for "none"
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return ask(issuers);
  }

  @Override
  @SuppressWarnings("NullAway") // the interface's own word for "none"
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return ask(issuers);
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return new String[0];
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return new String[0];
  }

  @Override
  @SuppressWarnings("NullAway") // the interface's own word for "none"
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[0];
  }

  @Override
  @SuppressWarnings("NullAway") // there is no alias that has one
  public PrivateKey getPrivateKey(String alias) {
    return null;
  }
}
