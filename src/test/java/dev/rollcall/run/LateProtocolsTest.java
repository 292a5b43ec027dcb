package dev.rollcall.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.SessionContext;
import dev.rollcall.probe.budget.BusyHost;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.protocol.http.HttpProtocol;
import dev.rollcall.protocol.http.HttpSettings;
import dev.rollcall.protocol.http.message.Content;
import dev.rollcall.protocol.smb.SmbProtocol;
import dev.rollcall.protocol.smb.SmbSettings;
import dev.rollcall.protocol.smtp.SmtpProtocol;
import dev.rollcall.protocol.smtp.SmtpSettings;
import dev.rollcall.protocol.ssh.SshProtocol;
import dev.rollcall.protocol.ssh.SshSettings;
import dev.rollcall.protocol.tds.TdsProtocol;
import dev.rollcall.protocol.tds.TdsSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server says to a client that is late, this host is to blame. */
@Timeout(60)
class LateProtocolsTest {
  private static final HttpSettings GET =
      new HttpSettings(
          "/",
          List.of(),
          List.of(),
          Optional.empty(),
          Content.ANY,
          HttpSettings.Redirect.ANY,
          443,
          List.of(),
          HttpSettings.Identify.ANSWER,
          HttpSettings.Otherwise.WARN);

  /**
   * One attempt at a server that waits for nothing: it says its farewell at once, and closes.
   *
   * @return its fault, by its cause; and how many connections it took
   */
  private static <S extends Record> FutureTask<String> late(
      Protocol<S> protocol, S settings, String farewell) {
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              BusyHost host = new BusyHost();
              CountDownLatch said = new CountDownLatch(1);
              try (Peer peer =
                  Peer.serving(
                      socket -> {
                        byte[] bytes = farewell.getBytes(StandardCharsets.ISO_8859_1);
                        socket.getOutputStream().write(bytes);
                        socket.shutdownOutput();
                        said.countDown();
                        Peer.drain(socket);
                      })) {
                Session session =
                    new Session(
                        Probes.route(peer.address(), Transport.TCP),
                        Deadline.after(Duration.ofSeconds(30)),
                        Probes.policy(),
                        SessionContext.NONE,
                        host.permits().next(Probes.HOST, Duration.ofMinutes(1)));
                Attempt attempt =
                    Probes.attempt(
                        session,
                        own -> {
                          host.starve(own, said);
                          protocol.probe(own, settings);
                        });
                Fault fault = Probes.fault(attempt);
                assertEquals(Optional.of(Clue.HOST_BUSY), fault.clue(), fault::toString);
                assertTrue(fault.cameLate(), fault::toString);
                return fault.cause() + " " + peer.connections();
              }
            });
    Thread thread = new Thread(task, protocol.name());
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Side by side, as each waits as long as a server might. */
  @Test
  void aFarewellIsNoFaultOfTheServer() throws Exception {
    SmtpSettings relay = new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED);
    List<FutureTask<String>> tasks =
        List.of(
            late(HttpProtocol.PLAIN, GET, ""),
            late(HttpProtocol.PLAIN, GET, "HTTP/1.1 408 Request Timeout\r\nServer: x\r\n\r\n"),
            late(new SmtpProtocol(), relay, "220 mail ESMTP\r\n421 4.4.2 timeout exceeded\r\n"),
            late(new SmtpProtocol(), relay, "220 mail ESMTP\r\n"),
            late(new SshProtocol(), new SshSettings(), "SSH-2.0-x\r\n"),
            late(HttpProtocol.TLS, GET, ""),
            late(HttpProtocol.TLS, GET, "\u0015\u0003\u0003\u0000\u0002\u0001\u0000"),
            // Neither is asked for another version, as its answer would prove nothing.
            late(
                new SmbProtocol(),
                new SmbSettings(Optional.empty(), List.of(), Optional.empty()),
                ""),
            late(new TdsProtocol(), new TdsSettings(Optional.empty(), Optional.empty()), ""));
    List<String> causes = new ArrayList<>();
    for (FutureTask<String> task : tasks) {
      causes.add(task.get());
    }
    assertEquals(
        List.of(
            "EXCHANGE CLOSED 1",
            "EXCHANGE CLOSED 1",
            "EXCHANGE DENIED 1",
            "EXCHANGE CLOSED 1",
            "EXCHANGE CLOSED 1",
            "TLS CLOSED 1",
            "TLS TLS_FAILED 1",
            "EXCHANGE CLOSED 1",
            "EXCHANGE CLOSED 1"),
        causes);
  }
}
