package dev.rollcall.protocol.kerberos;

import dev.rollcall.probe.Text;
import dev.rollcall.probe.answer.Mark;
import java.time.Instant;
import java.util.Optional;

/** What a KDC says to an AS-REQ. */
sealed interface KdcAnswer {
  int KRB_ERROR = 30;

  /**
   * A KRB-ERROR (RFC 4120 §5.9.1).
   *
   * @param time stime and susec
   * @param clientRealm where a WRONG_REALM error refers to, if it does
   * @param realm the service's realm
   * @param service the service's name
   * @param text e-text, empty if there is none; as sent, not made safe
   */
  record Refused(
      ErrorCode code,
      Instant time,
      Optional<String> clientRealm,
      Optional<Principal> client,
      String realm,
      Principal service,
      String text)
      implements KdcAnswer {
    /** Whether a stand-in answers. */
    boolean bearsMark() {
      return Mark.in(text);
    }
  }

  /** An AS-REP (RFC 4120 §5.4.2): a ticket was given without pre-authentication. */
  record Granted(String realm, Principal client) implements KdcAnswer {}

  /**
   * Reads a message.
   *
   * @throws MalformedException if it is neither
   */
  static KdcAnswer read(byte[] message) throws MalformedException {
    int tag = Der.application(message).orElse(0);
    switch (tag) {
      case KRB_ERROR -> {
        return refused(Der.message(message, tag));
      }
      case 11 -> {
        return granted(Der.message(message, tag));
      }
      default -> throw new MalformedException("neither KRB-ERROR nor AS-REP");
    }
  }

  private static Refused refused(Der.Fields fields) throws MalformedException {
    heading(fields, KRB_ERROR);
    int micros = fields.integer(5);
    if (micros < 0 || micros > 999_999) {
      throw new MalformedException("susec is " + micros);
    }
    return new Refused(
        new ErrorCode(fields.integer(6)),
        fields.time(4).plusNanos(micros * 1000L),
        fields.has(7) ? Optional.of(fields.text(7)) : Optional.empty(),
        fields.has(8) ? Optional.of(Principal.decode(fields.fields(8))) : Optional.empty(),
        fields.text(9),
        Principal.decode(fields.fields(10)),
        fields.has(11) ? fields.text(11) : "");
  }

  /** The e-data of a KRB-ERROR; empty if there is none, or none of octets. */
  static Optional<byte[]> data(byte[] message) {
    try {
      Der.Fields fields = Der.message(message, KRB_ERROR);
      return fields.has(12) ? Optional.of(fields.octets(12)) : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static Granted granted(Der.Fields fields) throws MalformedException {
    heading(fields, 11);
    fields.fields(6);
    return new Granted(fields.text(3), Principal.decode(fields.fields(4)));
  }

  /** Protocol version and message type, which repeats the tag. */
  private static void heading(Der.Fields fields, int tag) throws MalformedException {
    if (fields.integer(0) != 5 || fields.integer(1) != tag) {
      throw new MalformedException("not version 5, or another message type than its tag");
    }
  }

  /** The fault text of a message that is none. */
  static String notKerberos(byte[] message, MalformedException why) {
    return "what came back is no Kerberos answer ("
        + Text.safe(String.valueOf(why.getMessage()))
        + "): "
        + Text.dump(message);
  }
}
