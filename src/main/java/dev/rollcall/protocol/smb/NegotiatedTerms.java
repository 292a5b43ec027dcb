package dev.rollcall.protocol.smb;

import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * What a login needs from NEGOTIATE and from later messages: the hash that binds a session of 3.1.1
 * to them (MS-SMB2 §3.2.5.2, §3.2.5.3).
 */
final class NegotiatedTerms {
  private static final int HASH = 64;
  private static final int ENCRYPTION_CAPABILITIES = 2;
  private static final int SIGNING_CAPABILITIES = 8;
  private static final int CONTEXT_HEADER = 8;

  private final Negotiate answer;
  private final int dialect;
  private final byte[] offer;
  private final Optional<Integer> cipher;
  private final int signing;
  private byte[] preauth = new byte[HASH];

  /**
   * @param request without its transport header, as is the response
   */
  NegotiatedTerms(byte[] request, byte[] response) throws ProbeException {
    this.answer = Negotiate.parse(response);
    ByteBuffer smb = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN);
    this.dialect = smb.getShort(Negotiate.HEADER + 4) & 0xffff;
    this.offer = Negotiate.blob(smb, response);
    this.cipher = cipher(smb, dialect);
    this.signing = signing(smb, dialect);
    said(request);
    said(response);
  }

  Negotiate answer() {
    return answer;
  }

  int dialect() {
    return dialect;
  }

  /** The server's first token of SPNEGO. */
  byte[] offer() {
    return offer.clone();
  }

  /** The agreed encryption, as {@link SmbEncryption} numbers it. */
  Optional<Integer> cipher() {
    return cipher;
  }

  /** Adds a message of the login from either side, except the last one, which reports success. */
  void said(byte[] message) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-512");
      hash.update(preauth);
      preauth = hash.digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-512", e);
    }
  }

  SmbKeys keys(byte[] sessionKey) {
    return new SmbKeys(dialect, signing, sessionKey, preauth);
  }

  private static Optional<Integer> cipher(ByteBuffer smb, int dialect) {
    if (dialect < SmbKeys.SMB_311) {
      boolean able = (smb.getInt(Negotiate.HEADER + 24) & Negotiate.ENCRYPTION) != 0;
      return able && dialect >= SmbKeys.SMB_3 ? Optional.of(SmbEncryption.CCM) : Optional.empty();
    }
    return chosen(smb, ENCRYPTION_CAPABILITIES).filter(SmbEncryption::knows);
  }

  /** Without a negotiated algorithm the dialect decides (§3.1.4.1). */
  private static int signing(ByteBuffer smb, int dialect) throws ProbeException {
    if (dialect < SmbKeys.SMB_3) {
      return SmbKeys.HMAC_SHA256;
    }
    Optional<Integer> chosen =
        dialect < SmbKeys.SMB_311 ? Optional.empty() : chosen(smb, SIGNING_CAPABILITIES);
    if (chosen.filter(one -> one > SmbKeys.AES_GMAC).isPresent()) {
      throw ProbeException.unexpected(
          "the server chose a way to sign messages that was not offered");
    }
    return chosen.orElse(SmbKeys.AES_CMAC);
  }

  /** The one algorithm of a negotiate context (§2.2.4.1); empty if there is no such context. */
  private static Optional<Integer> chosen(ByteBuffer smb, int context) {
    int count = smb.getShort(Negotiate.HEADER + 6) & 0xffff;
    int at = smb.getInt(Negotiate.HEADER + 60);
    if (at < Negotiate.HEADER) {
      return Optional.empty();
    }
    for (int turn = 0; turn < count && at <= smb.limit() - CONTEXT_HEADER - 4; turn++) {
      int length = smb.getShort(at + 2) & 0xffff;
      if (smb.getShort(at) == context) {
        return Optional.of(smb.getShort(at + CONTEXT_HEADER + 2) & 0xffff);
      }
      at = Negotiate.aligned(at + CONTEXT_HEADER + length);
    }
    return Optional.empty();
  }
}
