package dev.rollcall.protocol.tds;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Repair;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.fault.ProbeException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What is read of SQL Servers, and of those who call a stand-in for one. */
public final class TdsFuzzTargets {
  private static final TdsSettings SETTINGS =
      new TdsSettings(Optional.of("APPS"), Optional.of("appsanywhere"));

  /** What SQL Server 2012 answered to the request of MS-TDS §4.1. */
  private static final byte[] GREETING =
      HexFormat.of()
          .parseHex(
              "0401002b0000010000001a0006010020000102002100010300220000040022000"
                  + "1ff0b000bb80000010001");

  private static final byte[] ERROR =
      response(HexFormat.of().parseHex("aa12009145000001140400460075006c006c00"));
  private static final byte[] ACCEPTED = response(LoginPeer.accepted());
  private static final byte[] REFUSED = response(LoginPeer.refused("Login failed", 4060, 1));

  private TdsFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("tds.prelogin", TdsFuzzTargets::prelogin)
            .seed(tail(GREETING), tail(ERROR))
            .mayThrow(ProbeException.class)
            .covers(Prelogin.class),
        FuzzTarget.of("tds.probe", TdsFuzzTargets::probe)
            .seed(GREETING, unencrypted(), new byte[] {0x15, 3, 3, 0, 2, 2, 40})
            .repairedBy(Repair::packet)
            .inputs(600)
            .covers(TdsProtocol.class),
        FuzzTarget.of("tds.framing", TdsFuzzTargets::framing)
            .seed(GREETING, join(GREETING, GREETING))
            .covers(TdsFraming.class),
        FuzzTarget.of("tds.login-answer", TdsFuzzTargets::loginAnswer)
            .seed(ACCEPTED, REFUSED, response(LoginPeer.accepted(LoginPeer.partner("mirror"))))
            .seed(response(LoginPeer.routing("db2.uni.edu", 1444)))
            .mayThrow(ProbeException.class)
            .repairedBy(Repair::packet)
            .upTo(16 << 10)
            .covers(
                LoginAnswer.class, TdsResponse.class, TokenReader.class, EnvironmentChange.class),
        FuzzTarget.of("tds.driver", TdsFuzzTargets::driver)
            .seed(join(ACCEPTED, response(LoginPeer.row())), REFUSED)
            .seed(join(ACCEPTED, response(LoginPeer.refused("no", 229, 5))))
            .mayThrow(ProbeException.class)
            .inputs(1500)
            .covers(SqlDriver.class, DriverSocket.class, LoginErrors.class),
        FuzzTarget.of("tds.conversation", TdsFuzzTargets::conversation)
            .seed(join(ACCEPTED, response(LoginPeer.row())), REFUSED)
            .inputs(80)
            .covers(TdsLogin.class, TdsTls.class),
        FuzzTarget.of("tds.stand-in", TdsFuzzTargets::standIn)
            .seed(Prelogin.request(1, Optional.of("APPS"), Optional.of(new byte[32])), login())
            .seed(join(Prelogin.plainRequest(1), login()))
            .covers(TdsStandIn.class, StandInLogin.class));
  }

  private static Object prelogin(byte[] input) throws ProbeException {
    Prelogin answer = Prelogin.parse(input);
    return answer.version() + answer.encryptsAll() + answer.unencrypted().length;
  }

  private static Object probe(byte[] input) {
    return Conversations.probe(new TdsProtocol(), SETTINGS, Transport.TCP, input);
  }

  private static Object framing(byte[] input) throws Exception {
    Session session = Conversations.hearing(input);
    TdsFraming framing = new TdsFraming(session.dial().socket());
    InputStream in = framing.getInputStream();
    return in.readAllBytes().length + framing.malformed().map(bytes -> bytes.length).orElse(0);
  }

  private static Object loginAnswer(byte[] input) throws Exception {
    return LoginAnswer.read(Conversations.hearing(input).dial()).packets().length;
  }

  private static Object driver(byte[] input) throws Exception {
    Session session = Conversations.hearing(input);
    // What the session's own TLS would have said.
    session.observe(
        new Observation.Tls(
            "TLSv1.2",
            "TLS_AES_128_GCM_SHA256",
            Optional.empty(),
            Optional.empty(),
            List.of(Certificates.describe(TestAuthority.peer().chain().get(0))),
            Observation.Anchor.INTERNAL,
            "root",
            true));
    Connection server = session.dial();
    new SqlDriver(session, Optional.of("appsanywhere"), false)
        .logIn(
            server, Prelogin.parse(tail(GREETING)), Conversations.ACCOUNT, Conversations.secret());
    return Conversations.reported("tds", session);
  }

  /** The input is what the server says to the login, inside TLS. */
  private static Object conversation(byte[] input) {
    return Conversations.served(
        new TdsProtocol(),
        SETTINGS,
        input,
        socket -> {
          Socket secured = LoginPeer.greet(socket);
          secured.getOutputStream().write(input);
          secured.getOutputStream().flush();
          secured.shutdownOutput();
        });
  }

  private static Object standIn(byte[] input) throws Exception {
    return ScriptedCaller.answers(new TdsStandIn(List.of("APPS")), input);
  }

  private static byte[] unencrypted() {
    byte[] greeting = GREETING.clone();
    greeting[8 + 27 + 5] = Prelogin.ENCRYPT_NOT_SUP;
    return greeting;
  }

  private static byte[] login() {
    return Prelogin.packet(StandInLogin.LOGIN7, new byte[94]);
  }

  private static byte[] response(byte[] message) {
    return Prelogin.packet(Prelogin.RESPONSE, message);
  }

  private static byte[] tail(byte[] packet) {
    return Arrays.copyOfRange(packet, Prelogin.HEADER, packet.length);
  }

  private static byte[] join(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }
}
