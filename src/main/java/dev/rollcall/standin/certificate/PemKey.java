package dev.rollcall.standin.certificate;

import dev.rollcall.files.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key from a PEM file; messages never contain a byte of it. */
public final class PemKey {
  private static final int LONGEST = 64 << 10;
  private static final Pattern ENCODED =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private PemKey() {}

  /**
   * Reads PKCS #8 (RFC 5958), not encrypted.
   *
   * @throws IOException with a sentence for the user that names the file, and with the command that
   *     converts the file
   */
  public static PrivateKey read(Path file) throws IOException {
    String text = text(file);
    Matcher found = ENCODED.matcher(text);
    if (found.find()) {
      return decode(found.group(1), file);
    }
    String convert = "; try: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out plain-key.pem";
    if (text.contains("ENCRYPTED")) {
      throw new IOException("the key in " + file + " is encrypted" + convert);
    }
    if (text.matches("(?s).*-----BEGIN [A-Z]+ PRIVATE KEY-----.*")) {
      throw new IOException("the key in " + file + " is not in the form PKCS #8" + convert);
    }
    throw new IOException(file + " holds no private key: give a PEM file");
  }

  private static String text(Path file) throws IOException {
    try {
      return new String(InputFile.read(file, LONGEST), StandardCharsets.ISO_8859_1);
    } catch (FileSystemException e) {
      throw new IOException(InputFile.notRead(file, e), e);
    }
  }

  private static PrivateKey decode(String base64, Path file) throws IOException {
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message may quote the key's bytes.
      throw damaged(file);
    }
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException another) {
        // The next one may know it.
      }
    }
    throw damaged(file);
  }

  private static IOException damaged(Path file) {
    return new IOException("the key in " + file + " is not an EC, RSA or EdDSA key, or is damaged");
  }

  /** Whether a signature by the one is verified by the other. */
  static boolean fits(PrivateKey secret, PublicKey open) {
    String algorithm =
        switch (open.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> open.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
