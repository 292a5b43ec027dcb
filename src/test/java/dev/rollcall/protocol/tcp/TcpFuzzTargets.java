package dev.rollcall.protocol.tcp;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.answer.StandInMark;
import java.util.List;

/** What is read of a server whose protocol is unknown, and of those who call its stand-in. */
public final class TcpFuzzTargets {
  private TcpFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("tcp.probe", TcpFuzzTargets::probe)
            .seed("HTTP/1.1 200 OK\r\nServer: " + StandInMark.TEXT + "\r\n" + proof() + "\r\n")
            .seed("220 banner\r\n")
            .seed(new byte[] {21, 3, 3, 0, 2, 2, 40}, new byte[0])
            .tokens("HTTP/1.", "Server:", TcpStandIn.PROOF + ": ", "\r\n\r\n")
            .inputs(400)
            .covers(TcpProtocol.class),
        FuzzTarget.of("tcp.probe-asking", TcpFuzzTargets::probeAsking)
            .seed("HTTP/1.1 200 OK\r\nServer: " + StandInMark.TEXT + "\r\n" + proof() + "\r\n")
            .seed("HTTP/1.0 400\r\n\r\n", "\r\nHTTP/1.1 200 OK\nServer: x\r\n\r\n")
            .tokens("HTTP/1.", "Server:", TcpStandIn.PROOF + ": ", "\r\n\r\n")
            .inputs(400)
            .covers(TcpProtocol.class),
        FuzzTarget.of("tcp.stand-in", input -> ScriptedCaller.answers(new TcpStandIn(), input))
            .seed("GET /a?b=c HTTP/1.1\r\nHost: x\r\n" + challenge() + "\r\n")
            .seed("GET / HTTP/1.0\r\n\r\n")
            .tokens("GET ", " HTTP/1.1", TcpStandIn.CHALLENGE + ": ", "?")
            .upTo(20_000)
            .covers(TcpStandIn.class));
  }

  private static String proof() {
    return TcpStandIn.PROOF + ": " + "ab".repeat(32) + "\r\n";
  }

  private static String challenge() {
    return TcpStandIn.CHALLENGE + ": " + "cd".repeat(32) + "\r\n";
  }

  private static Object probeAsking(byte[] input) {
    return Conversations.probeWaiting(new TcpProtocol(), new TcpSettings(), input);
  }

  private static Object probe(byte[] input) {
    return Conversations.probe(new TcpProtocol(), new TcpSettings(), Transport.TCP, input);
  }
}
