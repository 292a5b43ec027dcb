package dev.rollcall.protocol.kerberos.message;

import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import java.time.Instant;
import java.util.Optional;

/** What a KDC says to an AS-REQ or a TGS-REQ. */
public sealed interface KdcAnswer {
  int KRB_ERROR = 30;
  int AS_REP = 11;
  int TGS_REP = 13;

  /**
   * A KRB-ERROR (RFC 4120 §5.9.1).
   *
   * @param time stime and susec
   * @param clientRealm where a WRONG_REALM error refers to, if it does
   * @param realm the service's realm
   * @param service the service's name
   * @param text e-text, empty if there is none; as sent, not made safe
   * @param status Active Directory's own word in the e-data, an NTSTATUS, if there is one
   */
  record Refused(
      ErrorCode code,
      Instant time,
      Optional<String> clientRealm,
      Optional<Principal> client,
      String realm,
      Principal service,
      String text,
      Optional<NtStatus> status)
      implements KdcAnswer {
    /** Whether a stand-in answers. */
    public boolean bearsMark() {
      return StandInMark.in(text);
    }
  }

  /** An AS-REP or a TGS-REP (RFC 4120 §5.4.2): a ticket was given. */
  record Granted(String realm, Principal client) implements KdcAnswer {}

  /**
   * Reads the answer to an AS-REQ.
   *
   * @throws MalformedException if it is none
   */
  static KdcAnswer read(byte[] message) throws MalformedException {
    return read(message, AS_REP);
  }

  /**
   * Reads an answer.
   *
   * @param reply {@link #AS_REP} or {@link #TGS_REP}: what grants a ticket
   * @throws MalformedException if it is neither that nor a KRB-ERROR
   */
  static KdcAnswer read(byte[] message, int reply) throws MalformedException {
    int tag = KerberosDer.application(message).orElse(0);
    if (tag == KRB_ERROR) {
      return refused(KerberosDer.message(message, tag), data(message));
    }
    if (tag == reply) {
      return granted(KerberosDer.message(message, tag), tag);
    }
    throw new MalformedException(
        "neither KRB-ERROR nor " + (reply == AS_REP ? "AS" : "TGS") + "-REP");
  }

  private static Refused refused(KerberosDer.Fields fields, Optional<byte[]> data)
      throws MalformedException {
    heading(fields, KRB_ERROR);
    int micros = fields.integer(5);
    if (micros < 0 || micros > 999_999) {
      throw new MalformedException("susec is not a number of microseconds");
    }
    return new Refused(
        new ErrorCode(fields.integer(6)),
        fields.time(4).plusNanos(micros * 1000L),
        fields.has(7) ? Optional.of(fields.text(7)) : Optional.empty(),
        fields.has(8) ? Optional.of(Principal.decode(fields.fields(8))) : Optional.empty(),
        fields.text(9),
        Principal.decode(fields.fields(10)),
        fields.has(11) ? fields.text(11) : "",
        data.flatMap(NtStatus::in));
  }

  /** The e-data of a KRB-ERROR; empty if there is none, or none of octets. */
  static Optional<byte[]> data(byte[] message) {
    try {
      KerberosDer.Fields fields = KerberosDer.message(message, KRB_ERROR);
      return fields.has(12) ? Optional.of(fields.octets(12)) : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static Granted granted(KerberosDer.Fields fields, int type) throws MalformedException {
    heading(fields, type);
    fields.fields(6);
    return new Granted(fields.text(3), Principal.decode(fields.fields(4)));
  }

  /** Protocol version and message type, which repeats the tag. */
  private static void heading(KerberosDer.Fields fields, int tag) throws MalformedException {
    if (fields.integer(0) != 5 || fields.integer(1) != tag) {
      throw new MalformedException("not version 5, or another message type than its tag");
    }
  }

  /** The fault of a message that is none. */
  static ProbeException notKerberos(byte[] message, MalformedException why) {
    return ProbeException.malformed(
        quotes ->
            "the answer is not Kerberos (" + why.getMessage() + "): " + quotes.bytes(message));
  }
}
