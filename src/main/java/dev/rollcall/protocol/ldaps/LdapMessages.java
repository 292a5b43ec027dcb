package dev.rollcall.protocol.ldaps;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.ber.BerNesting;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** LDAP messages over a connection (RFC 4511 §5.1), each bounded in size. */
final class LdapMessages {
  /** A rootDSE has a few kilobytes. */
  static final int LARGEST = 256 << 10;

  /**
   * The extended operation that asks a stand-in for its proof: the challenge is the request's
   * value, the proof the response's. An object identifier made from a UUID needs no registration
   * (ITU-T X.667).
   */
  static final String PROOF = "2.25.178315168870001356419830178701247597757";

  private static final int SEQUENCE = 0x30;
  private static final int LONG_FORM = 0x80;

  private final InputStream in;
  private final OutputStream out;
  private final int largest;
  private final Quotes quotes;

  LdapMessages(Connection connection) {
    this(connection.in(), connection.out(), LARGEST, connection.quotes());
  }

  /**
   * @param largest the most bytes of a message that is read
   */
  LdapMessages(InputStream in, OutputStream out, int largest) {
    this(in, out, largest, Quotes.OPEN);
  }

  private LdapMessages(InputStream in, OutputStream out, int largest, Quotes quotes) {
    this.in = in;
    this.out = out;
    this.largest = largest;
    this.quotes = quotes;
  }

  void write(int id, ProtocolOp operation) throws IOException {
    out.write(new LDAPMessage(id, operation, List.of()).encode().encode());
    out.flush();
  }

  /**
   * The server's next message, without controls.
   *
   * @throws ProbeException MALFORMED, if it is not LDAP, not an answer, or too large
   */
  LDAPMessage read() throws IOException, ProbeException {
    return decode(frame());
  }

  /**
   * The next message, which must answer this request.
   *
   * @throws ProbeException MALFORMED as above or if it answers another request; UNEXPECTED if the
   *     server ends the session (RFC 4511 §4.4.1)
   */
  ProtocolOp answer(int id) throws IOException, ProbeException {
    LDAPMessage message = read();
    ProtocolOp operation = message.getProtocolOp();
    if (message.getMessageID() == 0 && operation instanceof ExtendedResponseProtocolOp notice) {
      throw LdapResult.of(notice)
          .unexpected("the LDAP server ends the session by itself: ", quotes);
    }
    if (message.getMessageID() != id) {
      throw ProbeException.malformed("the LDAP answer has the id of a message that was not sent");
    }
    return operation;
  }

  /** The next message, only its outermost element decoded. */
  ASN1Element element() throws IOException, ProbeException {
    try {
      return ASN1Element.decode(frame());
    } catch (ASN1Exception e) {
      throw malformed();
    }
  }

  /**
   * A server's message, without controls. The library reads nested filters by recursion, so the
   * depth is checked first.
   */
  static LDAPMessage decode(byte[] message) throws ProbeException {
    if (BerNesting.tooDeep(message)) {
      throw ProbeException.malformed(
          "an LDAP message has more than " + BerNesting.DEEPEST + " levels");
    }
    try {
      return LDAPMessage.decode(ASN1Element.decode(ResponseShape.checked(message)));
    } catch (ASN1Exception | LDAPException | RuntimeException | StackOverflowError e) {
      throw malformed();
    }
  }

  /** The decoder's message may contain what the server sent, so it is not quoted. */
  private static ProbeException malformed() {
    return ProbeException.malformed("what came back inside TLS is not an LDAP message");
  }

  /** One BER element, with its tag and length. */
  private byte[] frame() throws IOException, ProbeException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    // The first byte shows what is not LDAP, and may be all that ever comes.
    byte[] tag = read(1);
    message.write(tag);
    if (tag[0] != SEQUENCE) {
      throw notLdap(message);
    }
    byte[] first = read(1);
    message.write(first);
    int length = first[0] & 0xff;
    if (length >= LONG_FORM) {
      int octets = length - LONG_FORM;
      if (octets < 1 || octets > 4) {
        throw notLdap(message);
      }
      byte[] digits = read(octets);
      message.write(digits);
      long value = 0;
      for (byte digit : digits) {
        value = value << 8 | (digit & 0xff);
      }
      if (value > largest) {
        throw ProbeException.malformed(
            "an LDAP message of more than "
                + largest
                + " bytes is announced, where a few thousand are usual");
      }
      length = (int) value;
    }
    message.write(read(length));
    return message.toByteArray();
  }

  private byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("closed after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  private ProbeException notLdap(ByteArrayOutputStream head) throws IOException {
    int more = Math.min(in.available(), 64);
    head.write(read(more));
    return ProbeException.malformed(
        "the answer inside TLS is not LDAP: " + quotes.bytes(head.toByteArray()));
  }
}
