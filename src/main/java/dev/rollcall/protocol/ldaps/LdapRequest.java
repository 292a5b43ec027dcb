package dev.rollcall.protocol.ldaps;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1Sequence;
import dev.rollcall.probe.ber.BerElements;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A client's request, read only as far as a stand-in needs. The library would read nested filters
 * of any depth.
 *
 * @param operation the tag of the operation
 */
record LdapRequest(int id, byte operation, ASN1Element body) {
  private static final byte NAME = (byte) 0x80;
  private static final byte VALUE = (byte) 0x81;
  private static final byte SIMPLE = (byte) 0x80;
  private static final int MOST_ATTRIBUTES = 200;

  /** Whether a bind has neither a name nor a password. */
  record Bind(int version, boolean anonymous) {}

  /**
   * @param wanted names of attributes, empty for all
   */
  record Search(String base, int scope, List<String> wanted) {
    Search {
      wanted = List.copyOf(wanted);
    }
  }

  static LdapRequest read(LdapMessages messages) throws IOException, ProbeException {
    ASN1Element[] parts = parts(messages.element());
    // The id 0 is the server's own (RFC 4511 §4.1.1.1).
    if (parts.length < 2 || integer(parts[0]) < 1) {
      throw malformed();
    }
    return new LdapRequest(integer(parts[0]), parts[1].getType(), parts[1]);
  }

  Bind bind() throws ProbeException {
    ASN1Element[] parts = parts(body);
    if (parts.length < 3) {
      throw malformed();
    }
    return new Bind(
        integer(parts[0]),
        parts[1].getValueLength() == 0
            && parts[2].getType() == SIMPLE
            && parts[2].getValueLength() == 0);
  }

  Search search() throws ProbeException {
    ASN1Element[] parts = parts(body);
    if (parts.length < 8) {
      throw malformed();
    }
    return new Search(
        text(parts[0]),
        integer(parts[1]),
        Arrays.stream(parts(parts[7])).limit(MOST_ATTRIBUTES).map(LdapRequest::text).toList());
  }

  /** The challenge in an extended request; empty if it asks for anything but a proof. */
  Optional<byte[]> challenge() throws ProbeException {
    Optional<byte[]> value = Optional.empty();
    boolean named = false;
    for (ASN1Element part : parts(body)) {
      if (part.getType() == NAME) {
        named = text(part).equals(LdapMessages.PROOF);
      } else if (part.getType() == VALUE) {
        value = Optional.of(part.getValue());
      }
    }
    return named ? value : Optional.empty();
  }

  private static String text(ASN1Element element) {
    return new String(element.getValue(), StandardCharsets.UTF_8);
  }

  /** An INTEGER or an ENUMERATED. */
  private static int integer(ASN1Element element) throws ProbeException {
    try {
      return ASN1Integer.decodeAsInteger(element).intValue();
    } catch (ASN1Exception e) {
      throw malformed();
    }
  }

  private static ASN1Element[] parts(ASN1Element element) throws ProbeException {
    if (BerElements.exceed(element.getValue())) {
      throw malformed();
    }
    try {
      return ASN1Sequence.decodeAsSequence(element).elements();
    } catch (ASN1Exception e) {
      throw malformed();
    }
  }

  private static ProbeException malformed() {
    return ProbeException.malformed("not an LDAP request");
  }
}
