package dev.rollcall.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** A greeting is waited for four times as long. */
  @Override
  protected Duration timeout() {
    return Duration.ofMillis(400);
  }

  private static Attempt saying(String text, Duration timeout, List<String> heard)
      throws IOException {
    Peer.Service service =
        socket -> {
          socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
          if (text.endsWith("\n")) {
            socket.getOutputStream().write(Packets.packet(new KeyExchange().init()));
          }
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
    assertEquals("ssh-ed25519", Probes.fact(attempt, "ssh.host-keys"));
  }

  private static Attempt offering(
      String methods, String hostKeys, String toServer, String toClient, String macs)
      throws IOException {
    byte[] init =
        new Packets.Writer()
            .type(Packets.KEXINIT)
            .raw(new byte[16])
            .string(methods)
            .string(hostKeys)
            .string(toServer)
            .string(toClient)
            .string(macs)
            .string(macs)
            .bytes();
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
              socket.getOutputStream().write(Packets.packet(init));
              socket.getInputStream().readAllBytes();
            })) {
      Attempt attempt = Probes.attempt(SSH, new SshSettings(), peer, Duration.ofSeconds(10));
      Probes.answered(attempt);
      return attempt;
    }
  }

  /** Methods, host keys, ciphers to the server and to the client, MACs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kex-strict-s-v00@openssh.com,ext-info-s,diffie-hellman-group1-sha1 | ssh-ed25519"
            + " | aes128-ctr | aes128-ctr | hmac-sha1"
            + " | no key exchange method (the server offers diffie-hellman-group1-sha1)",
        "ext-info-s | ssh-ed25519 | aes128-ctr | aes128-ctr | hmac-sha1"
            + " | no key exchange method (the server offers none)",
        "curve25519-sha256 | ssh-rsa,ssh-dss | aes128-ctr | aes128-ctr | hmac-sha1"
            + " | no host key type (the server offers ssh-rsa, ssh-dss)",
        "curve25519-sha256 | ssh-ed25519 | aes128-ctr | 3des-cbc | hmac-sha1"
            + " | no cipher from server to client (the server offers 3des-cbc)",
        "curve25519-sha256 | ssh-ed25519 | aes128-gcm@openssh.com | aes256-ctr | hmac-md5"
            + " | no MAC from server to client (the server offers hmac-md5)",
        "diffie-hellman-group1-sha1 | ssh-rsa | 3des-cbc | 3des-cbc | hmac-md5 | no key exchange"
            + " method (the server offers diffie-hellman-group1-sha1), no host key type (the server"
            + " offers ssh-rsa), no cipher (the server offers 3des-cbc), no MAC (the server offers"
            + " hmac-md5)",
      })
  void anOfferThatNoCurrentClientSharesIsAConcern(
      String methods, String hostKeys, String toServer, String toClient, String macs, String gaps)
      throws IOException {
    Attempt attempt = offering(methods, hostKeys, toServer, toClient, macs);
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
    String text = attempt.outcome().concerns().get(0).text();
    assertTrue(text.endsWith("has in common with the server " + gaps), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mlkem768x25519-sha256 | rsa-sha2-256 | 3des-cbc,aes128-ctr | hmac-sha1",
        "diffie-hellman-group14-sha256 | ssh-ed25519 | chacha20-poly1305@openssh.com | hmac-md5",
        "curve25519-sha256 | ssh-ed25519 | aes256-gcm@openssh.com | ''",
      })
  void oneCommonAlgorithmOfEachListIsEnough(
      String methods, String hostKeys, String ciphers, String macs) throws IOException {
    assertEquals("", Probes.concerns(offering(methods, hostKeys, ciphers, ciphers, macs)));
  }

  @Test
  void whatIsOfferedIsBoundedAndMadeSafe() throws IOException {
    String method = "x".repeat(500) + "\u001b[31m";
    Attempt attempt =
        offering((method + ",").repeat(60), "ssh-ed25519", "aes128-ctr", "aes128-ctr", "hmac-sha1");
    String text = attempt.outcome().concerns().get(0).text();
    assertTrue(text.endsWith(" and 52 more)"), text);
    assertTrue(text.length() < 1000 && text.indexOf('\u001b') < 0, text);
  }

  @Test
  void ourIdentificationAndAGoodbyeAreTheWholeOfWhatIsSent() throws Exception {
    CopyOnWriteArrayList<String> heard = new CopyOnWriteArrayList<>();
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
              socket.getOutputStream().write(Packets.packet(new KeyExchange().init()));
              byte[] all = socket.getInputStream().readAllBytes();
              heard.add(new String(all, StandardCharsets.ISO_8859_1));
            })) {
      Probes.answered(Probes.attempt(SSH, new SshSettings(), peer, Duration.ofSeconds(10)));
      for (int turn = 0; heard.isEmpty() && turn < 500; turn++) {
        Thread.sleep(10);
      }
    }
    String goodbye =
        new String(
            Packets.disconnect(11, "Rollcall: the path is open"), StandardCharsets.ISO_8859_1);
    assertEquals(List.of("SSH-2.0-Rollcall\r\n" + goodbye), heard);
  }

  /** HAProxy, sslh and nginx choose a server by the client's first bytes. */
  @Test
  void aServerThatWaitsForTheClientIsMet() throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              InputStream in = socket.getInputStream();
              for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                  return;
                }
              }
              socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
              socket.getOutputStream().write(Packets.packet(new KeyExchange().init()));
              in.readAllBytes();
            })) {
      Attempt attempt = Probes.attempt(SSH, new SshSettings(), peer, Duration.ofSeconds(10));
      Probes.answered(attempt);
      assertEquals("x", Probes.fact(attempt, "ssh.software"));
    }
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
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, saying("hello\r\n".repeat(2001)));
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, saying("x".repeat(16_385)));
    Probes.assertFault(Phase.EXCHANGE, FaultKind.MALFORMED, saying("SSH-2.0\r\n"));
    Fault fault =
        Probes.assertFault(
            Phase.EXCHANGE, FaultKind.UNEXPECTED, saying("SSH-2.0-" + "x".repeat(16_384)));
    assertTrue(fault.evidence().startsWith("a line is longer than the 16384"), fault::evidence);
  }

  @Test
  void longNoticesAndLongIdentificationsAreRead() throws IOException {
    String notice = "NOTICE: " + "x".repeat(8000) + "\r\n";
    // The byte 0x85 ends a line for Java.
    Probes.answered(saying("SSH-2.0-x caf\u0085\r\n"));
    Attempt attempt = saying(notice.repeat(100) + "SSH-2.0-dropbear_2022.83\r\n");
    Probes.answered(attempt);
    assertEquals("", Probes.concerns(attempt));
    attempt = saying("SSH-2.0-" + "y".repeat(8100) + "\r\n");
    Probes.answered(attempt);
    assertEquals("SERVER_CONFIGURATION", Probes.concerns(attempt));
    attempt = saying("SSH-2.0-" + "y".repeat(245) + "\r\n");
    assertEquals("", Probes.concerns(attempt));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Exceeded MaxStartups",
        "Not allowed at this time",
        "Too many connections",
        "% Connection refused by remote host"
      })
  void aServerThatTakesNoMoreConnectionsSaysSo(String refusal) throws IOException {
    try (Peer peer =
        Peer.serving(
            socket ->
                socket
                    .getOutputStream()
                    .write((refusal + "\r\n").getBytes(StandardCharsets.US_ASCII)))) {
      Attempt attempt = Probes.attempt(SSH, new SshSettings(), peer, Duration.ofSeconds(10));
      Fault fault = Probes.assertFault(Phase.EXCHANGE, FaultKind.DENIED, attempt);
      assertEquals(Optional.of(Clue.THROTTLED), fault.clue());
      assertTrue(fault.evidence().contains(refusal), fault::evidence);
    }
  }

  @Test
  void aServerThatStopsAfterItsIdentificationIsNotProven() throws IOException {
    byte[] banner = "SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII);
    assertUnfinished(FaultKind.TIMED_OUT, banner, false);
    assertUnfinished(FaultKind.CLOSED, banner, true);
    // The first bytes of a KEXINIT of 1,000, whose rest is lost on the way.
    byte[] begun = Arrays.copyOf(banner, banner.length + 4);
    begun[banner.length + 2] = 3;
    assertUnfinished(FaultKind.TIMED_OUT, begun, false);
  }

  private static void assertUnfinished(FaultKind kind, byte[] said, boolean closes)
      throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write(said);
              if (!closes) {
                socket.getInputStream().readAllBytes();
              }
            })) {
      Attempt attempt = Probes.attempt(SSH, new SshSettings(), peer, Duration.ofMillis(400));
      Fault fault = Probes.assertFault(Phase.EXCHANGE, kind, attempt);
      assertTrue(fault.evidence().contains("KEXINIT"), fault::evidence);
      assertEquals("x", Probes.fact(attempt, "ssh.software"));
    }
  }

  @Test
  void whatFollowsTheIdentificationMustBeSsh() throws IOException {
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket
                  .getOutputStream()
                  .write("SSH-2.0-x\r\nHTTP/1.1 400\r\n".getBytes(StandardCharsets.US_ASCII));
              socket.getInputStream().readAllBytes();
            })) {
      Probes.assertFault(
          Phase.EXCHANGE,
          FaultKind.MALFORMED,
          Probes.attempt(SSH, new SshSettings(), peer, Duration.ofSeconds(10)));
    }
    try (Peer peer =
        Peer.serving(
            socket -> {
              socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
              socket.getOutputStream().write(Packets.disconnect(2, "no place left"));
            })) {
      Fault fault =
          Probes.assertFault(
              Phase.EXCHANGE,
              FaultKind.DENIED,
              Probes.attempt(SSH, new SshSettings(), peer, Duration.ofSeconds(10)));
      assertTrue(fault.evidence().endsWith("no place left"), fault::evidence);
    }
  }
}
