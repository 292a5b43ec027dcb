package dev.rollcall.standin;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Scratch;
import dev.rollcall.fuzz.target.Seeds;
import dev.rollcall.model.path.Port;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.standin.certificate.PemKey;
import dev.rollcall.standin.certificate.StandInCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a stand-in reads of callers before its protocol does, and of its own key files. */
public final class StandInFuzzTargets {
  private static final String SEC1 =
      "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA==\n-----END EC PRIVATE KEY-----\n";
  private static final String ENCRYPTED =
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHsMFcG\n-----END ENCRYPTED PRIVATE KEY-----\n";

  private StandInFuzzTargets() {}

  public static List<FuzzTarget> all() {
    StandInCertificate certificate = StandInCertificate.selfMade(List.of("one.uni.test"));
    return List.of(
        FuzzTarget.of("standin.key-file", StandInFuzzTargets::keyFile)
            .seed(Seeds.file("ec.key"), Seeds.file("ed25519.key"))
            .seed(SEC1, ENCRYPTED)
            .tokens("-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "=", "\n")
            .inputs(2000)
            .covers(PemKey.class),
        FuzzTarget.of("standin.certificate-and-key", StandInFuzzTargets::certificate)
            .seed(Seeds.text("ec.pem") + Seeds.text("ec.key"))
            .seed(Seeds.text("ed25519.pem") + Seeds.text("ed25519.key"))
            .inputs(400)
            .covers(StandInCertificate.class, PemKey.class),
        FuzzTarget.of("standin.client-hello", input -> hello(certificate, input))
            .seed(Seeds.decoded("client-hello-1.2.b64"), Seeds.decoded("client-hello-1.3.b64"))
            .seed("GET / HTTP/1.1\r\n\r\n")
            .inputs(400)
            .covers(Conversation.class, BoundedSocket.class, VisitRecorder.class));
  }

  private static Object keyFile(byte[] input) throws IOException {
    return PemKey.read(Scratch.file("server.key", input)).getAlgorithm();
  }

  /** The certificates, and then the key. */
  private static Object certificate(byte[] input) throws IOException {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    int at = Math.max(0, text.indexOf("-----BEGIN PRIVATE KEY"));
    Path chain = Scratch.file("chain.pem", Arrays.copyOf(input, at));
    Path key = Scratch.file("key.pem", Arrays.copyOfRange(input, at, input.length));
    return StandInCertificate.read(chain, key).fingerprint();
  }

  private static Object hello(StandInCertificate certificate, byte[] input) throws IOException {
    List<String> visits = new ArrayList<>();
    StandInLogger logbook =
        new StandInLogger(100_000, visit -> visits.add(visit.saw() + visit.ended()));
    InetAddress here = InetAddress.getLoopbackAddress();
    StandIn.Streams silent = caller -> {};
    PortAssignment assignment = Standing.assignment("https", silent);
    VisitRecorder recorder = new VisitRecorder(logbook, assignment, Port.tcp(443), here, here);
    StandInIdentity identity =
        new StandInIdentity("one.uni.test", Optional.empty(), certificate.fingerprint());
    Socket socket = Conversations.hearing(input).dial().socket();
    try {
      Conversation caller =
          new Conversation(
              new BoundedSocket(socket, StandInLimits.usual()), certificate, identity, recorder);
      caller.startTls(UnaryOperator.identity(), "http/1.1").in().read();
    } finally {
      recorder.saw("input", new String(input, StandardCharsets.ISO_8859_1));
      recorder.over();
    }
    return visits;
  }
}
