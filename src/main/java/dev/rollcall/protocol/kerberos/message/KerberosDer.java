package dev.rollcall.protocol.kerberos.message;

import com.unboundid.asn1.ASN1BitString;
import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1Exception;
import com.unboundid.asn1.ASN1Integer;
import com.unboundid.asn1.ASN1Long;
import com.unboundid.asn1.ASN1Sequence;
import dev.rollcall.probe.ber.BerElements;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The part of DER that Kerberos uses (RFC 4120 §5.2): explicitly tagged fields in sequences.
 * Reading is strict, and bounded by the message in memory; nothing in it recurses.
 */
public final class KerberosDer {
  private static final byte INTEGER = 0x02;
  private static final byte BIT_STRING = 0x03;
  private static final byte OCTET_STRING = 0x04;
  private static final byte GENERALIZED_TIME = 0x18;
  private static final byte GENERAL_STRING = 0x1b;
  private static final byte SEQUENCE = 0x30;
  private static final int CONTEXT = 0xa0;
  private static final int APPLICATION = 0x60;
  private static final int LAST_TAG = 30;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);

  private KerberosDer() {}

  public static ASN1Element application(int tag, ASN1Element inner) {
    return new ASN1Element((byte) (APPLICATION | tag), inner.encode());
  }

  public static ASN1Element field(int tag, ASN1Element inner) {
    return new ASN1Element((byte) (CONTEXT | tag), inner.encode());
  }

  public static ASN1Element sequence(ASN1Element... elements) {
    return new ASN1Sequence(elements);
  }

  public static ASN1Element integer(int value) {
    return new ASN1Integer(value);
  }

  /** KerberosString (§5.2.1); beyond ASCII, as Active Directory reads it. */
  public static ASN1Element string(String text) {
    return new ASN1Element(GENERAL_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  public static ASN1Element time(Instant instant) {
    String text = TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    return new ASN1Element(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** KerberosFlags (§5.2.8): 32 bits, the first one the highest. */
  public static ASN1Element flags(int bits) {
    boolean[] each = new boolean[32];
    for (int i = 0; i < each.length; i++) {
      each[i] = (bits & 0x8000_0000 >>> i) != 0;
    }
    return new ASN1BitString(BIT_STRING, each);
  }

  /** The application tag of a message; empty if it has none. */
  public static Optional<Integer> application(byte[] message) {
    return message.length > 1 && (message[0] & 0xe0) == APPLICATION && (message[0] & 0x1f) < 31
        ? Optional.of(message[0] & 0x1f)
        : Optional.empty();
  }

  /** The fields of the sequence that is the whole of a message of that application tag. */
  public static Fields message(byte[] message, int tag) throws MalformedException {
    ASN1Element whole = decode(message);
    if ((whole.getType() & 0xff) != (APPLICATION | tag)) {
      throw new MalformedException("another message");
    }
    return new Fields(decode(whole.getValue()));
  }

  /** The sequences that a sequence consists of. */
  public static List<Fields> each(byte[] sequence) throws MalformedException {
    return each(decode(sequence));
  }

  private static List<Fields> each(ASN1Element sequence) throws MalformedException {
    List<Fields> each = new ArrayList<>();
    for (ASN1Element element : elements(sequence)) {
      each.add(new Fields(element));
    }
    return each;
  }

  /** The fields of the sequence that is the whole of those bytes. */
  static Fields fields(byte[] sequence) throws MalformedException {
    return new Fields(decode(sequence));
  }

  static String text(ASN1Element element) throws MalformedException {
    return new String(value(element, GENERAL_STRING), StandardCharsets.UTF_8);
  }

  private static byte[] value(ASN1Element element, byte type) throws MalformedException {
    if (element.getType() != type) {
      throw new MalformedException(
          String.format(Locale.ROOT, "type %02x where %02x belongs", element.getType(), type));
    }
    return element.getValue();
  }

  private static ASN1Element decode(byte[] bytes) throws MalformedException {
    try {
      return ASN1Element.decode(bytes);
    } catch (ASN1Exception e) {
      throw new MalformedException("no DER");
    }
  }

  private static ASN1Element[] elements(ASN1Element sequence) throws MalformedException {
    if (BerElements.exceed(value(sequence, SEQUENCE))) {
      throw new MalformedException("a sequence of more than " + BerElements.MOST + " elements");
    }
    try {
      return ASN1Sequence.decodeAsSequence(sequence).elements();
    } catch (ASN1Exception e) {
      throw new MalformedException("no DER");
    }
  }

  /** The tagged fields of a sequence, which must stand in order and at most once. */
  public static final class Fields {
    private final Map<Integer, ASN1Element> fields = new HashMap<>();

    private Fields(ASN1Element sequence) throws MalformedException {
      int last = -1;
      for (ASN1Element element : KerberosDer.elements(sequence)) {
        int tag = (element.getType() & 0xff) - CONTEXT;
        if (tag <= last || tag > LAST_TAG) {
          throw new MalformedException(
              String.format(Locale.ROOT, "field %02x is out of place", element.getType()));
        }
        last = tag;
        fields.put(tag, decode(element.getValue()));
      }
    }

    public boolean has(int tag) {
      return fields.containsKey(tag);
    }

    public int integer(int tag) throws MalformedException {
      long value = number(tag);
      if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
        throw new MalformedException("field " + tag + " is not an Int32");
      }
      return (int) value;
    }

    public String text(int tag) throws MalformedException {
      return KerberosDer.text(element(tag));
    }

    public byte[] octets(int tag) throws MalformedException {
      return value(element(tag), OCTET_STRING);
    }

    /** KerberosTime (§5.2.3): UTC, without a fraction, a year of four digits. */
    Instant time(int tag) throws MalformedException {
      byte[] value = value(element(tag), GENERALIZED_TIME);
      String text = new String(value, StandardCharsets.US_ASCII);
      if (!text.matches("[0-9]{14}Z")) {
        throw new MalformedException("field " + tag + " is not a time");
      }
      try {
        return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        throw new MalformedException("field " + tag + " is not a time");
      }
    }

    public Fields fields(int tag) throws MalformedException {
      return new Fields(element(tag));
    }

    public List<Fields> each(int tag) throws MalformedException {
      return KerberosDer.each(element(tag));
    }

    List<ASN1Element> elements(int tag) throws MalformedException {
      return List.of(KerberosDer.elements(element(tag)));
    }

    private long number(int tag) throws MalformedException {
      ASN1Element element = element(tag);
      value(element, INTEGER);
      try {
        return ASN1Long.decodeAsLong(element).longValue();
      } catch (ASN1Exception e) {
        throw new MalformedException("field " + tag + " is not a number");
      }
    }

    private ASN1Element element(int tag) throws MalformedException {
      ASN1Element element = fields.get(tag);
      if (element == null) {
        throw new MalformedException("field " + tag + " is missing");
      }
      return element;
    }
  }
}
