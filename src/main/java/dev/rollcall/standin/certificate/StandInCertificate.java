package dev.rollcall.standin.certificate;

import dev.rollcall.probe.certificate.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate that a stand-in uses in TLS, and its key. */
public final class StandInCertificate {
  /** The most TLS sessions to cache; Java's own limit is 20,480. */
  private static final int SESSIONS = 64;

  private final X509Certificate certificate;
  private final SSLContext context;

  private StandInCertificate(X509Certificate certificate, SSLContext context) {
    this.certificate = certificate;
    this.context = context;
  }

  /**
   * A chain and the key of its first certificate.
   *
   * @throws IllegalArgumentException if they do not belong together
   */
  public static StandInCertificate of(List<X509Certificate> chain, PrivateKey key) {
    try {
      // The password protects nothing, as the store stays in this process's memory: no time is
      // spent on it.
      char[] password = "memory".toCharArray();
      KeyStore.ProtectionParameter quick =
          new KeyStore.PasswordProtection(
              password, "PBEWithHmacSHA256AndAES_256", new PBEParameterSpec(new byte[20], 1));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setEntry(
          "stand-in",
          new KeyStore.PrivateKeyEntry(key, chain.toArray(new X509Certificate[0])),
          quick);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      context.getServerSessionContext().setSessionCacheSize(SESSIONS);
      return new StandInCertificate(chain.get(0), context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("certificate and key do not make a TLS server", e);
    }
  }

  /**
   * A new certificate for these hosts, with the mark of a stand-in. Its key is never stored.
   *
   * @param hosts names or literal addresses; may be none
   */
  public static StandInCertificate selfMade(List<String> hosts) {
    return Authority.selfMade(hosts);
  }

  /**
   * The user's own certificate.
   *
   * @param chain a PEM file, the server's certificate first
   * @param key a PEM file with a PKCS #8 key that is not encrypted
   * @throws IOException with a sentence for the user that names the file
   */
  public static StandInCertificate read(Path chain, Path key) throws IOException {
    List<X509Certificate> certificates = Certificates.read(chain);
    PrivateKey secret = PemKey.read(key);
    if (!PemKey.fits(secret, certificates.get(0).getPublicKey())) {
      throw new IOException(
          "the key in "
              + key
              + " is not the key of the first certificate in "
              + chain
              + ": the server's own certificate comes first");
    }
    return of(certificates, secret);
  }

  /** The server's own. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** SHA-256 of the server's own certificate, lower-case hexadecimal. */
  public String fingerprint() {
    return Certificates.fingerprint(certificate);
  }

  public SSLContext context() {
    return context;
  }
}
