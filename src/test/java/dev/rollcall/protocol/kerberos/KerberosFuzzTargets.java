package dev.rollcall.protocol.kerberos;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Repair;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.protocol.kerberos.message.KdcAnswer;
import dev.rollcall.protocol.kerberos.message.KerberosDer;
import dev.rollcall.protocol.kerberos.message.MalformedException;
import dev.rollcall.protocol.kerberos.message.NtStatus;
import dev.rollcall.protocol.kerberos.message.Principal;
import dev.rollcall.protocol.kerberos.message.Ticket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;

/** What is read of KDCs, of Java's Kerberos, and of those who call a stand-in for a KDC. */
public final class KerberosFuzzTargets {
  private static final String REALM = "UNI.EDU";
  private static final KerberosSettings SETTINGS = new KerberosSettings(REALM, "alice");
  private static final byte[] REQUEST = new AsRequest(SETTINGS).encode();
  private static final byte[] STATUS = SampleKdcAnswers.status(0xc0000072);
  private static final byte[][] ANSWERS = {
    SampleKdcAnswers.MIT_PREAUTH,
    SampleKdcAnswers.MIT_REVOKED,
    SampleKdcAnswers.SAMBA_UNKNOWN,
    SampleKdcAnswers.SAMBA_PREAUTH,
    SampleKdcAnswers.ticket(REALM, "alice"),
    SampleKdcAnswers.referral(REALM, "STAFF.UNI.EDU"),
    SampleKdcAnswers.error(18, REALM, Duration.ZERO, "x", STATUS),
    SampleKdcAnswers.error(25, REALM, Duration.ZERO, "x", SampleKdcAnswers.hashing(4096)),
    SampleKdcAnswers.error(24, REALM, Duration.ZERO, "x", STATUS),
    SampleKdcAnswers.error(6, REALM, Duration.ZERO, StandInMark.TEXT, new byte[32])
  };

  private static final String[] TOKENS = {
    "+9999999990101000000Z", "99991231235959Z", "00000101000000Z", "krbtgt", REALM, "LOCKED_OUT"
  };

  private KerberosFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("kerberos.answer", KerberosFuzzTargets::answer)
            .seed(ANSWERS)
            .tokens(TOKENS)
            .mayThrow(MalformedException.class, ProbeException.class)
            .upTo(64 << 10)
            .covers(KdcAnswer.class, KerberosDer.class, Principal.class, PreAuthentication.class),
        FuzzTarget.of("kerberos.account-status", NtStatus::in)
            .seed(STATUS, SampleKdcAnswers.hashing(1))
            .covers(NtStatus.class),
        FuzzTarget.of("kerberos.probe-udp", KerberosFuzzTargets::datagram)
            .seed(ANSWERS)
            .tokens(TOKENS)
            .inputs(1000)
            .covers(KdcExchange.class, KerberosProtocol.class),
        FuzzTarget.of("kerberos.probe-tcp", KerberosFuzzTargets::stream)
            .seed(
                SampleKdcAnswers.framed(SampleKdcAnswers.SAMBA_PREAUTH),
                SampleKdcAnswers.framed(ANSWERS[4]))
            .tokens(TOKENS)
            .repairedBy(Repair::frame)
            .inputs(1000)
            .covers(KdcStream.class),
        FuzzTarget.of("kerberos.relay", KerberosFuzzTargets::relay)
            .seed(asked(SampleKdcAnswers.SAMBA_PREAUTH), asked(ANSWERS[4]), asked(ANSWERS[6]))
            .mayThrow(ProbeException.class)
            .covers(KdcRelay.class, PreAuthentication.class),
        FuzzTarget.of("kerberos.ticket", KerberosFuzzTargets::ticket)
            .seed(
                SampleKdcAnswers.tag(
                    0x61, SampleKdcAnswers.tag(0x30, SampleKdcAnswers.tag(0xa3, encrypted()))))
            .mayThrow(MalformedException.class)
            .covers(Ticket.class),
        FuzzTarget.of("kerberos.principal", KerberosFuzzTargets::principal)
            .seed("alice", "UNI\\alice", "alice@uni.edu", "HTTP/a@OTHER", "cn=a,dc=b")
            .tokens("@", "\\", "/", "=", ",", ",,,,,,,,", "========")
            .covers(Principal.class, KerberosSettings.class),
        FuzzTarget.of("kerberos.stand-in-tcp", KerberosFuzzTargets::standIn)
            .seed(SampleKdcAnswers.framed(REQUEST))
            .repairedBy(Repair::frame)
            .covers(KdcStandIn.class),
        FuzzTarget.of("kerberos.stand-in-udp", KerberosFuzzTargets::standInDatagram)
            .seed(REQUEST)
            .covers(KdcStandIn.class));
  }

  private static Object answer(byte[] input) throws Exception {
    int reply =
        KerberosDer.application(input).orElse(0) == KdcAnswer.TGS_REP
            ? KdcAnswer.TGS_REP
            : KdcAnswer.AS_REP;
    KdcAnswer answer = KdcAnswer.read(input, reply);
    if (PreAuthentication.failedWithOtherData(answer, input)) {
      return answer;
    }
    PreAuthentication.guard(answer, input);
    if (answer instanceof KdcAnswer.Refused refused) {
      return KdcRefusal.ofAccount("alice", refused).fault().evidence()
          + KdcRefusal.ofService("HTTP/a", refused).fault().evidence();
    }
    return answer;
  }

  private static Object datagram(byte[] input) {
    return Conversations.probeDatagrams(
        new KerberosProtocol(), SETTINGS, input, request -> input.clone());
  }

  private static Object stream(byte[] input) {
    return Conversations.probe(new KerberosProtocol(), SETTINGS, Transport.TCP, input);
  }

  private static byte[] asked(byte[] answer) {
    return SampleKdcAnswers.join(SampleKdcAnswers.framed(REQUEST), SampleKdcAnswers.framed(answer));
  }

  /** The input is what Java asks, and then what the KDC answers. */
  private static Object relay(byte[] input) throws IOException, ProbeException {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    Optional<byte[]> request = KdcRelay.request(in);
    Session session = Conversations.hearing(in.readAllBytes());
    try (KdcRelay relay = new KdcRelay(session)) {
      return request.isPresent() && relay.answer(request.get()).isPresent();
    }
  }

  @SuppressWarnings("JavaUtilDate") // what Java's ticket takes
  private static Object ticket(byte[] input) throws MalformedException {
    Date end = new Date(2_000_000_000_000L);
    KerberosTicket ticket =
        new KerberosTicket(
            input,
            new KerberosPrincipal("alice@" + REALM),
            new KerberosPrincipal("krbtgt/" + REALM + "@" + REALM),
            new byte[32],
            18,
            null,
            null,
            new Date(0),
            end,
            null,
            null);
    return Ticket.of(ticket).encryption();
  }

  private static byte[] encrypted() {
    return SampleKdcAnswers.tag(0x30, SampleKdcAnswers.tag(0xa0, new byte[] {2, 1, 18}));
  }

  private static Object principal(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    return Principal.of(new KerberosSettings(REALM, text).principal(), REALM)
        .encode()
        .encode()
        .length;
  }

  private static Object standIn(byte[] input) throws IOException {
    return ScriptedCaller.answers(KdcStandIn.streams(List.of(SETTINGS)), input);
  }

  private static Object standInDatagram(byte[] input) {
    return ScriptedCaller.answers(KdcStandIn.datagrams(List.of(SETTINGS)), input);
  }
}
