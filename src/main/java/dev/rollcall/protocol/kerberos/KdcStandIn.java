package dev.rollcall.protocol.kerberos;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.asn1.ASN1OctetString;
import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.protocol.kerberos.message.ErrorCode;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.KerberosDer;
import dev.rollcall.protocol.kerberos.message.MalformedException;
import dev.rollcall.protocol.kerberos.message.Principal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A KDC that knows no principal. It answers every AS-REQ that the client is unknown, and not that
 * pre-authentication is required: that would have the client send a time stamp encrypted with its
 * password's key. What stands in a request beside realm and service is not looked at.
 *
 * <p>The e-data of an error holds the proof, where there is a key: the request with its nonce is
 * the challenge.
 */
final class KdcStandIn {
  /** A ticket's request carries a whole ticket. */
  private static final int LARGEST = 64 << 10;

  private static final int BODY = 4;
  private static final int REALM = 2;
  private static final int SERVICE = 3;

  private final List<String> realms;

  private KdcStandIn(List<KerberosSettings> rules) {
    realms = rules.stream().map(KerberosSettings::realm).filter(r -> !r.isBlank()).toList();
  }

  /** Over TCP: one answer for each request, until the caller leaves. */
  static StandIn.Streams streams(List<KerberosSettings> rules) {
    return new KdcStandIn(rules)::serve;
  }

  /** Over UDP: no proof, for the answer stays below the request's size. */
  static StandIn.Datagrams datagrams(List<KerberosSettings> rules) {
    KdcStandIn kdc = new KdcStandIn(rules);
    return (request, identity) ->
        kdc.answer(request, Optional.empty()).filter(answer -> answer.length <= request.length);
  }

  private void serve(Caller caller) throws IOException {
    for (int next = caller.in().read(); next == 0; next = caller.in().read()) {
      int length = ByteBuffer.allocate(4).put(1, caller.read(3)).getInt(0);
      if (length > LARGEST) {
        return;
      }
      Optional<byte[]> answer = answer(caller.read(length), Optional.of(caller.identity()));
      if (answer.isEmpty()) {
        return;
      }
      caller.write(KdcStream.framed(answer.get()));
    }
  }

  /** Empty for what is no request to a KDC. */
  private Optional<byte[]> answer(byte[] request, Optional<StandInIdentity> prover) {
    int tag = KerberosDer.application(request).orElse(0);
    if (tag != KdcRelay.AS_REQ && tag != KdcRelay.TGS_REQ) {
      return Optional.empty();
    }
    try {
      KerberosDer.Fields body = KerberosDer.message(request, tag).fields(BODY);
      String realm = body.text(REALM);
      Principal service =
          body.has(SERVICE) ? Principal.decode(body.fields(SERVICE)) : Principal.krbtgt(realm);
      int code = tag == KdcRelay.AS_REQ ? ErrorCode.CLIENT_UNKNOWN : ErrorCode.GENERIC;
      boolean known = realms.isEmpty() || realms.stream().anyMatch(realm::equalsIgnoreCase);
      return Optional.of(
          error(
              known ? code : ErrorCode.WRONG_REALM,
              realm,
              service,
              prover.flatMap(identity -> identity.proof(request, false))));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static byte[] error(int code, String realm, Principal service, Optional<byte[]> data) {
    Instant now = Instant.now();
    List<ASN1Element> fields =
        new ArrayList<>(
            List.of(
                KerberosDer.field(0, KerberosDer.integer(5)),
                KerberosDer.field(1, KerberosDer.integer(KdcAnswer.KRB_ERROR)),
                KerberosDer.field(4, KerberosDer.time(now)),
                KerberosDer.field(5, KerberosDer.integer(now.get(ChronoField.MICRO_OF_SECOND))),
                KerberosDer.field(6, KerberosDer.integer(code)),
                KerberosDer.field(9, KerberosDer.string(realm)),
                KerberosDer.field(10, service.encode()),
                KerberosDer.field(11, KerberosDer.string(StandInMark.TEXT))));
    data.ifPresent(bytes -> fields.add(KerberosDer.field(12, new ASN1OctetString(bytes))));
    return KerberosDer.application(
            KdcAnswer.KRB_ERROR, KerberosDer.sequence(fields.toArray(ASN1Element[]::new)))
        .encode();
  }
}
