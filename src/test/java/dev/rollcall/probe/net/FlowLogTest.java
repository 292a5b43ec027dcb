package dev.rollcall.probe.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.path.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a connection request was sent: never a number that may be wrong. */
class FlowLogTest {
  private long now;
  private final FlowLog log = new FlowLog(() -> now);
  private FlowLog.Entry entry;

  @BeforeEach
  void begin() throws IOException {
    entry =
        log.begin(
            Transport.TCP, 50_000, new InetSocketAddress(InetAddress.getLoopbackAddress(), 443));
  }

  private void after(long milliseconds) {
    now += Duration.ofMillis(milliseconds).toNanos();
  }

  private Optional<Integer> sent() {
    Flow flow = log.flows().get(0);
    return flow.sent();
  }

  @Test
  void whatEndsWithinASecondWasSentOnce() {
    after(890);
    entry.end();
    after(5000);
    assertEquals(Optional.of(1), sent());
  }

  @Test
  void whatOpensWithinASecondWasSentOnce() {
    after(890);
    entry.opened(InetAddress.getLoopbackAddress());
    after(5000);
    entry.end();
    assertEquals(Optional.of(1), sent());
  }

  @Test
  void whatEndsLaterIsNotKnownUnlessTheSystemSaysIt() {
    after(910);
    entry.end();
    assertEquals(Optional.empty(), sent());
  }

  @Test
  void aCountHoldsUntilTheSystemMaySendAgain() {
    after(1700);
    entry.counted(2);
    after(90);
    entry.end();
    after(5000);
    assertEquals(Optional.of(2), sent());
  }

  @Test
  void aCountIsNotKnownWhereTheSystemMayHaveSentAgainBeforeTheEnd() {
    after(1700);
    entry.counted(2);
    assertEquals(Optional.of(2), sent());
    after(110);
    assertEquals(Optional.empty(), sent());
    entry.end();
    assertEquals(Optional.empty(), sent());
  }

  @Test
  void aConnectionThatOpensAfterTheCountWasPerhapsSentAgainBefore() {
    after(1700);
    entry.counted(2);
    after(110);
    entry.opened(InetAddress.getLoopbackAddress());
    assertEquals(Optional.empty(), sent());
  }
}
