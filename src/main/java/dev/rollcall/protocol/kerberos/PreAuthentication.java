package dev.rollcall.protocol.kerberos;

import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.protocol.kerberos.message.ErrorCode;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.KerberosDer;
import dev.rollcall.protocol.kerberos.message.MalformedException;
import dev.rollcall.protocol.kerberos.message.PaData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pre-authentication data (RFC 4120 §5.2.7) of the messages of a login. */
final class PreAuthentication {
  private static final int REQUEST_PADATA = 3;
  private static final int REPLY_PADATA = 2;
  private static final int PARAMETERS = 2;

  /** Hashing that often takes Java a second or two; KDCs ask for 4096 or 32768. */
  private static final long MOST_ITERATIONS = 1L << 20;

  private PreAuthentication() {}

  /** Whether an AS-REQ shows that its sender knows the password. */
  static boolean shown(byte[] request) throws MalformedException {
    KerberosDer.Fields fields = KerberosDer.message(request, KdcRelay.AS_REQ);
    for (PaData entry : PaData.of(fields, REQUEST_PADATA)) {
      if (entry.type() == PaData.ENC_TIMESTAMP) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads how often the password must be hashed (RFC 3962 §4): a KDC may ask for billions, and a
   * computation cannot be interrupted.
   *
   * @throws ProbeException MALFORMED, if it asks for too much
   */
  static void guard(KdcAnswer answer, byte[] message) throws ProbeException {
    try {
      if (answer instanceof KdcAnswer.Refused refused) {
        Optional<byte[]> data = KdcAnswer.data(message);
        int code = refused.code().number();
        if (data.isPresent()
            && (code == ErrorCode.PREAUTH_REQUIRED || code == ErrorCode.PREAUTH_FAILED)) {
          guard(PaData.ofMethodData(data.get()));
        }
        return;
      }
      KerberosDer.Fields fields =
          KerberosDer.message(message, KerberosDer.application(message).orElse(0));
      guard(PaData.of(fields, REPLY_PADATA));
    } catch (MalformedException e) {
      throw KdcAnswer.notKerberos(message, e);
    }
  }

  /**
   * Whether it says that the proof failed, with data that is no METHOD-DATA. RFC 4120 §5.9.1 fixes
   * that form for PREAUTH_REQUIRED alone; Active Directory sends its own (MS-KILE §2.2.2).
   */
  static boolean failedWithOtherData(KdcAnswer answer, byte[] message) {
    return answer instanceof KdcAnswer.Refused refused
        && refused.code().number() == ErrorCode.PREAUTH_FAILED
        && !KdcAnswer.data(message).map(PreAuthentication::isMethodData).orElse(true);
  }

  private static boolean isMethodData(byte[] data) {
    try {
      // Both throw if it is none.
      parameters(PaData.ofMethodData(data));
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static void guard(List<PaData> entries) throws MalformedException {
    for (byte[] parameters : parameters(entries)) {
      guard(parameters);
    }
  }

  /** How the password becomes each key. */
  private static List<byte[]> parameters(List<PaData> entries) throws MalformedException {
    List<byte[]> all = new ArrayList<>();
    for (PaData entry : entries) {
      if (entry.type() == PaData.ETYPE_INFO2) {
        for (KerberosDer.Fields key : entry.keys()) {
          all.add(key.has(PARAMETERS) ? key.octets(PARAMETERS) : new byte[0]);
        }
      }
    }
    return all;
  }

  private static void guard(byte[] parameters) throws MalformedException {
    if (parameters.length == 4) {
      long iterations = ByteBuffer.wrap(parameters).getInt() & 0xffff_ffffL;
      if (iterations == 0 || iterations > MOST_ITERATIONS) {
        throw new MalformedException(
            "it requires the password to be hashed 0 times, or more than "
                + MOST_ITERATIONS
                + " times");
      }
    }
  }
}
