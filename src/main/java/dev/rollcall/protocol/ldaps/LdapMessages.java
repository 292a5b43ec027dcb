package dev.rollcall.protocol.ldaps;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.ProbeException;
import dev.rollcall.probe.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** LDAP messages over a connection (RFC 4511 §5.1), each bounded in size. */
final class LdapMessages {
  /** A rootDSE has a few kilobytes. */
  static final int LARGEST = 256 << 10;

  private static final int SEQUENCE = 0x30;
  private static final int LONG_FORM = 0x80;

  private final Connection connection;

  LdapMessages(Connection connection) {
    this.connection = connection;
  }

  void write(int id, ProtocolOp operation) throws IOException {
    connection.write(new LDAPMessage(id, operation, List.of()).encode().encode());
  }

  /**
   * The next message.
   *
   * @throws ProbeException MALFORMED, if it is no LDAP or too large
   */
  LDAPMessage read() throws IOException, ProbeException {
    return decode(frame());
  }

  static LDAPMessage decode(byte[] message) throws ProbeException {
    try {
      return LDAPMessage.decode(ASN1Element.decode(message));
    } catch (ASN1Exception | LDAPException e) {
      throw ProbeException.malformed(
          "not an LDAP message: " + Text.safe(String.valueOf(e.getMessage())));
    }
  }

  /** One BER element, with its tag and length. */
  private byte[] frame() throws IOException, ProbeException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    // The first byte is enough to tell what is no LDAP, and may be all that ever comes.
    byte[] tag = connection.read(1);
    message.write(tag);
    if (tag[0] != SEQUENCE) {
      throw notLdap(message);
    }
    byte[] first = connection.read(1);
    message.write(first);
    int length = first[0] & 0xff;
    if (length >= LONG_FORM) {
      int octets = length - LONG_FORM;
      if (octets < 1 || octets > 4) {
        throw notLdap(message);
      }
      byte[] digits = connection.read(octets);
      message.write(digits);
      long value = 0;
      for (byte digit : digits) {
        value = value << 8 | (digit & 0xff);
      }
      if (value > LARGEST) {
        throw ProbeException.malformed(
            "an LDAP message of " + value + " bytes is announced, where a few thousand are usual");
      }
      length = (int) value;
    }
    message.write(connection.read(length));
    return message.toByteArray();
  }

  private ProbeException notLdap(ByteArrayOutputStream head) throws IOException {
    int more = Math.min(connection.in().available(), 64);
    head.write(connection.read(more));
    return ProbeException.malformed(
        "what came back inside TLS is no LDAP: " + Text.dump(head.toByteArray()));
  }
}
