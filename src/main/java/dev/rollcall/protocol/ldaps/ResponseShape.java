package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.protocol.LDAPMessage;
import dev.rollcall.probe.fault.ProbeException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Checks a server's message (RFC 4511 §4.1.1) before the library parses it: it must be an answer
 * with the protocol's elements, and their number is limited, as the library needs memory for each.
 * Allocates nothing.
 */
final class ResponseShape {
  /**
   * The most elements of one message. An entry of Active Directory shows at most 1,500 values of an
   * attribute (MS-ADTS §3.1.1.3.1.3.3).
   */
  static final int MOST = 6000;

  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int REFERRAL = 0xa3;
  private static final int CONTROLS = 0xa0;

  private final byte[] bytes;
  private int elements;

  private ResponseShape(byte[] bytes) {
    this.bytes = bytes;
  }

  /** One element: its content is from {@code start} to {@code end}. */
  private record Part(int tag, int from, int start, int end) {}

  /**
   * The message without its controls, which were not requested: the library would parse each, some
   * of them without a limit.
   *
   * @throws ProbeException MALFORMED, if it is not an answer or has too many elements
   */
  static byte[] checked(byte[] message) throws ProbeException {
    return new ResponseShape(message).checked();
  }

  private byte[] checked() throws ProbeException {
    Part whole = part(0, bytes.length, SEQUENCE);
    Part id = part(whole.start, whole.end, INTEGER);
    Part operation = part(id.end, whole.end);
    switch ((byte) operation.tag) {
      case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_ENTRY -> entry(operation);
      case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_REFERENCE -> octets(operation);
      case LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE,
          LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE,
          LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_RESPONSE,
          LDAPMessage.PROTOCOL_OP_TYPE_INTERMEDIATE_RESPONSE ->
          result(operation);
      default ->
          throw ProbeException.malformed(
              String.format(
                  Locale.ROOT, "an LDAP message of type %02x is not an answer", operation.tag));
    }
    if (operation.end == whole.end) {
      return bytes;
    }
    part(operation.end, whole.end, CONTROLS);
    return framed(Arrays.copyOfRange(bytes, id.from, operation.end));
  }

  private void entry(Part entry) throws ProbeException {
    Part name = part(entry.start, entry.end, OCTETS);
    Part attributes = part(name.end, entry.end, SEQUENCE);
    for (int at = attributes.start; at < attributes.end; ) {
      Part attribute = part(at, attributes.end, SEQUENCE);
      Part type = part(attribute.start, attribute.end, OCTETS);
      octets(part(type.end, attribute.end, SET));
      at = attribute.end;
    }
  }

  private void octets(Part of) throws ProbeException {
    for (int at = of.start; at < of.end; ) {
      at = part(at, of.end, OCTETS).end;
    }
  }

  private void result(Part result) throws ProbeException {
    for (int at = result.start; at < result.end; ) {
      Part part = part(at, result.end);
      if (part.tag == REFERRAL) {
        octets(part);
      }
      at = part.end;
    }
  }

  private Part part(int at, int end, int tag) throws ProbeException {
    Part part = part(at, end);
    if (part.tag != tag) {
      throw ProbeException.malformed(
          String.format(
              Locale.ROOT,
              "not an LDAP message: an element %02x where %02x belongs",
              part.tag,
              tag));
    }
    return part;
  }

  /** The element that begins there; lengths are of the definite form (§5.1). */
  private Part part(int at, int end) throws ProbeException {
    if (++elements > MOST) {
      throw ProbeException.malformed(
          "an LDAP message of more than " + MOST + " elements, where some dozens are usual");
    }
    if (end - at < 2) {
      throw cut();
    }
    int length = bytes[at + 1] & 0xff;
    int start = at + 2;
    if (length >= 0x80) {
      int octets = length - 0x80;
      if (octets < 1 || octets > 4 || end - start < octets) {
        throw cut();
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | (bytes[start++] & 0xff);
      }
    }
    if (length < 0 || length > end - start) {
      throw cut();
    }
    return new Part(bytes[at] & 0xff, at, start, start + length);
  }

  private static ProbeException cut() {
    return ProbeException.malformed("not an LDAP message: an element lies beyond its end");
  }

  private static byte[] framed(byte[] content) {
    byte[] framed = new byte[6 + content.length];
    framed[0] = SEQUENCE;
    framed[1] = (byte) 0x84;
    for (int i = 0; i < 4; i++) {
      framed[2 + i] = (byte) (content.length >> (24 - 8 * i));
    }
    System.arraycopy(content, 0, framed, 6, content.length);
    return framed;
  }
}
