package dev.rollcall.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.Phase;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SshProtocolTest extends ProtocolContract<SshSettings> {
  private static final SshProtocol SSH = new SshProtocol();

  @Override
  protected Protocol<SshSettings> protocol() {
    return SSH;
  }

  @Override
  protected SshSettings settings() {
    return new SshSettings();
  }

  @Override
  protected Beginning beginning() {
    return Beginning.SERVER;
  }

  @Override
  protected Optional<Expected> expected(Misbehaviour how) {
    return switch (how) {
      // Nothing is sent before the server's identification: these two wait for us.
      case CLOSES_AFTER_PAYLOAD, RESETS_AFTER_PAYLOAD ->
          Optional.of(new Expected(Phase.EXCHANGE, FaultKind.TIMED_OUT));
      default -> usual(how);
    };
  }

  private static Attempt saying(String text, Duration timeout, List<String> heard)
      throws IOException {
    Peer.Service service =
        socket -> {
          socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
          String line = lines.readLine();
          heard.add(line == null ? "nothing" : line);
        };
    try (Peer peer = Peer.serving(service)) {
      return Probes.attempt(SSH, new SshSettings(), peer, timeout);
    }
  }

  private static Attempt saying(String text) throws IOException {
    return saying(text, Duration.ofSeconds(10), new CopyOnWriteArrayList<>());
  }

  @Test
  void versionAndSoftwareAreFacts() throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    Attempt attempt =
        saying("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n", Duration.ofSeconds(10), heard);
    Probes.answered(attempt);
    assertEquals("2.0", Probes.fact(attempt, "ssh.version"));
    assertEquals("OpenSSH_9.2p1 Debian-2+deb12u3", Probes.fact(attempt, "ssh.software"));
  }

  @Test
  void ourIdentificationIsTheWholeOfWhatIsSent() throws Exception {
    CopyOnWriteArrayList<String> heard = new CopyOnWriteArrayList<>();
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
              byte[] all = socket.getInputStream().readAllBytes();
              heard.add(new String(all, StandardCharsets.US_ASCII));
            })) {
      Probes.answered(Probes.attempt(SSH, new SshSettings(), peer, Duration.ofSeconds(10)));
      for (int turn = 0; heard.isEmpty() && turn < 500; turn++) {
        Thread.sleep(10);
      }
    }
    assertEquals(List.of("SSH-2.0-Rollcall\r\n"), heard);
  }

  @Test
  void linesBeforeAreSkippedAndAServerOfBothVersionsWillDo() throws IOException {
    Attempt attempt = saying("Authorised use only\r\nno, really\nSSH-1.99-Cisco-1.25\n");
    Probes.answered(attempt);
    assertEquals("1.99", Probes.fact(attempt, "ssh.version"));
    assertEquals("Cisco-1.25", Probes.fact(attempt, "ssh.software"));
  }

  @Test
  void versionOneIsAnotherAnswer() throws IOException {
    Probes.assertFault(Phase.EXCHANGE, FaultKind.UNEXPECTED, saying("SSH-1.5-old\r\n"));
  }

  @Test
  void anotherProtocolIsNamedByItsFirstLine() throws IOException {
    Attempt attempt =
        saying("220 mail.uni.edu ESMTP\r\n", Duration.ofMillis(500), new CopyOnWriteArrayList<>());
    Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, attempt);
    assertTrue(fault.evidence().endsWith("220 mail.uni.edu ESMTP"), fault::evidence);
  }

  @Test
  void endlessLinesAreNoServer() throws IOException {
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, saying("hello\r\n".repeat(60)));
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, saying("SSH-2.0-" + "x".repeat(300)));
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, saying("SSH-2.0\r\n"));
  }
}
