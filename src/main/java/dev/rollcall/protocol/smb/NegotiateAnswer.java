package dev.rollcall.protocol.smb;

import dev.rollcall.probe.PeerClock;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A server's side of NEGOTIATE (MS-SMB2 §3.3.5.4), as a stand-in speaks it. */
final class NegotiateAnswer {
  /** The largest request that is read; real ones have a few hundred bytes. */
  static final int LARGEST_REQUEST = 4096;

  private static final int WILDCARD = 0x02ff;
  private static final int FIRST = 0x0202;
  private static final int LATEST = 0x0311;
  private static final int STATUS_INVALID_PARAMETER = 0xc000000d;
  private static final int SIGNING_ENABLED = 1;
  private static final int MOST_DIALECTS = 64;
  private static final int LARGEST_IO = 65_536;
  private static final int BUFFER = Negotiate.HEADER + Negotiate.RESPONSE_BODY;
  private static final byte[] SPNEGO = {0x2b, 6, 1, 5, 5, 2};

  private NegotiateAnswer() {}

  /**
   * A client's offer.
   *
   * @param salt of its context for 3.1.1; empty if there is no such context
   */
  record Request(List<Integer> dialects, Optional<byte[]> salt) {

    /**
     * Parses the request after its header (§2.2.3).
     *
     * @throws IOException if it is not NEGOTIATE
     */
    static Request parse(byte[] body) throws IOException {
      ByteBuffer smb = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
      if (body.length < Negotiate.REQUEST_BODY || smb.getShort(0) != Negotiate.REQUEST_BODY) {
        throw new IOException("no NEGOTIATE");
      }
      int count = smb.getShort(2) & 0xffff;
      if (count > MOST_DIALECTS || Negotiate.REQUEST_BODY + 2 * count > body.length) {
        throw new EOFException();
      }
      List<Integer> dialects = new ArrayList<>();
      for (int dialect = 0; dialect < count; dialect++) {
        dialects.add(smb.getShort(Negotiate.REQUEST_BODY + 2 * dialect) & 0xffff);
      }
      int contexts = smb.getInt(28) - Negotiate.HEADER;
      Optional<byte[]> salt = Optional.empty();
      if (dialects.contains(LATEST) && contexts > 0 && contexts <= body.length) {
        salt = PreauthSalt.find(smb, contexts, smb.getShort(32) & 0xffff);
      }
      return new Request(List.copyOf(dialects), salt);
    }

    /** The dialects in words. */
    String offered() {
      return dialects.stream()
          .map(d -> Negotiate.DIALECTS.getOrDefault(d, Integer.toHexString(d)))
          .collect(Collectors.joining(", "));
    }

    /** The latest common dialect; 3.1.1 needs its context. */
    private Optional<Integer> common() {
      return dialects.stream()
          .filter(Negotiate.DIALECTS::containsKey)
          .max(Integer::compare)
          .filter(dialect -> dialect != LATEST || salt.isPresent());
    }

    private int whyNot() {
      return dialects.contains(LATEST) || dialects.isEmpty()
          ? STATUS_INVALID_PARAMETER
          : Negotiate.STATUS_NOT_SUPPORTED;
    }
  }

  /**
   * The answer, with its transport header.
   *
   * @param header the request's
   */
  static byte[] to(ByteBuffer header, Request request, StandInIdentity identity, Instant now) {
    Optional<Integer> dialect = request.common();
    if (dialect.isEmpty()) {
      return refusal(header, request.whyNot());
    }
    ByteBuffer out = response(header, 0);
    body(out, dialect.get(), now);
    if (dialect.get() == LATEST) {
      int contexts = Negotiate.aligned(out.position());
      out.putShort(Negotiate.HEADER + 6, (short) 1).putInt(Negotiate.HEADER + 60, contexts);
      // Without a key, the salt must not have the usual length: it would look like a wrong proof.
      Optional<byte[]> proof = request.salt().flatMap(asked -> identity.proof(asked, false));
      PreauthSalt.put(out.position(contexts), proof.orElseGet(StandInMark::identity));
    }
    return framed(out);
  }

  /**
   * The answer to a NEGOTIATE of SMB 1 (§3.3.5.3.2).
   *
   * @param any whether the client knows more than 2.0.2, and will negotiate again in SMB 2
   */
  static byte[] toSmb1(boolean any, Instant now) {
    ByteBuffer out = response(ByteBuffer.allocate(Negotiate.HEADER), 0);
    body(out, any ? WILDCARD : FIRST, now);
    return framed(out);
  }

  /** SMB2 ERROR (§2.2.2), with the transport header. */
  static byte[] refusal(ByteBuffer header, int status) {
    ByteBuffer out = response(header, status);
    // Nine bytes, of which the last is a placeholder for no data.
    out.putShort((short) 9).position(Negotiate.HEADER + 9);
    return framed(out);
  }

  /** A response's header (§2.2.1.2): fields of the request, the rest is zero. */
  private static ByteBuffer response(ByteBuffer header, int status) {
    ByteBuffer out = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(Integer.reverseBytes(Negotiate.MAGIC)).putShort((short) Negotiate.HEADER);
    out.putShort(header.getShort(6)).putInt(status).putShort(header.getShort(12));
    // One credit: one request at a time.
    out.putShort((short) 1).putInt(Negotiate.FROM_SERVER).putInt(0);
    out.putLong(header.getLong(24)).putLong(header.getLong(32));
    return out.position(Negotiate.HEADER);
  }

  /** NEGOTIATE Response (§2.2.4) without its contexts. */
  private static void body(ByteBuffer out, int dialect, Instant now) {
    byte[] offer = offer();
    out.putShort((short) (Negotiate.RESPONSE_BODY + 1)).putShort((short) SIGNING_ENABLED);
    out.putShort((short) dialect).putShort((short) 0).put(StandInMark.identity()).putInt(0);
    out.putInt(LARGEST_IO).putInt(LARGEST_IO).putInt(LARGEST_IO);
    out.putLong(PeerClock.toFileTime(now));
    // No start time, and no contexts so far.
    out.putLong(0).putShort((short) BUFFER).putShort((short) offer.length).putInt(0).put(offer);
  }

  /**
   * SPNEGO's NegTokenInit2 (MS-SPNG §2.2.1) that offers NTLM, as a server outside a domain does;
   * the mark is in a field that clients must ignore.
   */
  static byte[] offer() {
    byte[] name = der(0x1b, StandInMark.NAME.getBytes(StandardCharsets.US_ASCII));
    byte[] hints = der(0xa3, der(0x30, der(0xa0, name)));
    byte[] mechanisms = der(0xa0, der(0x30, der(6, Negotiate.NTLM)));
    return der(0x60, der(6, SPNEGO), der(0xa0, der(0x30, mechanisms, hints)));
  }

  /** One element of fewer than 128 bytes. */
  private static byte[] der(int tag, byte[]... contents) {
    int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
    ByteBuffer out = ByteBuffer.allocate(2 + length).put((byte) tag).put((byte) length);
    Arrays.stream(contents).forEach(out::put);
    return out.array();
  }

  private static byte[] framed(ByteBuffer smb) {
    ByteBuffer message = smb.flip();
    int length = message.remaining();
    return ByteBuffer.allocate(4 + length).putInt(length).put(message).array();
  }
}
