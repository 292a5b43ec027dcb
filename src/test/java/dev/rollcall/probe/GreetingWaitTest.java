package dev.rollcall.probe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.budget.BusyHost;
import dev.rollcall.probe.budget.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a server may take to greet. */
@Timeout(60)
class GreetingWaitTest {
  @Test
  void timeThatThisHostTakesIsNotTheServers() throws Exception {
    BusyHost host = new BusyHost();
    CountDownLatch said = new CountDownLatch(1);
    try (Peer peer =
            Peer.serving(
                socket -> {
                  socket.getOutputStream().write('2');
                  said.countDown();
                  Peer.drain(socket);
                });
        Session session =
            new Session(
                Probes.route(peer.address(), Transport.TCP),
                Deadline.after(Duration.ofSeconds(30)),
                Probes.policy(),
                SessionContext.NONE,
                host.permits().next(Probes.HOST, Duration.ofMinutes(1)))) {
      Connection connection = session.dial();
      said.await();
      GreetingWait wait = new GreetingWait(session, "greeting");
      long start = System.nanoTime();
      host.starve(session, said);
      assertTrue(wait.patiently(connection));
      Duration whole = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(
          wait.waited().compareTo(whole.minus(BusyHost.LEAST)) <= 0,
          () -> wait.waited() + " of " + whole);
    }
  }
}
